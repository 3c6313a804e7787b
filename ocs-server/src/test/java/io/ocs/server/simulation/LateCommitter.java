package io.ocs.server.simulation;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.shard.Committer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * A disk that is busy: commits have their outcome only after some duty cycles, in which the shard decides the next batches, and some of those that wait
 * are committed together.
 */
final class LateCommitter implements Committer {

    private static final int CYCLES_MAX = 4;
    private static final int UNDER_WAY_MAX = 3;

    private final Journal journal;
    private final SplittableRandom random;
    private final boolean late;
    private final Deque<JournalBatch> begun = new ArrayDeque<>();
    private final Deque<Journal.Commit> outcomes = new ArrayDeque<>();
    private boolean losing;
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
        return underWay() > 0;
    }

    private int underWay() {
        return begun.size() + outcomes.size();
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

    @Override
    public boolean hasRoom() {
        return underWay() < (late ? UNDER_WAY_MAX : 1);
    }

    @Override
    public void begin(JournalBatch next) {
        if (!hasRoom()) {
            throw new Violation(Invariant.SOUND, "a commit begins while " + underWay() + " others are under way");
        }
        begun.add(next);
        if (begun.size() == 1) {
            delay();
        }
    }

    private void delay() {
        cyclesLeft = late ? random.nextInt(CYCLES_MAX) : 0;
        lateCommits += cyclesLeft > 0 ? 1 : 0;
    }

    /** Asked in every duty cycle. */
    @Override
    public boolean isDone() {
        if (!begun.isEmpty() && outcomes.isEmpty() && cyclesLeft-- <= 0) {
            commit();
            delay();
        }
        return !outcomes.isEmpty();
    }

    private void commit() {
        JournalBatch[] waiting = begun.toArray(new JournalBatch[0]);
        int count = 1;
        Journal.Commit outcome = Journal.Commit.LOST;
        if (!losing) {
            count = 1 + random.nextInt(journal.fitting(waiting, waiting.length));
            outcome = journal.commit(waiting, count);
        }
        for (int i = 0; i < count; i++) {
            begun.remove();
            outcomes.add(outcome);
        }
        losing |= outcome == Journal.Commit.LOST;
        durable += outcome == Journal.Commit.DURABLE ? count : 0;
    }

    @Override
    public Journal.Commit outcome() {
        return outcomes.remove();
    }

    @Override
    public void resume() {
        if (isUnderWay()) {
            throw new Violation(Invariant.SOUND, "the shard goes on behind a lost batch while others are under way");
        }
        losing = false;
    }

    @Override
    public void close() {
        // what is under way when the process is killed has no outcome
    }
}
