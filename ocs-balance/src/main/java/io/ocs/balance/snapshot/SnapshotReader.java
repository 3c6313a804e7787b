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

/**
 * Reads a snapshot file; every octet is checked before it is believed, and the whole at the end. One thread uses it; blocks are read and checked on
 * another, some ahead of those that are visited.
 */
public final class SnapshotReader implements SnapshotSource {

    private final String location;
    private final SegmentStorage.File file;
    private final CRC32C crc = new CRC32C();
    private final StateHash hash = new StateHash();
    private final long[] counts = new long[Table.COUNT];
    private SnapshotHead head;
    private int tables;
    private boolean visited;

    // the reading thread's, until it has read the last block
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
        ByteBuffer bytes = SnapshotFormat.allocate(HEADER_LENGTH);
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
        checkTables(bytes);
        head = SnapshotFormat.head(bytes);
        if (head.shard() != shard || head.position() != position) {
            throw refused("is that of shard " + head.shard() + " at position " + head.position() + ", not of shard "
                    + shard + " at " + position + ": put back the folder as it was");
        }
    }

    private void checkTables(ByteBuffer bytes) {
        tables = bytes.getInt(SnapshotFormat.TABLES);
        boolean same = tables >= SnapshotFormat.TABLES_MIN && tables <= Table.COUNT;
        for (Table table : Table.values()) {
            int length = bytes.getInt(SnapshotFormat.ENTRY_LENGTHS + 4 * table.ordinal());
            same &= length == (table.ordinal() < tables ? table.entryLength() : 0);
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
        if (visited) {
            throw new IllegalStateException("snapshot " + location + " was read already");
        }
        visited = true;
        try (ReadAhead ahead = new ReadAhead(location, this::read)) {
            ByteBuffer block = ahead.next();
            for (; isOfEntries(block); block = ahead.next()) {
                visitEntries(block, visitor);
            }
            checkEnd(block);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isOfEntries(ByteBuffer block) {
        return block.getInt(BLOCK_KIND) == SnapshotFormat.KIND_ENTRIES;
    }

    /** Reads and checks the next block; false if none of entries follows. */
    private boolean read(ByteBuffer block) {
        try {
            readBlock(block);
        } catch (IOException e) {
            throw unreadable(e);
        }
        boolean entries = isOfEntries(block);
        if (entries) {
            sum(block);
        }
        return entries;
    }

    private void readBlock(ByteBuffer block) throws IOException {
        block.clear();
        int count = file.read(block, at);
        block.clear();
        int length = count < BLOCK_HEADER_LENGTH ? 0 : block.getInt(BLOCK_LENGTH);
        if (length < BLOCK_HEADER_LENGTH || length > count || block.getInt(0) != BLOCK_MAGIC) {
            throw damaged(at, count == 0 ? "the file is cut short" : "no block begins there");
        }
        if (block.getInt(BLOCK_CRC) != SnapshotFormat.blockCrc(block, length, crc)
                || block.getInt(BLOCK_NUMBER) != blocks) {
            throw damaged(at, "the block is not as it was written");
        }
        at += length;
        blocks++;
        block.limit(length);
    }

    private void sum(ByteBuffer block) {
        visitEach(block, (table, address) -> {
            hash.add(table, address);
            counts[table.ordinal()]++;
        });
    }

    private static void visitEntries(ByteBuffer block, Visitor visitor) {
        visitEach(block, visitor::onSoon);
        visitEach(block, visitor);
    }

    private static void visitEach(ByteBuffer block, Visitor visitor) {
        long base = BufferUtil.address(block);
        int at = BLOCK_HEADER_LENGTH;
        for (int left = block.getInt(BLOCK_ENTRIES); left > 0; left--) {
            Table table = Table.of(block.getInt(at));
            at += ENTRY_HEADER_LENGTH;
            visitor.onEntry(table, base + at);
            at += table.entryLength();
        }
    }

    private void checkEnd(ByteBuffer block) throws IOException {
        if (block.getInt(BLOCK_KIND) != SnapshotFormat.KIND_END || block.limit() != SnapshotFormat.END_LENGTH) {
            throw damaged(at, "a block of an unknown kind stands before it");
        }
        TableCounts read = new TableCounts(counts);
        if (!read.equals(head.counts())
                || !read.equals(SnapshotFormat.counts(block, BLOCK_HEADER_LENGTH + Long.BYTES))) {
            throw damaged(at, "it holds " + read + " entries of the tables instead of " + head.counts());
        }
        if (block.getLong(BLOCK_HEADER_LENGTH) != hash.value(tables)) {
            throw damaged(at, "the hash of its entries is not the one that was written");
        }
        if (file.length() != at) {
            throw damaged(at, "something stands behind its end");
        }
    }

    private SnapshotException unreadable(IOException e) {
        return SnapshotException.damaged("snapshot " + location + " cannot be read at octet " + at + ": " + e, e);
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
