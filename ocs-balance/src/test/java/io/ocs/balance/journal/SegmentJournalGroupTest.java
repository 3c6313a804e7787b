package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.journal.Journal.Commit;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several batches that share one force. Each record is a number, counted up. */
class SegmentJournalGroupTest {

    private static final int BATCHES_MAX = 4;

    private final JournalBatch[] batches = new JournalBatch[BATCHES_MAX];
    private final AtomicInteger forces = new AtomicInteger();
    private long nextNumber;

    SegmentJournalGroupTest() {
        for (int i = 0; i < BATCHES_MAX; i++) {
            batches[i] = new JournalBatch(128 * 1024);
        }
    }

    static LongStream seeds() {
        return JournalRun.seeds();
    }

    private static SegmentJournal open(FaultyStorage storage) {
        return SegmentJournal.open(storage, 0, JournalOptions.batch(JournalRun.SEGMENT), Runnable::run);
    }

    private void fill(JournalBatch batch, SplittableRandom random) {
        batch.clear(nextNumber);
        int records = random.nextInt(1, 6);
        for (int i = 0; i < records; i++) {
            int length = random.nextInt(8, 900);
            batch.buffer().putLong(batch.begin(RecordType.COMMAND_DONE), nextNumber++);
            batch.end(length);
        }
    }

    /** As the thread that commits does: as many as fit, then the next ones. @return how many were durable before something else came */
    private int commit(SegmentJournal journal, int count) {
        JournalBatch[] waiting = batches.clone();
        int done = 0;
        while (done < count) {
            System.arraycopy(batches, done, waiting, 0, count - done);
            int fitting = journal.fitting(waiting, count - done);
            assertThat(fitting).isBetween(1, count - done);
            if (journal.commit(waiting, fitting) != Commit.DURABLE) {
                return done;
            }
            done += fitting;
        }
        return done;
    }

    private static List<Long> numbers(SegmentJournal journal) {
        List<Long> numbers = new ArrayList<>();
        try (JournalReader reader = journal.read(0)) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) ->
                    numbers.add(buffer.getLong(offset)))) {
                // the next batch
            }
        }
        return numbers;
    }

    private List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    /** Goal: everything is there in its order, over segment switches and a power failure, and took fewer forces than there were batches. */
    @ParameterizedTest
    @MethodSource("seeds")
    void batchesCommittedTogetherAreThereInTheirOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FaultyStorage storage = new FaultyStorage(seed);
        SegmentJournal journal = open(storage);
        storage.fail((operation, file) -> {
            if (operation == FaultyStorage.Operation.FORCE) {
                forces.incrementAndGet();
            }
        });
        int committed = 0;
        for (int i = 0; i < 100; i++) {
            int count = random.nextInt(1, BATCHES_MAX + 1);
            for (int one = 0; one < count; one++) {
                fill(batches[one], random);
            }
            assertThat(commit(journal, count)).as("seed %d", seed).isEqualTo(count);
            committed += count;
        }
        assertThat(numbers(journal)).as("seed %d", seed).isEqualTo(upTo(nextNumber));
        assertThat(forces.get())
                .as("forces, those of new segments among them, for %d batches", committed)
                .isLessThan(committed);
        storage.crash();
        assertThat(numbers(open(storage)))
                .as("seed %d, after a power failure", seed)
                .isEqualTo(upTo(nextNumber));
    }

    /** Goal: when their force fails, none of them is in the journal, then and after a restart; and the next ones are. */
    @ParameterizedTest
    @MethodSource("seeds")
    void batchesCommittedTogetherAreLostTogether(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        FaultyStorage storage = new FaultyStorage(seed);
        SegmentJournal journal = open(storage);
        fill(batches[0], random);
        assertThat(commit(journal, 1)).isEqualTo(1);
        long durable = nextNumber;
        for (JournalBatch batch : batches) {
            fill(batch, random);
        }
        String active = SegmentHeader.fileName(1);
        storage.fail((operation, file) -> {
            if (operation == FaultyStorage.Operation.FORCE && file.equals(active)) {
                throw new IOException("the disk fails");
            }
        });
        int fitting = journal.fitting(batches, BATCHES_MAX);
        assertThat(fitting).as("seed %d", seed).isGreaterThan(1);
        assertThat(journal.commit(batches, fitting)).isEqualTo(Commit.LOST);
        assertThat(numbers(journal)).as("seed %d", seed).isEqualTo(upTo(durable));
        nextNumber = durable;
        fill(batches[0], random);
        assertThat(commit(journal, 1)).isEqualTo(1);
        storage.crash();
        assertThat(numbers(open(storage)))
                .as("seed %d, after a power failure", seed)
                .isEqualTo(upTo(nextNumber));
    }
}
