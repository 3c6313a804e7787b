package io.ocs.cdr;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much of the time a projector works while charging is busy: a tenth when it is hardly behind, little more at first, then ever more (by the square
 * of its lag), all of it from the longest lag on. So the processor goes to requests first, and the lag stays below its bound as long as the sink is fast enough at all. When
 * charging is idle there is no rest. One thread; it never waits itself.
 */
final class Pace {

    /** Growth of the journal from which on charging counts as busy: some thousand requests a second. */
    static final long BUSY_OCTETS_PER_S = 1 << 20;

    /** Longest single rest; after it charging is looked at again. */
    static final long REST_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Shortest time over which the growth is taken. */
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Share of time at no lag, in thousandths. */
    private static final long FLOOR_PERMILLE = 100;

    private static final long ALL_PERMILLE = 1_000;
    private static final long REST_MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long OWED_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long lagMaxMs;
    private boolean hasLooked;
    private long lookedAtNanos;
    private long lookedAtOctets;
    private boolean busy;
    private long owedNanos;

    /** @param lagMax the lag from which on there is no rest; with {@link Duration#ZERO} there never is */
    Pace(Duration lagMax) {
        lagMaxMs = lagMax.toMillis();
    }

    /**
     * How long to rest before the next piece of work; a long rest is given in parts, so ask again after each, with no work, until the answer is 0.
     *
     * @param workedNanos time worked since the last call
     * @param lagMs age of the oldest batch that has not been read, in milliseconds
     * @param committed position behind the last batch of the journal
     * @param nowNanos of a monotonic clock
     * @return nanoseconds, at most {@link #REST_MAX_NANOS}
     */
    long restNanos(long workedNanos, long lagMs, long committed, long nowNanos) {
        look(committed, nowNanos);
        if (!busy || lagMs >= lagMaxMs) {
            owedNanos = 0;
            return 0;
        }
        long share = FLOOR_PERMILLE + (ALL_PERMILLE - FLOOR_PERMILLE) * lagMs / lagMaxMs * lagMs / lagMaxMs;
        owedNanos = Math.min(OWED_MAX_NANOS, owedNanos + workedNanos * (ALL_PERMILLE - share) / share);
        if (owedNanos < REST_MIN_NANOS) {
            return 0;
        }
        long rest = Math.min(owedNanos, REST_MAX_NANOS);
        owedNanos -= rest;
        return rest;
    }

    private void look(long committed, long nowNanos) {
        long elapsed = nowNanos - lookedAtNanos;
        if (hasLooked && elapsed < LOOK_NANOS) {
            return;
        }
        busy = hasLooked && (committed - lookedAtOctets) >= BUSY_OCTETS_PER_S * (elapsed / 1_000) / 1_000_000;
        hasLooked = true;
        lookedAtNanos = nowNanos;
        lookedAtOctets = committed;
    }
}
