package io.ocs.core.shard;

import io.ocs.core.Threads;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits on a thread of its own, which waits for the disk while the shard decides on. What has gathered while the disk was busy goes to it together:
 * the busier the disk, the more share a force.
 *
 * <pre>
 *   taken ≤ finished ≤ begun ≤ taken + UNDER_WAY_MAX
 *   shard | this thread | shard
 * </pre>
 */
final class CommitThread implements Committer {

    /** Batches under way at most. */
    static final int UNDER_WAY_MAX = 4;

    private static final int SPINS = 100;
    private static final long PARK_NANOS = 1_000_000_000L;

    private final Journal journal;
    private final Runnable wakeShard;
    private final Thread thread;
    private final JournalBatch[] batches = new JournalBatch[UNDER_WAY_MAX];
    private final Journal.Commit[] outcomes = new Journal.Commit[UNDER_WAY_MAX];
    /** What goes to the journal together. Commit thread. */
    private final JournalBatch[] together = new JournalBatch[UNDER_WAY_MAX];

    private long taken;
    private volatile long begun;
    private volatile long finished;
    private volatile boolean losing;
    /** The journal can promise nothing any more: nothing is written behind a batch of which nobody knows where it is. Commit thread. */
    private boolean broken;

    private volatile Throwable failure;
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * @param wakeShard called when commits have an outcome
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
            if (await()) {
                commit();
            }
        }
    }

    private boolean isIdle() {
        return begun == finished;
    }

    /** Whether there is something to commit; false from time to time. */
    private boolean await() {
        for (int i = 0; i < SPINS; i++) {
            if (!isIdle()) {
                return true;
            }
            Thread.onSpinWait();
        }
        parked = true;
        if (isIdle() && !closed) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        parked = false;
        return !isIdle();
    }

    // This thread is the only writer.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void commit() {
        long first = finished;
        int waiting = (int) (begun - first);
        for (int i = 0; i < waiting; i++) {
            together[i] = batches[slot(first + i)];
        }
        int count = broken || losing ? 1 : fitting(waiting);
        Journal.Commit outcome = broken ? Journal.Commit.BROKEN : losing ? Journal.Commit.LOST : commit(count);
        for (int i = 0; i < count; i++) {
            outcomes[slot(first + i)] = outcome;
        }
        losing |= outcome == Journal.Commit.LOST;
        broken |= outcome == Journal.Commit.BROKEN;
        finished = first + count;
        wakeShard.run();
    }

    private int fitting(int waiting) {
        try {
            return journal.fitting(together, waiting);
        } catch (RuntimeException | Error e) {
            fail(e);
            return 1;
        }
    }

    private Journal.Commit commit(int count) {
        if (broken) {
            return Journal.Commit.BROKEN;
        }
        try {
            return journal.commit(together, count);
        } catch (RuntimeException | Error e) {
            fail(e);
            return Journal.Commit.BROKEN;
        }
    }

    private void fail(Throwable unknown) {
        failure = unknown;
        broken = true;
    }

    private static int slot(long number) {
        return (int) number & (UNDER_WAY_MAX - 1);
    }

    @Override
    public boolean hasRoom() {
        return begun - taken < UNDER_WAY_MAX;
    }

    // The shard's thread is the only writer.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void begin(JournalBatch next) {
        batches[slot(begun)] = next;
        begun++;
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean isDone() {
        return taken < finished;
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
        return outcomes[slot(taken++)];
    }

    @Override
    public void resume() {
        if (taken != begun) {
            throw new IllegalStateException(begun - taken + " batches are under way");
        }
        losing = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
    }
}
