package io.ocs.balance.journal;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads beside a journal: one prepares segments, one archives and recycles them, one forces by the clock if that is asked for. */
final class JournalHelper implements Executor, AutoCloseable {

    private static final long CLOSE_WAIT_S = 60;
    private static final long RETRY_MS = 1_000;
    private final ScheduledThreadPoolExecutor threads;

    JournalHelper(int shard) {
        threads = new ScheduledThreadPoolExecutor(3, task -> {
            Thread thread = new Thread(task, "journal-" + shard);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Runs a task in a second. */
    void later(Runnable task) {
        var unused = threads.schedule(task, RETRY_MS, TimeUnit.MILLISECONDS);
    }

    void every(long intervalMs, Runnable task) {
        var unused = threads.scheduleWithFixedDelay(task, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    /** Ends the clock, lets what was begun finish. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a journal thread did not end in " + CLOSE_WAIT_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
