package io.ocs.core.time;

/**
 * Wall time anchored at creation and carried on by the monotonic clock, so it never goes back. {@link #stepMs()} tells how far
 * the wall clock has moved away since; a caller that sees a step beyond its bound raises an alarm and calls {@link #slew}.
 * Safe on any thread.
 */
public final class SystemClock implements Clock {

    private final long anchorNanos = System.nanoTime();
    private final long anchorMs = System.currentTimeMillis();
    private volatile long slewedMs;

    @Override
    public long nowMs() {
        return anchorMs + slewedMs + (System.nanoTime() - anchorNanos) / 1_000_000;
    }

    /** Wall clock minus this clock, in milliseconds. */
    public long stepMs() {
        return System.currentTimeMillis() - nowMs();
    }

    /** Moves this clock forward by {@code forwardMs} (at least 0); it cannot go back. */
    public synchronized void slew(long forwardMs) {
        if (forwardMs < 0) {
            throw new IllegalArgumentException("a clock never goes back: " + forwardMs + " ms");
        }
        slewedMs += forwardMs;
    }
}
