package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a peer that is away is tried again soon, then seldom, never in step with others, and not where it does not want to be. */
class ReconnectTest {

    private static final PeerTimers TIMERS = PeerTimers.of(Duration.ofSeconds(30), Duration.ofSeconds(10));
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long TC = 30 * SECOND;
    private static final long START = Long.MAX_VALUE - 100 * SECOND; // a nanoTime that passes over its end

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private static Reconnect reconnect(long seed) {
        return new Reconnect(TIMERS, new SplittableRandom(seed), START);
    }

    /** How long it is not due, to 10 ms. */
    private static long waits(Reconnect reconnect, long now) {
        long waited = 0;
        while (!reconnect.isDue(now + waited)) {
            waited += SECOND / 100;
        }
        return waited;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachFailureDoublesTheWaitUpToTc(long seed) {
        Reconnect reconnect = reconnect(seed);
        long now = START;
        assertThat(reconnect.isDue(now)).isTrue();
        for (long interval : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            reconnect.failed(now);
            long waits = waits(reconnect, now);
            assertThat(waits).as("seed " + seed).isBetween(interval * SECOND / 2, interval * SECOND + SECOND / 100);
            now += waits;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyAConnectionThatHasLastedMakesItQuickAgain(long seed) {
        Reconnect reconnect = reconnect(seed);
        for (int i = 0; i < 10; i++) {
            reconnect.failed(START);
        }
        reconnect.ended(null, SECOND, START);
        assertThat(waits(reconnect, START)).as("seed " + seed).isGreaterThanOrEqualTo(TC / 2);
        reconnect.ended(DisconnectCause.REBOOTING, TC, START);
        assertThat(waits(reconnect, START)).as("seed " + seed).isLessThanOrEqualTo(SECOND + SECOND / 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoIsBusyOrDoesNotWantIsLeftAlone(long seed) {
        Reconnect reconnect = reconnect(seed);
        reconnect.ended(DisconnectCause.BUSY, TC, START);
        assertThat(waits(reconnect, START)).as("seed " + seed).isBetween(5 * TC, 10 * TC + SECOND);
        reconnect.ended(DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU, TC, START);
        reconnect.postpone(START);
        assertThat(waits(reconnect, START)).as("seed " + seed).isBetween(60 * TC, 120 * TC + SECOND);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEndThatWasSeenFirstIsNotFollowedAtOnce(long seed) {
        Reconnect reconnect = reconnect(seed);
        reconnect.postpone(START);
        assertThat(waits(reconnect, START)).as("seed " + seed).isBetween(SECOND / 2, SECOND + SECOND / 100);
    }
}
