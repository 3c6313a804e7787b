package io.ocs.core;

/** What the threads of a shard have in common. */
public final class Threads {

    private Threads() {}

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
