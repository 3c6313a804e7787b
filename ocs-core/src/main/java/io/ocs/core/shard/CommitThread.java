package io.ocs.core.shard;

import io.ocs.core.Threads;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import java.util.concurrent.locks.LockSupport;

/** Commits on a thread of its own, which waits for the disk while the shard decides on. */
final class CommitThread implements Committer {

    private static final int SPINS = 100;
    private static final long PARK_NANOS = 1_000_000_000L;

    private final Journal journal;
    private final Runnable wakeShard;
    private final Thread thread;
    private volatile JournalBatch batch;
    private volatile Journal.Commit outcome;
    private volatile Throwable failure;
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * @param wakeShard called when a commit has an outcome
     */
    CommitThread(int shard, Journal journal, Runnable wakeShard) {
        this.journal = journal;
        this.wakeShard = wakeShard;
        thread = new Thread(this::run, "commit-" + shard);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            JournalBatch next = await();
            if (next != null) {
                commit(next);
            }
        }
    }

    private JournalBatch await() {
        for (int i = 0; i < SPINS; i++) {
            if (batch != null) {
                return batch;
            }
            Thread.onSpinWait();
        }
        parked = true;
        if (batch == null && !closed) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        parked = false;
        return batch;
    }

    private void commit(JournalBatch next) {
        Journal.Commit result;
        try {
            result = journal.commit(next);
        } catch (RuntimeException | Error e) {
            failure = e;
            result = Journal.Commit.BROKEN;
        }
        batch = null;
        outcome = result;
        wakeShard.run();
    }

    @Override
    public void begin(JournalBatch next) {
        batch = next;
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean isDone() {
        return outcome != null;
    }

    /**
     * The outcome.
     *
     * @throws IllegalStateException if the journal failed in a way that it does not know itself
     */
    @Override
    public Journal.Commit outcome() {
        Throwable unknown = failure;
        if (unknown != null) {
            throw new IllegalStateException("the journal failed", unknown);
        }
        Journal.Commit done = outcome;
        outcome = null;
        return done;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
    }
}
