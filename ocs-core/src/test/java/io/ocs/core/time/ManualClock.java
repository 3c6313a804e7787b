package io.ocs.core.time;

/** A clock that a test moves. */
public final class ManualClock implements Clock {

    private volatile long nowMs;

    public ManualClock(long startMs) {
        nowMs = startMs;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long nanoTime() {
        return nowMs * 1_000_000;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread moves it
    public void advanceMs(long byMs) {
        nowMs += byMs;
    }

    public void setMs(long atMs) {
        nowMs = atMs;
    }
}
