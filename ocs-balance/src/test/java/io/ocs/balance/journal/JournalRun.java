package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.journal.Journal.Commit;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** A journal on a storage, with a model of what must be in it. */
final class JournalRun {

    static final long SEGMENT = 16 * 1024;

    /** A record as it was written or read; everything the handler is told. */
    record Seen(RecordType type, long position, long timeMs, int epoch, List<Byte> body) {}

    final FaultyStorage storage;
    final JournalOptions options;
    final List<Seen> committed = new ArrayList<>();
    final JournalBatch batch = new JournalBatch(128 * 1024);
    private final SplittableRandom random;
    private final List<Seen> pending = new ArrayList<>();
    SegmentJournal journal;
    long committedPosition;

    JournalRun(FaultyStorage storage, JournalOptions options, long seed) {
        this.storage = storage;
        this.options = options;
        random = new SplittableRandom(seed);
        open();
    }

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.of(1, 2, 3) : LongStream.of(Long.parseLong(seed));
    }

    void open() {
        journal = SegmentJournal.open(storage, 3, options, Runnable::run);
    }

    /** Fills the batch with 1 .. 8 records and commits it. */
    Commit commit() {
        return commit(random.nextInt(1, 9), 600);
    }

    Commit commit(int records, int bodyMax) {
        fill(records, bodyMax);
        Commit commit = journal.commit(batch);
        if (commit == Commit.DURABLE) {
            keep();
        }
        return commit;
    }

    /** The batch is in the journal after all. */
    void keep() {
        committed.addAll(pending);
        committedPosition += batch.length();
        assertThat(pending).isNotEmpty();
        pending.clear();
    }

    int pendingLength() {
        return batch.length();
    }

    private void fill(int records, int bodyMax) {
        pending.clear();
        batch.clear(random.nextLong(1L << 40));
        for (int i = 0; i < records; i++) {
            RecordType type = RecordType.of(1 + random.nextInt(RecordType.values().length));
            int length = random.nextInt(bodyMax + 1);
            long position = committedPosition + batch.length();
            int at = batch.begin(type);
            List<Byte> body = new ArrayList<>(length);
            for (int octet = 0; octet < length; octet++) {
                byte value = (byte) random.nextInt();
                batch.buffer().putByte(at + octet, value);
                body.add(value);
            }
            batch.end(length);
            pending.add(new Seen(type, position, batch.timeMs(), journal.epoch(), body));
        }
    }

    /** Everything in the journal from a position on. */
    List<Seen> read(long from) {
        try (JournalReader reader = journal.read(from)) {
            return drain(reader);
        }
    }

    static List<Seen> drain(JournalReader reader) {
        List<Seen> seen = new ArrayList<>();
        JournalReader.Handler handler = (type, version, buffer, offset, length, position, timeMs, epoch) -> {
            List<Byte> body = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                body.add(buffer.getByte(offset + i));
            }
            assertThat(version).isEqualTo(JournalBatch.RECORD_VERSION);
            seen.add(new Seen(type, position, timeMs, epoch, body));
        };
        while (reader.poll(handler)) {
            assertThat(reader.position()).isPositive();
        }
        return seen;
    }

    /** The journal holds what the model holds; the last batch too if it was {@code mayHoldPending} and is there as a whole. */
    void assertHolds(boolean mayHoldPending, String where) {
        if (mayHoldPending && journal.committedPosition() == committedPosition + batch.length()) {
            keep();
        }
        assertThat(journal.committedPosition()).as(where).isEqualTo(committedPosition);
        assertThat(read(journal.firstPosition())).as(where).isEqualTo(from(journal.firstPosition()));
    }

    List<Seen> from(long position) {
        return committed.stream().filter(seen -> seen.position() >= position).toList();
    }

    List<String> segmentFiles() {
        return storage.list().stream()
                .filter(name -> SegmentHeader.numberIn(name) > 0)
                .toList();
    }
}
