package io.ocs.balance.journal;

import static io.ocs.balance.journal.JournalRun.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ocs.core.journal.Journal.Commit;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentJournalTest {

    static LongStream seeds() {
        return JournalRun.seeds();
    }

    private static JournalRun newRun(long seed) {
        return new JournalRun(new FaultyStorage(seed), JournalOptions.batch(SEGMENT), seed);
    }

    /** Goal: what was committed is read back, octet for octet, over segment switches, restarts and from any batch on. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackWhatWasCommitted(long seed) {
        JournalRun run = newRun(seed);
        List<Long> starts = new ArrayList<>();
        for (int life = 0; life < 4; life++) {
            for (int i = 0; i < 60; i++) {
                starts.add(run.journal.committedPosition());
                assertThat(run.commit()).isEqualTo(Commit.DURABLE);
            }
            run.journal.close();
            run.open();
            run.assertHolds(false, "seed " + seed + ", life " + life);
            assertThat(run.journal.epoch()).isEqualTo(1);
        }
        assertThat(run.segmentFiles()).hasSizeGreaterThan(5);
        for (long start : starts) {
            assertThat(run.read(start)).isEqualTo(run.from(start));
        }
        assertThat(run.read(run.journal.committedPosition())).isEmpty();
        run.journal.close();
    }

    @Test
    void goesOnInTheSameSegmentAfterACleanStop() {
        JournalRun run = newRun(1);
        run.commit(1, 100);
        int files = run.segmentFiles().size();
        run.journal.close();
        run.open();
        run.commit(1, 100);
        run.assertHolds(false, "");
        assertThat(run.segmentFiles()).hasSize(files);
    }

    /** Goal: a reader on another thread sees every record once, in order, while the journal grows, switches segments and releases them. */
    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void aReaderFollowsTheLiveEnd(SyncMode sync, @TempDir Path folder) throws Exception {
        JournalRun model = newRun(5);
        SegmentJournal journal = SegmentJournal.open(folder, 3, new JournalOptions(SEGMENT, sync, 5));
        model.journal.close();
        model.journal = journal;
        JournalReader reader = journal.read(0);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<List<JournalRun.Seen>> seen = CompletableFuture.supplyAsync(() -> {
            List<JournalRun.Seen> all = new ArrayList<>();
            boolean last;
            do {
                last = done.get();
                all.addAll(JournalRun.drain(reader));
            } while (!last);
            return all;
        });
        for (int i = 0; i < 300; i++) {
            assertThat(model.commit()).isEqualTo(Commit.DURABLE);
            if (i % 50 == 49) {
                journal.release(journal.committedPosition());
            }
        }
        done.set(true);
        assertThat(seen.get()).isEqualTo(model.committed);
        reader.close();
        journal.close();
    }

    @Test
    void recyclesReleasedSegmentsButNoneThatAReaderHolds() {
        JournalRun run = newRun(2);
        JournalReader reader = run.journal.read(0);
        while (run.segmentFiles().size() < 6) {
            run.commit();
        }
        run.journal.release(run.journal.committedPosition());
        assertThat(run.journal.firstPosition()).isZero();
        assertThat(JournalRun.drain(reader)).isEqualTo(run.committed);
        run.journal.release(run.journal.committedPosition());
        long first = run.journal.firstPosition();
        assertThat(first).isPositive().isLessThanOrEqualTo(reader.position());
        reader.close();
        assertThat(run.segmentFiles()).hasSize(2); // the current one and the next
        assertThat(run.storage.list()).hasSize(4); // and two spares
        assertThatThrownBy(() -> run.journal.read(0))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("released");
        for (int i = 0; i < 100; i++) {
            run.commit();
        }
        run.assertHolds(false, "recycled");
        run.storage.crash();
        run.open();
        run.assertHolds(false, "recycled and crashed");
        assertThat(run.journal.firstPosition()).isEqualTo(first);
        assertThat(run.journal.epoch()).isEqualTo(1);
    }

    @Test
    void refusesToReadWhereNoBatchBegins() {
        JournalRun run = newRun(3);
        run.commit(3, 300);
        for (long position : new long[] {-8, 8, run.journal.committedPosition() + 8}) {
            assertThatThrownBy(() -> run.journal.read(position)).isInstanceOf(JournalException.class);
        }
        assertThat(run.read(0)).isEqualTo(run.committed);
    }

    @Test
    void refusesABatchThatFitsIntoNoSegment() {
        JournalRun run = newRun(3);
        assertThatThrownBy(() -> run.commit(1, 60_000)).isInstanceOf(IllegalArgumentException.class);
        assertThat(run.commit(1, 100)).isEqualTo(Commit.DURABLE);
        run.assertHolds(false, "");
    }

    @Test
    void anEmptyBatchWritesNothing() {
        JournalRun run = newRun(3);
        long writes = run.storage.writes();
        run.batch.clear(1);
        assertThat(run.journal.commit(run.batch)).isEqualTo(Commit.DURABLE);
        assertThat(run.journal.committedPosition()).isZero();
        assertThat(run.storage.writes()).isEqualTo(writes);
    }

    /** Goal: without a force for each batch no start can prove that nothing was lost; so no start keeps the epoch. */
    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "OS"})
    void everyStartRaisesTheEpochWhereBatchesAreNotForced(SyncMode sync) {
        FaultyStorage storage = new FaultyStorage(1);
        JournalRun run = new JournalRun(storage, new JournalOptions(SEGMENT, sync, 1_000), 1);
        assertThat(run.journal.epoch()).isEqualTo(1);
        run.commit();
        long end = run.journal.committedPosition();
        assertThat(run.journal.epochEnd(1)).isEqualTo(Long.MAX_VALUE);
        run.journal.close();
        run.open();
        assertThat(run.journal.epoch()).isEqualTo(2);
        run.commit();
        assertThat(run.journal.epochEnd(1)).isEqualTo(end);
        assertThat(run.journal.epochEnd(2)).isEqualTo(Long.MAX_VALUE);
        run.assertHolds(false, sync.name());
        run.journal.close();
        try (SegmentJournal batched = SegmentJournal.open(storage, 3, JournalOptions.batch(SEGMENT), Runnable::run)) {
            assertThat(batched.epoch()).isEqualTo(3);
        }
        try (SegmentJournal batched = SegmentJournal.open(storage, 3, JournalOptions.batch(SEGMENT), Runnable::run)) {
            assertThat(batched.epoch()).isEqualTo(3);
        }
    }

    @Test
    void commitsAndPollsWithoutAllocating(@TempDir Path folder) {
        JournalRun run = newRun(1);
        run.journal = SegmentJournal.open(folder, 3, new JournalOptions(8 * 1024 * 1024, SyncMode.BATCH, 100));
        run.commit(8, 600);
        JournalReader reader = run.journal.read(0);
        long[] octets = new long[1];
        JournalReader.Handler handler = (t, v, b, offset, length, p, time, e) -> octets[0] += length;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 50; i++) {
                run.journal.commit(run.batch);
                reader.poll(handler);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(octets[0]).isPositive();
        assertThat(least).isZero();
        reader.close();
        run.journal.close();
    }
}
