package io.ocs.diameter.peer;

import io.ocs.core.RequestType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for the requests of one peer over all its connections: it fills at the peer's rate and holds what comes in a second. New sessions and events
 * leave two fifths of it to others; updates may empty it; terminations are never refused, as they free what others wait for, but are counted. Kept as the time
 * at which the bucket would be full again, so that there is one number to change. Allocates nothing. Safe on any thread.
 */
final class RateLimit {

    /** Requests that a bucket holds at least, so that a rate of few requests a second can be used. */
    private static final int REQUESTS_MIN = 4;

    /** Of the bucket, in percent, what new sessions and events may take. */
    private static final int NEW_PERCENT = 60;

    private final long costNanos;
    private final long capacityNanos;
    private final AtomicLong fullAtNanos;

    /**
     * A full bucket.
     *
     * @param rate requests a second, 1 to 1 000 000; the time of one is rounded down to whole nanoseconds, so that the rate is passed by less than 1 in 1000
     */
    RateLimit(int rate, long nowNanos) {
        costNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        capacityNanos = Math.max(TimeUnit.SECONDS.toNanos(1), REQUESTS_MIN * costNanos);
        fullAtNanos = new AtomicLong(nowNanos);
    }

    /** Takes a token for a request of this type. @return whether there was one for it */
    boolean admits(RequestType type, long nowNanos) {
        while (true) {
            long fullAt = fullAtNanos.get();
            long taken = Math.max(0, fullAt - nowNanos) + costNanos;
            if (taken > takenMax(type)) {
                return false;
            }
            if (fullAtNanos.compareAndSet(fullAt, nowNanos + Math.min(taken, capacityNanos))) {
                return true;
            }
        }
    }

    private long takenMax(RequestType type) {
        return switch (type) {
            case INITIAL, EVENT -> capacityNanos / 100 * NEW_PERCENT;
            case UPDATE -> capacityNanos;
            case TERMINATION -> Long.MAX_VALUE;
        };
    }
}
