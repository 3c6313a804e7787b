package io.ocs.server.simulation;

import io.ocs.core.time.Clock;
import io.ocs.core.time.SystemClock;

/** The server's clock, over a wall clock that can be stepped at any time in both directions, and a monotonic one. Each process has a new one. */
final class SimulatedClock implements Clock {

    private long wallMs;
    private long monotonicMs = 1_000_000;
    private SystemClock server;
    private boolean standing;
    private long owedMs;

    SimulatedClock(long wallMs) {
        this.wallMs = wallMs;
        anchor();
    }

    /** A process starts. */
    void anchor() {
        server = new SystemClock(() -> wallMs, this::nanoTime);
    }

    /** The process has found out how far time was when it ended. */
    void notBefore(long ms) {
        server.notBefore(ms);
    }

    /** Stands still until {@link #goOn}: the model has one time for all that a shard decides in a step, however long its commits take. */
    void stand() {
        standing = true;
    }

    /** Catches up with what has passed meanwhile. */
    void goOn() {
        standing = false;
        advanceMs(owedMs);
        owedMs = 0;
    }

    void advanceMs(long byMs) {
        if (standing) {
            owedMs += byMs;
            return;
        }
        wallMs += byMs;
        monotonicMs += byMs;
    }

    /** Steps the wall clock, as an operator or NTP may do; the server goes after it. */
    void stepMs(long byMs) {
        wallMs += byMs;
        server.follow();
    }

    @Override
    public long nowMs() {
        return server.nowMs();
    }

    @Override
    public long nanoTime() {
        return monotonicMs * 1_000_000;
    }
}
