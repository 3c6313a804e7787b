package io.ocs.core.journal;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A journal that keeps its batches in memory and can be told to lose the next ones. For tests. */
public final class MemoryJournal implements Journal {

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Kept(long position, long timeMs, byte[] octets) {}

    private final List<Kept> batches = new ArrayList<>();
    private volatile long end;
    private Commit next = Commit.DURABLE;

    /** The outcome of the commits to come. */
    public void answer(Commit outcome) {
        next = outcome;
    }

    public int batchCount() {
        return batches.size();
    }

    @Override
    public synchronized Commit commit(JournalBatch batch) {
        if (next == Commit.DURABLE) {
            byte[] octets = new byte[batch.length()];
            batch.buffer().getBytes(0, octets);
            batches.add(new Kept(end, batch.timeMs(), octets));
            end += octets.length;
        }
        return next;
    }

    @Override
    public long committedPosition() {
        return end;
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public JournalReader read(long position) {
        int[] at = {0};
        while (at[0] < batches.size() && batches.get(at[0]).position < position) {
            at[0]++;
        }
        return new JournalReader() {
            @Override
            public boolean poll(Handler handler) {
                if (at[0] == batches.size()) {
                    return false;
                }
                give(batches.get(at[0]++), handler);
                return true;
            }

            @Override
            public long position() {
                return at[0] == batches.size() ? end : batches.get(at[0]).position;
            }

            @Override
            public void close() {}
        };
    }

    private static void give(Kept batch, JournalReader.Handler handler) {
        UnsafeBuffer buffer = new UnsafeBuffer(batch.octets);
        int at = JournalBatch.FRAME_HEADER_LENGTH;
        while (at < batch.octets.length) {
            int length = buffer.getInt(at);
            handler.onRecord(
                    RecordType.of(buffer.getShort(at + 4)),
                    buffer.getShort(at + 6),
                    buffer,
                    at + JournalBatch.RECORD_HEADER_LENGTH,
                    length - JournalBatch.RECORD_HEADER_LENGTH,
                    batch.position + at,
                    batch.timeMs,
                    1);
            at += (length + 7) & ~7;
        }
    }

    @Override
    public void release(long position) {}

    @Override
    public void close() {}
}
