package io.ocs.cdr;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** A journal in memory that keeps the octets of the batches given, releases them when told, and can lose its tail. */
public final class MemoryJournal implements Journal {

    private record Batch(long position, long end, long timeMs, int epoch, UnsafeBuffer octets) {}

    private final List<Batch> batches = new ArrayList<>();
    private volatile long committed;
    private int released;
    private int epoch = 1;
    private final NavigableMap<Integer, Long> epochs = new TreeMap<>();

    @Override
    public synchronized Commit commit(JournalBatch batch) {
        byte[] octets = new byte[batch.length()];
        batch.buffer().getBytes(0, octets);
        long end = committed + octets.length;
        batches.add(new Batch(committed, end, batch.timeMs(), epoch, new UnsafeBuffer(octets)));
        committed = end;
        return Commit.DURABLE;
    }

    @Override
    public long committedPosition() {
        return committed;
    }

    @Override
    public synchronized long firstPosition() {
        return released < batches.size() ? batches.get(released).position : committed;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    public synchronized void epoch(int value) {
        epoch = value;
        epochs.put(value, committed);
    }

    @Override
    public synchronized long epochEnd(int earlier) {
        Map.Entry<Integer, Long> next = epochs.higherEntry(earlier);
        return next == null ? Long.MAX_VALUE : next.getValue();
    }

    /** What a power failure may do without forced writes: the last batches are gone, and another epoch begins. */
    public synchronized void loseTail(int lost) {
        batches.subList(batches.size() - lost, batches.size()).clear();
        committed = batches.isEmpty() ? 0 : batches.get(batches.size() - 1).end;
        epoch(epoch + 1);
    }

    /** Batches kept. */
    public synchronized int size() {
        return batches.size() - released;
    }

    private synchronized int indexOf(long position) {
        if (position == committed) {
            return batches.size();
        }
        for (int i = released; i < batches.size(); i++) {
            if (batches.get(i).position == position) {
                return i;
            }
        }
        throw new JournalException("no batch begins at " + position);
    }

    private synchronized Batch batch(int index) {
        if (index < released) {
            throw new JournalException("released");
        }
        return index < batches.size() ? batches.get(index) : null;
    }

    @Override
    public JournalReader read(long position) {
        return new Reader(position, indexOf(position));
    }

    @Override
    public synchronized void release(long position) {
        while (released < batches.size() && batches.get(released).end <= position) {
            released++;
        }
    }

    @Override
    public void close() {}

    private final class Reader implements JournalReader {
        private long position;
        private int index;

        Reader(long position, int index) {
            this.position = position;
            this.index = index;
        }

        @Override
        public boolean poll(Handler handler) {
            Batch batch = batch(index);
            if (batch == null) {
                return false;
            }
            UnsafeBuffer octets = batch.octets;
            int at = JournalBatch.FRAME_HEADER_LENGTH;
            while (at < octets.capacity()) {
                int length = octets.getInt(at);
                handler.onRecord(
                        RecordType.of(octets.getShort(at + 4)),
                        octets.getShort(at + 6),
                        octets,
                        at + JournalBatch.RECORD_HEADER_LENGTH,
                        length - JournalBatch.RECORD_HEADER_LENGTH,
                        batch.position + at,
                        batch.timeMs,
                        batch.epoch);
                at += (length + 7) & ~7;
            }
            index++;
            position = batch.end;
            return true;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void close() {}
    }
}
