package io.ocs.core.shard;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;

/**
 * Makes the batches of one shard durable, in the order in which they were begun. Used by the shard's thread only. While batches are under way the shard
 * may decide the next one; it answers none before it has asked for its {@link #outcome}.
 *
 * <p>What is decided behind a lost batch was decided on what is lost: so once an outcome is {@link Journal.Commit#LOST}, that of every batch begun
 * before {@link #resume} is, and nothing of them is written.
 */
public interface Committer extends AutoCloseable {

    /** Whether one more batch may be begun now. */
    boolean hasRoom();

    /** Begins to commit a batch; {@link #hasRoom} must be true. The batch must not change until it has an outcome. */
    void begin(JournalBatch batch);

    /** Whether the oldest batch under way has an outcome. */
    boolean isDone();

    /** The outcome of the oldest batch under way, once; {@link #isDone} must be true. */
    Journal.Commit outcome();

    /** Goes on behind a lost batch, when nothing is under way any more. */
    void resume();

    /** Ends what it needs; nothing may be under way. */
    @Override
    void close();

    /** Commits at once, on the shard's own thread. */
    static Committer atOnce(Journal journal) {
        return new Committer() {
            private Journal.Commit outcome;

            @Override
            public boolean hasRoom() {
                return outcome == null;
            }

            @Override
            public void begin(JournalBatch batch) {
                outcome = journal.commit(batch);
            }

            @Override
            public boolean isDone() {
                return outcome != null;
            }

            @Override
            public Journal.Commit outcome() {
                Journal.Commit done = outcome;
                outcome = null;
                return done;
            }

            @Override
            public void resume() {
                // one at a time: nothing was begun behind the lost one
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
