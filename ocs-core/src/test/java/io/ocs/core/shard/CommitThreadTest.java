package io.ocs.core.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that waits for the disk; here a journal that waits until it is told to go on. */
@Timeout(60)
class CommitThreadTest {

    /** Takes together whatever waits; each commit needs a permit. */
    private static final class GatedJournal implements Journal {

        private final Semaphore begun = new Semaphore(0);
        private final Semaphore permits = new Semaphore(0);
        private final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
        private volatile Commit outcome = Commit.DURABLE;

        @Override
        public Commit commit(JournalBatch batch) {
            return commit(new JournalBatch[] {batch}, 1);
        }

        @Override
        public int fitting(JournalBatch[] batches, int count) {
            return count;
        }

        @Override
        public Commit commit(JournalBatch[] batches, int count) {
            Commit result = outcome;
            begun.release();
            if (result == Commit.BROKEN) {
                throw new IllegalStateException("nobody knows what is on the disk");
            }
            permits.acquireUninterruptibly();
            groups.add(count);
            for (int i = 0; i < count; i++) {
                times.add(batches[i].timeMs());
            }
            return result;
        }

        @Override
        public long committedPosition() {
            return 0;
        }

        @Override
        public int epoch() {
            return 1;
        }

        @Override
        public JournalReader read(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final GatedJournal journal = new GatedJournal();
    private final Semaphore wakeUps = new Semaphore(0);
    private final CommitThread committer = new CommitThread(0, journal, wakeUps::release);

    @AfterEach
    void end() {
        committer.close();
    }

    private void begin(long timeMs) {
        JournalBatch batch = new JournalBatch(128 * 1024);
        batch.clear(timeMs);
        batch.begin(RecordType.COMMAND_DONE);
        batch.end(8);
        committer.begin(batch);
    }

    private Journal.Commit outcome() throws InterruptedException {
        while (!committer.isDone()) {
            assertThat(wakeUps.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
        return committer.outcome();
    }

    @Test
    void whatGathersWhileTheDiskIsBusyIsCommittedTogetherInItsOrder() throws Exception {
        begin(1);
        journal.begun.acquire();
        begin(2);
        begin(3);
        begin(4);
        assertThat(committer.hasRoom()).isFalse();
        assertThat(committer.isDone()).isFalse();
        journal.permits.release(2);
        for (int i = 0; i < 4; i++) {
            assertThat(outcome()).isEqualTo(Journal.Commit.DURABLE);
        }
        assertThat(journal.groups).containsExactly(1, 3);
        assertThat(journal.times).containsExactly(1L, 2L, 3L, 4L);
        assertThat(committer.hasRoom()).isTrue();
        assertThat(committer.isDone()).isFalse();
    }

    @Test
    void behindAJournalThatThrowsNothingIsWritten() throws Exception {
        begin(1);
        journal.begun.acquire();
        journal.outcome = Journal.Commit.BROKEN;
        begin(2);
        journal.permits.release();
        journal.begun.acquire();
        begin(3);
        while (!journal.times.contains(1L)) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> {
                    outcome();
                    outcome();
                })
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("nobody knows what is on the disk");
        committer.close();
        assertThat(journal.times).containsExactly(1L);
    }

    @Test
    void behindALostBatchNothingIsWrittenBeforeTheShardHasSeenIt() throws Exception {
        journal.outcome = Journal.Commit.LOST;
        begin(1);
        journal.begun.acquire();
        begin(2);
        journal.permits.release();
        assertThat(outcome()).isEqualTo(Journal.Commit.LOST);
        begin(3);
        journal.outcome = Journal.Commit.DURABLE;
        assertThat(outcome()).isEqualTo(Journal.Commit.LOST);
        assertThat(outcome()).isEqualTo(Journal.Commit.LOST);
        assertThat(journal.times).containsExactly(1L);
        committer.resume();
        begin(4);
        journal.permits.release();
        assertThat(outcome()).isEqualTo(Journal.Commit.DURABLE);
        assertThat(journal.times).containsExactly(1L, 4L);
    }
}
