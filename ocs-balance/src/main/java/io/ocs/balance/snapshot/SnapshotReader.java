package io.ocs.balance.snapshot;

import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_CRC;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_ENTRIES;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_HEADER_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_KIND;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_MAGIC;
import static io.ocs.balance.snapshot.SnapshotFormat.BLOCK_NUMBER;
import static io.ocs.balance.snapshot.SnapshotFormat.ENTRY_HEADER_LENGTH;
import static io.ocs.balance.snapshot.SnapshotFormat.HEADER_LENGTH;

import io.ocs.balance.journal.SegmentStorage;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotSource;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;

/** Reads a snapshot file; every octet is checked before it is believed, and the whole at the end. */
public final class SnapshotReader implements SnapshotSource {

    private final String location;
    private final SegmentStorage.File file;
    private final CRC32C crc = new CRC32C();
    private final StateHash hash = new StateHash();
    private final long[] counts = new long[Table.COUNT];
    private final ByteBuffer bytes = SnapshotFormat.allocate(SnapshotFormat.BLOCK_LENGTH_MAX);
    private final long base = BufferUtil.address(bytes);
    private SnapshotHead head;
    private long at = HEADER_LENGTH;
    private int blocks;

    static SnapshotReader open(SegmentStorage storage, String name, int shard, long position) {
        String location = storage.location() + "/" + name;
        try {
            SnapshotReader reader = new SnapshotReader(location, storage.open(name));
            try {
                reader.readHeader(shard, position);
                return reader;
            } catch (IOException | SnapshotException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw SnapshotException.damaged("snapshot " + location + " cannot be read: " + e, e);
        }
    }

    private SnapshotReader(String location, SegmentStorage.File file) {
        this.location = location;
        this.file = file;
    }

    private void readHeader(int shard, long position) throws IOException {
        bytes.clear().limit(HEADER_LENGTH);
        if (file.read(bytes, 0) < HEADER_LENGTH || bytes.getLong(0) != SnapshotFormat.MAGIC) {
            throw damaged(0, "it is no snapshot, or cut short");
        }
        if (bytes.getInt(SnapshotFormat.HEADER_CRC) != SnapshotFormat.headerCrc(bytes, crc)) {
            throw damaged(0, "its head is not as it was written");
        }
        int version = bytes.getInt(SnapshotFormat.VERSION);
        if (version != SnapshotFormat.FORMAT_VERSION) {
            throw refused("is of format version " + version + ", this program reads version "
                    + SnapshotFormat.FORMAT_VERSION + ": start the version of the program that wrote it");
        }
        checkTables();
        head = SnapshotFormat.head(bytes);
        if (head.shard() != shard || head.position() != position) {
            throw refused("is that of shard " + head.shard() + " at position " + head.position() + ", not of shard "
                    + shard + " at " + position + ": put back the folder as it was");
        }
    }

    private void checkTables() {
        boolean same = bytes.getInt(SnapshotFormat.TABLES) == Table.COUNT;
        for (Table table : Table.values()) {
            same &= bytes.getInt(SnapshotFormat.ENTRY_LENGTHS + 4 * table.ordinal()) == table.entryLength();
        }
        if (!same) {
            throw refused("holds entries of another layout: start the version of the program that wrote it");
        }
    }

    @Override
    public SnapshotHead head() {
        return head;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void forEach(Visitor visitor) {
        if (blocks > 0) {
            throw new IllegalStateException("snapshot " + location + " was read already");
        }
        try {
            while (readBlock() == SnapshotFormat.KIND_ENTRIES) {
                visitEntries(visitor);
            }
            checkEnd();
        } catch (IOException e) {
            throw SnapshotException.damaged("snapshot " + location + " cannot be read at octet " + at + ": " + e, e);
        }
    }

    /** Reads the next block and tells its kind. */
    private int readBlock() throws IOException {
        bytes.clear();
        int count = file.read(bytes, at);
        bytes.clear();
        int length = count < BLOCK_HEADER_LENGTH ? 0 : bytes.getInt(BLOCK_LENGTH);
        if (length < BLOCK_HEADER_LENGTH || length > count || bytes.getInt(0) != BLOCK_MAGIC) {
            throw damaged(at, count == 0 ? "the file is cut short" : "no block begins there");
        }
        if (bytes.getInt(BLOCK_CRC) != SnapshotFormat.blockCrc(bytes, length, crc)
                || bytes.getInt(BLOCK_NUMBER) != blocks) {
            throw damaged(at, "the block is not as it was written");
        }
        at += length;
        blocks++;
        bytes.limit(length);
        return bytes.getInt(BLOCK_KIND);
    }

    private void visitEntries(Visitor visitor) {
        int offset = BLOCK_HEADER_LENGTH;
        for (int left = bytes.getInt(BLOCK_ENTRIES); left > 0; left--) {
            Table table = Table.of(bytes.getInt(offset));
            long address = base + offset + ENTRY_HEADER_LENGTH;
            hash.add(table, address);
            counts[table.ordinal()]++;
            visitor.onEntry(table, address);
            offset += ENTRY_HEADER_LENGTH + table.entryLength();
        }
    }

    private void checkEnd() throws IOException {
        if (bytes.getInt(BLOCK_KIND) != SnapshotFormat.KIND_END || bytes.limit() != SnapshotFormat.END_LENGTH) {
            throw damaged(at, "a block of an unknown kind stands before it");
        }
        TableCounts read = new TableCounts(counts);
        if (!read.equals(head.counts())
                || !read.equals(SnapshotFormat.counts(bytes, BLOCK_HEADER_LENGTH + Long.BYTES))) {
            throw damaged(at, "it holds " + read + " entries of the tables instead of " + head.counts());
        }
        if (bytes.getLong(BLOCK_HEADER_LENGTH) != hash.value()) {
            throw damaged(at, "the hash of its entries is not the one that was written");
        }
        if (file.length() != at) {
            throw damaged(at, "something stands behind its end");
        }
    }

    private SnapshotException damaged(long octet, String why) {
        return SnapshotException.damaged("snapshot " + location + " is damaged at octet " + octet + ": " + why, null);
    }

    private SnapshotException refused(String why) {
        return SnapshotException.refused("snapshot " + location + " " + why + ". Nothing was changed");
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw SnapshotException.damaged("snapshot " + location + " cannot be closed: " + e, e);
        }
    }
}
