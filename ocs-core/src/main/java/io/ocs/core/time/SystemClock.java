package io.ocs.core.time;

import java.util.function.LongSupplier;

/**
 * Wall time that never jumps and never goes back: anchored at creation, carried on by the monotonic clock. When the wall clock is stepped, this clock
 * does not follow at once, since every deadline of an hour would be over, or an hour would come twice; {@link #follow} has it run half as fast again, or
 * half as fast, until the two agree. So a step of an hour takes two, in which no duration is wrong by more than half. Safe on any thread.
 */
public final class SystemClock implements Clock {

    /** Of the time that passes, the part by which this clock may run ahead of itself or hold back: one in so many. */
    private static final long SLEW_PART = 2;

    /** Two clocks of millisecond steps that are read one after the other differ by this much without a reason. */
    private static final long STEP_MIN_MS = 50;

    /** From an instant on, the time there and how far the wall was away. */
    private record Course(long fromNanos, long fromMs, long offsetMs) {

        long nowMs(long nanos) {
            long passedMs = Math.max(0, nanos - fromNanos) / 1_000_000;
            long slewMax = passedMs / SLEW_PART;
            return fromMs + passedMs + Math.max(-slewMax, Math.min(offsetMs, slewMax));
        }
    }

    private final LongSupplier wallMs;
    private final LongSupplier monotonicNanos;
    private volatile Course course;

    /** The clock of this machine. */
    public SystemClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * A clock of other sources, for tests.
     *
     * @param wallMs milliseconds since 1970, which may jump
     * @param monotonicNanos nanoseconds since whenever, which never go back
     */
    public SystemClock(LongSupplier wallMs, LongSupplier monotonicNanos) {
        this.wallMs = wallMs;
        this.monotonicNanos = monotonicNanos;
        course = new Course(monotonicNanos.getAsLong(), wallMs.getAsLong(), 0);
    }

    @Override
    public long nowMs() {
        return course.nowMs(monotonicNanos.getAsLong());
    }

    @Override
    public long nanoTime() {
        return monotonicNanos.getAsLong();
    }

    /** Wall clock minus this clock, in milliseconds: what a step has left to make good. */
    public long offsetMs() {
        return wallMs.getAsLong() - nowMs();
    }

    /** Looks whether the wall clock was stepped, and goes after it; to be called every second or so. */
    public synchronized void follow() {
        long nanos = monotonicNanos.getAsLong();
        long passedMs = (nanos - course.fromNanos()) / 1_000_000;
        long expectedMs = course.fromMs() + passedMs + course.offsetMs();
        if (Math.abs(wallMs.getAsLong() - expectedMs) >= STEP_MIN_MS) {
            goOnFrom(nanos, course.nowMs(nanos));
        }
    }

    /**
     * Goes on from {@code ms} at the earliest, and from there after the wall clock: what an earlier life has written down has happened, though the wall
     * clock may have been set back since.
     */
    public synchronized void notBefore(long ms) {
        long nanos = monotonicNanos.getAsLong();
        if (ms > course.nowMs(nanos)) {
            goOnFrom(nanos, ms);
        }
    }

    /** Both of one instant: were the nanoseconds read later, the time between would be missing, and who has asked meanwhile would see this clock go back. */
    private void goOnFrom(long nanos, long ms) {
        course = new Course(nanos, ms, wallMs.getAsLong() - ms);
    }
}
