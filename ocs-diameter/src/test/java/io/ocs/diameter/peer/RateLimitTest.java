package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ocs.core.RequestType;
import io.ocs.diameter.support.Seeds;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a peer gets its rate and no more; new sessions are refused first, then updates, and terminations never. */
class RateLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - 5 * SECOND; // a nanoTime that passes over its end

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private static int admitted(RateLimit limit, RequestType type, int count, long now) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += limit.admits(type, now) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void newSessionsAreRefusedFirstThenUpdatesAndTerminationsNever() {
        RateLimit limit = new RateLimit(100, START);
        assertThat(admitted(limit, RequestType.INITIAL, 1_000, START)).isEqualTo(60);
        assertThat(admitted(limit, RequestType.EVENT, 1_000, START)).isZero();
        assertThat(admitted(limit, RequestType.UPDATE, 1_000, START)).isEqualTo(40);
        assertThat(admitted(limit, RequestType.TERMINATION, 1_000, START)).isEqualTo(1_000);
        assertThat(admitted(limit, RequestType.UPDATE, 1_000, START + SECOND / 2))
                .as("a flood of terminations costs no more than a second")
                .isEqualTo(50);
        assertThat(admitted(limit, RequestType.INITIAL, 1_000, START + 10 * SECOND))
                .isEqualTo(60);
    }

    @Test
    void aRateOfOneIsOne() {
        RateLimit limit = new RateLimit(1, START);
        int admitted = 0;
        for (int ms = 0; ms < 100_000; ms++) {
            admitted += limit.admits(RequestType.UPDATE, START + ms * SECOND / 1_000) ? 1 : 0;
        }
        assertThat(admitted).isBetween(100, 104);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void overTimeAPeerGetsItsRate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rate = 1 + random.nextInt(ConfiguredPeer.RATE_MAX / 100);
        RateLimit limit = new RateLimit(rate, START);
        long now = START;
        long admitted = 0;
        while (now - START < 10 * SECOND) {
            RequestType type = random.nextBoolean() ? RequestType.INITIAL : RequestType.UPDATE;
            admitted += limit.admits(type, now) ? 1 : 0;
            now += random.nextLong(SECOND / rate); // twice the rate
        }
        assertThat(admitted).as("seed " + seed).isBetween(10L * rate, 11L * rate + rate / 50 + 5);
    }

    @Test
    void nothingIsAllocated() {
        RateLimit limit = new RateLimit(1_000_000, START);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        admitted(limit, RequestType.UPDATE, 100_000, START);
        long before = threads.getThreadAllocatedBytes(thread);
        admitted(limit, RequestType.UPDATE, 100_000, START + SECOND);
        assertThat((threads.getThreadAllocatedBytes(thread) - before) / 100_000).isZero();
    }
}
