package io.ocs.bench;

/** The time, read once for all that happens in one go. One thread. */
final class Clock {
    /** Seconds from 1900, where the type Time begins (RFC 6733 §4.3.1), to 1970. */
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long startNanos = System.nanoTime();
    private final long startS = System.currentTimeMillis() / 1000 + SECONDS_1900_TO_1970;

    /** As {@link System#nanoTime()} at the last {@link #read()}. */
    long nanos = startNanos;

    void read() {
        nanos = System.nanoTime();
    }

    /** For an Event-Timestamp; it wraps in 2036 as the RFC says. */
    int timestampS() {
        return (int) (startS + (nanos - startNanos) / NANOS_PER_SECOND);
    }
}
