package io.ocs.core;

import java.time.Duration;

/** What the threads of a shard have in common. */
public final class Threads {

    private Threads() {}

    /**
     * Waits for the end of a thread that nothing depends on, and no longer than {@code waitMax}.
     *
     * @return whether it has ended; also false if the caller is interrupted meanwhile, which it is told again then
     */
    public static boolean awaitEnd(Thread thread, Duration waitMax) {
        try {
            thread.join(Math.max(1, waitMax.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** Waits until the thread has ended, also if the caller is interrupted meanwhile, which it is told again then. */
    public static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
