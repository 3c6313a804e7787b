package io.ocs.server.simulation;

import io.ocs.core.time.Clock;

/**
 * The server's clock as {@code SystemClock} is: anchored to the wall when the process starts, then carried on by the monotonic clock, and slewed
 * forward only. The wall can be stepped at any time, in both directions.
 */
final class SimulatedClock implements Clock {

    private long wallMs;
    private long monotonicMs = 1_000_000;
    private long offsetMs;

    SimulatedClock(long wallMs) {
        this.wallMs = wallMs;
        anchor();
    }

    /** A process starts. */
    void anchor() {
        offsetMs = wallMs - monotonicMs;
    }

    void advanceMs(long byMs) {
        wallMs += byMs;
        monotonicMs += byMs;
    }

    /** Steps the wall clock, as an operator or NTP may do; a step forward is followed. */
    void stepMs(long byMs) {
        wallMs += byMs;
        offsetMs = Math.max(offsetMs, wallMs - monotonicMs);
    }

    @Override
    public long nowMs() {
        return monotonicMs + offsetMs;
    }

    @Override
    public long nanoTime() {
        return monotonicMs * 1_000_000;
    }
}
