package io.ocs.diameter.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what another thread will do, and no longer. */
public final class Eventually {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Eventually() {}

    /** Looks until it is as wanted, or a minute is over; tells what was seen last, for the test to judge. */
    public static <T> T seen(Supplier<T> look, Predicate<T> wanted) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        T seen = look.get();
        while (!wanted.test(seen) && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = look.get();
        }
        return seen;
    }
}
