package io.ocs.balance.snapshot;

import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_CRC;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_ENTRIES;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_HEADER_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_KIND;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_MAGIC;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_NUMBER;
import static io.ocs.balance.snapshot.SnapshotFormat.ENTRY_HEADER_LENGTH;

import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries on their way from the shard to the file, in reused memory laid out as in the file. Belongs to one thread at a time. */
final class Block {

    /** Set in the first block of a snapshot. */
    SnapshotHead head;

    /** Whether no block of this snapshot follows. */
    boolean last;

    /** Why the shard gave the snapshot up; null: it did not. Set in a last block only. */
    String givenUp;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    private int end;
    private int entries;

    Block(int capacity) {
        bytes = SnapshotFormat.allocate(capacity);
        buffer = new UnsafeBuffer(bytes);
        clear();
    }

    void clear() {
        head = null;
        last = false;
        givenUp = null;
        bytes.clear();
        end = BLOCK_HEADER_LENGTH;
        entries = 0;
    }

    boolean hasRoom(int entryLength) {
        return buffer.capacity() - end >= ENTRY_HEADER_LENGTH + entryLength;
    }

    void append(Table table, long address) {
        int length = table.entryLength();
        bytes.putInt(end, table.ordinal()).putInt(end + 4, length);
        from.wrap(address, length);
        buffer.putBytes(end + ENTRY_HEADER_LENGTH, from, 0, length);
        end += ENTRY_HEADER_LENGTH + length;
        entries++;
    }

    /** Counts the entries into a hash and into counts by table. */
    void sum(StateHash hash, long[] counts) {
        long base = BufferUtil.address(bytes);
        for (int at = BLOCK_HEADER_LENGTH; at < end; ) {
            Table table = Table.of(bytes.getInt(at));
            hash.add(table, base + at + ENTRY_HEADER_LENGTH);
            counts[table.ordinal()]++;
            at += ENTRY_HEADER_LENGTH + table.entryLength();
        }
    }

    boolean isEmpty() {
        return entries == 0;
    }

    /** Completes the header and gives what is to be written. */
    ByteBuffer frame(int number, CRC32C crc) {
        return frame(bytes, end, number, SnapshotFormat.KIND_ENTRIES, entries, crc);
    }

    static ByteBuffer frame(ByteBuffer bytes, int length, int number, int kind, int entries, CRC32C crc) {
        bytes.clear().putInt(0, BLOCK_MAGIC).putInt(BLOCK_LENGTH, length).putInt(BLOCK_NUMBER, number);
        bytes.putInt(BLOCK_KIND, kind).putInt(BLOCK_ENTRIES, entries).putLong(BLOCK_ENTRIES + 4, 0);
        bytes.putInt(BLOCK_CRC, SnapshotFormat.blockCrc(bytes, length, crc));
        return bytes.limit(length);
    }
}
