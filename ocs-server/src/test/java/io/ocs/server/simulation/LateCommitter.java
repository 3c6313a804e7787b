package io.ocs.server.simulation;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.shard.Committer;
import java.util.SplittableRandom;

/** A disk that is busy: each commit has its outcome only after some duty cycles, in which the shard decides the next batch. */
final class LateCommitter implements Committer {

    private static final int CYCLES_MAX = 4;

    private final Journal journal;
    private final SplittableRandom random;
    private final boolean late;
    private JournalBatch batch;
    private Journal.Commit outcome;
    private int cyclesLeft;
    private int durable;
    private int lateCommits;

    /** @param late false: the outcome is there at once */
    LateCommitter(Journal journal, long seed, boolean late) {
        this.journal = journal;
        this.late = late;
        random = new SplittableRandom(seed);
    }

    boolean isUnderWay() {
        return batch != null || outcome != null;
    }

    /** Batches made durable since this was asked last. */
    int takeDurable() {
        int count = durable;
        durable = 0;
        return count;
    }

    /** Commits that took some duty cycles since this was asked last. */
    int takeLate() {
        int count = lateCommits;
        lateCommits = 0;
        return count;
    }

    /** {@inheritDoc} One at a time: which of several unanswered batches a broken journal has, the books could not tell. */
    @Override
    public boolean hasRoom() {
        return !isUnderWay();
    }

    @Override
    public void begin(JournalBatch next) {
        if (isUnderWay()) {
            throw new Violation(Invariant.SOUND, "a commit begins while another is under way");
        }
        batch = next;
        cyclesLeft = late ? random.nextInt(CYCLES_MAX) : 0;
        lateCommits += cyclesLeft > 0 ? 1 : 0;
    }

    /** Asked in every duty cycle. */
    @Override
    public boolean isDone() {
        if (batch != null && cyclesLeft-- <= 0) {
            outcome = journal.commit(batch);
            batch = null;
            durable += outcome == Journal.Commit.DURABLE ? 1 : 0;
        }
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
        if (isUnderWay()) {
            throw new Violation(Invariant.SOUND, "the shard goes on behind a lost batch while another is under way");
        }
    }

    @Override
    public void close() {
        // what is under way when the process is killed has no outcome
    }
}
