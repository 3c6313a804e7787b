package io.ocs.core.time;

/** Where time comes from. Decisions never ask it: they get the time as an argument. */
public interface Clock {

    /** Milliseconds since 1970-01-01T00:00:00Z; never goes back. */
    long nowMs();

    /** Nanoseconds of a monotonic clock, for measuring durations. */
    default long nanoTime() {
        return System.nanoTime();
    }
}
