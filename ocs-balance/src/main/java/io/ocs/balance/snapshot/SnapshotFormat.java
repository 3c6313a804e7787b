package io.ocs.balance.snapshot;

import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Where the fields of a snapshot file stand; all little-endian (docs/SNAPSHOT_FORMAT.md). */
final class SnapshotFormat {

    // header: 0 magic i64 | 8 format version i32 | 12 shard i32 | 16 position i64 | 24 time i64 | 32 epoch i32
    // 36 tables i32 | 40 entry length of each table, 16 x i32 | 104 entries of each table, 16 x i64 | 232 zero
    // 252 CRC32C of 0..251
    static final int HEADER_LENGTH = 256;
    static final int FORMAT_VERSION = 1;
    static final int VERSION = 8;
    static final int SHARD = 12;
    static final int POSITION = 16;
    static final int TIME = 24;
    static final int EPOCH = 32;
    static final int TABLES = 36;
    static final int ENTRY_LENGTHS = 40;
    static final int COUNTS = 104;
    static final int HEADER_CRC = 252;
    static final int TABLES_MAX = 16;
    /** As many tables the first programs had; later ones have added others behind them. */
    static final int TABLES_MIN = 7;

    static final long MAGIC = 0x31_50_4e_53_53_43_4fL; // "OCSSNP1" and a zero

    // block: 0 magic i32 | 4 length i32, header included | 8 number i32 | 12 kind i32 | 16 entries i32 | 20 zero
    // 28 CRC32C of 0..27 and of 32..length | 32 body
    static final int BLOCK_HEADER_LENGTH = 32;
    static final int BLOCK_LENGTH = 4;
    static final int BLOCK_NUMBER = 8;
    static final int BLOCK_KIND = 12;
    static final int BLOCK_ENTRIES = 16;
    static final int BLOCK_CRC = 28;
    static final int BLOCK_MAGIC = 0x4b4c_424e; // "NBLK"
    static final int KIND_ENTRIES = 1;
    static final int KIND_END = 2;
    /** Longest block: what a reader must be able to hold. */
    static final int BLOCK_LENGTH_MAX = 256 * 1024;

    // entry in a block: 0 table i32 | 4 length i32, header excluded | 8 octets of the entry, a multiple of 8
    static final int ENTRY_HEADER_LENGTH = 8;

    // body of the end block: 0 hash of all entries i64 | 8 entries of each table, 16 x i64
    static final int END_LENGTH = BLOCK_HEADER_LENGTH + 8 + TABLES_MAX * 8;

    private SnapshotFormat() {}

    static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer header(SnapshotHead head) {
        ByteBuffer bytes = allocate(HEADER_LENGTH);
        bytes.putLong(0, MAGIC).putInt(VERSION, FORMAT_VERSION).putInt(SHARD, head.shard());
        bytes.putLong(POSITION, head.position()).putLong(TIME, head.timeMs()).putInt(EPOCH, head.epoch());
        bytes.putInt(TABLES, Table.COUNT);
        for (Table table : Table.values()) {
            bytes.putInt(ENTRY_LENGTHS + 4 * table.ordinal(), table.entryLength());
        }
        putCounts(bytes, COUNTS, head.counts());
        return bytes.putInt(HEADER_CRC, headerCrc(bytes, new CRC32C()));
    }

    static int headerCrc(ByteBuffer header, CRC32C crc) {
        crc.reset();
        crc.update(header.duplicate().limit(HEADER_CRC).position(0));
        return (int) crc.getValue();
    }

    static int blockCrc(ByteBuffer block, int length, CRC32C crc) {
        crc.reset();
        crc.update(block.duplicate().limit(BLOCK_CRC).position(0));
        crc.update(block.duplicate().limit(length).position(BLOCK_HEADER_LENGTH));
        return (int) crc.getValue();
    }

    static void putCounts(ByteBuffer bytes, int offset, TableCounts counts) {
        for (Table table : Table.values()) {
            bytes.putLong(offset + 8 * table.ordinal(), counts.of(table));
        }
    }

    static TableCounts counts(ByteBuffer bytes, int offset) {
        long[] counts = new long[Table.COUNT];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = bytes.getLong(offset + 8 * i);
        }
        return new TableCounts(counts);
    }

    static SnapshotHead head(ByteBuffer header) {
        return new SnapshotHead(
                header.getInt(SHARD),
                header.getInt(EPOCH),
                header.getLong(POSITION),
                header.getLong(TIME),
                counts(header, COUNTS));
    }
}
