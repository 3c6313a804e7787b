package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Goal: watchdogs come in the intervals of RFC 3539 §3.4.1. */
class PeerTimersTest {

    /** Tw, plus or minus two seconds by chance. */
    @Test
    void theWatchdogIsJitteredByTwoSeconds() {
        PeerTimers timers = PeerTimers.of(Duration.ofSeconds(30), Duration.ofSeconds(10));
        SplittableRandom random = new SplittableRandom(1);
        long[] intervals = LongStream.range(0, 10_000)
                .map(i -> timers.nextWatchdogNanos(random))
                .toArray();
        assertThat(LongStream.of(intervals).min().orElseThrow())
                .isBetween(
                        Duration.ofMillis(28_000).toNanos(),
                        Duration.ofMillis(28_100).toNanos());
        assertThat(LongStream.of(intervals).max().orElseThrow())
                .isBetween(
                        Duration.ofMillis(31_900).toNanos(),
                        Duration.ofMillis(32_000).toNanos());
    }

    @Test
    void anIntervalBelowSixSecondsIsRefused() {
        DiameterConfig good = DiameterConfig.of("ocs.example.com", "example.com", 1);
        assertThat(good.watchdogInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> new DiameterConfig(
                        good.originHost(),
                        good.realm(),
                        good.productName(),
                        1,
                        Duration.ofSeconds(5),
                        good.messageTimeMax(),
                        good.messageLengthMax(),
                        1,
                        good.connectionsTotalMax(),
                        1,
                        good.writeBufferMax(),
                        good.inFlightMax()))
                .hasMessageContaining("diameter.watchdog-interval must be 6 to 300, not 5");
    }
}
