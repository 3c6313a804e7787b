package io.ocs.balance.snapshot;

import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_HEADER_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.END_LENGTH;

import io.ocs.balance.journal.SegmentStorage;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A snapshot file that is being written. One thread. */
final class SnapshotFile implements AutoCloseable {

    /** Octets between two forces: the last one has little left to do, and the journal's forces beside it never wait long. */
    private static final long FORCE_OCTETS = 16 * 1024 * 1024;

    private final SnapshotHead head;
    private final SegmentStorage.File file;
    private final CRC32C crc = new CRC32C();
    private final StateHash hash = new StateHash();
    private final long[] counts = new long[Table.COUNT];
    private long length;
    private long forced;
    private int blocks;

    SnapshotFile(SnapshotHead head, SegmentStorage.File file) {
        this.head = head;
        this.file = file;
    }

    SnapshotHead head() {
        return head;
    }

    void writeHeader() throws IOException {
        write(SnapshotFormat.header(head));
    }

    void write(Block block) throws IOException {
        if (block.isEmpty()) {
            return;
        }
        block.sum(hash, counts);
        write(block.frame(blocks++, crc));
    }

    /** Writes the end and forces the file. What was walked must be what was there when the snapshot began. */
    void finish() throws IOException {
        TableCounts written = new TableCounts(counts);
        if (!written.equals(head.counts())) {
            throw new IllegalStateException("the walk brought " + written + " entries of the tables, but there were "
                    + head.counts() + " at position " + head.position());
        }
        ByteBuffer end = SnapshotFormat.allocate(END_LENGTH);
        end.putLong(BLOCK_HEADER_LENGTH, hash.value());
        SnapshotFormat.putCounts(end, BLOCK_HEADER_LENGTH + Long.BYTES, written);
        write(Block.frame(end, END_LENGTH, blocks, SnapshotFormat.KIND_END, 0, crc));
        file.force();
    }

    private void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        file.write(bytes, length);
        length += count;
        if (length - forced >= FORCE_OCTETS) {
            file.force();
            forced = length;
        }
    }

    /** Octets written so far. */
    long length() {
        return length;
    }

    /** Hash over all entries written so far. */
    long hash() {
        return hash.value();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
