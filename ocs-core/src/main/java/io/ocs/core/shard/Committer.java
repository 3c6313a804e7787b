package io.ocs.core.shard;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;

/**
 * Makes the batches of one shard durable, one at a time. Used by the shard's thread only. While a batch is being committed the shard may decide the
 * next one; it answers neither before it has asked for the {@link #outcome}.
 */
public interface Committer extends AutoCloseable {

    /** Begins to commit a batch; no other may be under way. The batch must not change until {@link #isDone}. */
    void begin(JournalBatch batch);

    /** Whether the commit that was begun has an outcome. */
    boolean isDone();

    /** The outcome of the commit that was begun, once; {@link #isDone} must be true. */
    Journal.Commit outcome();

    /** Ends what it needs; nothing may be under way. */
    @Override
    void close();

    /** Commits at once, on the shard's own thread. */
    static Committer atOnce(Journal journal) {
        return new Committer() {
            private Journal.Commit outcome;

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
            public void close() {
                // nothing is open
            }
        };
    }
}
