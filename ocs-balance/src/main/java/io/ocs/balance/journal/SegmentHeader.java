package io.ocs.balance.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first page of a segment, forced before the first frame is written behind it. Its first position is also a statement on the segment
 * before: "that one is valid up to here", whatever stands behind that place.
 *
 * @param number of the segment, from 1 on
 * @param first position of its first frame
 * @param epoch of all its frames
 * @param length octets of the file
 * @param forcedByBatch whether its writer forces each batch before it is answered
 */
record SegmentHeader(int shard, long number, long first, int epoch, long length, boolean forcedByBatch) {

    // 0 magic i64 | 8 format version i32 | 12 shard i32 | 16 number i64 | 24 first position i64 | 32 length i64 | 40
    // epoch i32
    // 44 flags i32 | 48 reserved | 60 CRC32C of 0..59
    /** Octets before the first frame: a page of its own, so that no later write touches it. */
    static final int LENGTH = 4096;

    /** Version of segments and frames. A program refuses a later one; for an earlier one its upgrade rule stands in docs/JOURNAL_FORMAT.md. */
    static final int FORMAT_VERSION = 1;

    private static final long MAGIC = 0x314c_4e4a_5343_4fL; // "OCSJNL1" and a zero, little-endian
    private static final int USED = 64;
    private static final int CRC = 60;
    private static final int FORCED_BY_BATCH = 1;
    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".journal";

    /** What the first page of a file says. */
    enum Found {
        /** A header of this segment. */
        STARTED,
        /** Nothing, or the header of an earlier life of the file: no frame was ever committed here. */
        NOT_STARTED,
        /** A header that is not as it was written: torn before the first frame, or damaged later. */
        DAMAGED,
        OTHER_VERSION,
        OTHER_SHARD,
        FOREIGN
    }

    static String fileName(long number) {
        return PREFIX + "%016d".formatted(number) + SUFFIX;
    }

    /** Number in a file's name, or -1 if it is no segment's name. */
    static long numberIn(String fileName) {
        if (!fileName.startsWith(PREFIX) || !fileName.endsWith(SUFFIX)) {
            return -1;
        }
        String digits = fileName.substring(PREFIX.length(), fileName.length() - SUFFIX.length());
        return digits.matches("\\d{16}") ? Long.parseLong(digits) : -1;
    }

    /** Position behind the last frame that the segment could hold. */
    long capacityEnd() {
        return first + length - LENGTH;
    }

    /** Where the frame at {@code position} stands in the file. */
    long offsetOf(long position) {
        return LENGTH + position - first;
    }

    /** Name of its file. */
    String fileName() {
        return fileName(number);
    }

    /** Writes the header, a zero where the first frame will stand, and forces both. */
    void writeTo(SegmentStorage.File file) throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(LENGTH + FrameHeader.TERMINATOR_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN);
        page.putLong(0, MAGIC).putInt(8, FORMAT_VERSION).putInt(12, shard);
        page.putLong(16, number).putLong(24, first).putLong(32, length).putInt(40, epoch);
        page.putInt(44, forcedByBatch ? FORCED_BY_BATCH : 0);
        page.putInt(CRC, crc(page));
        file.write(page, 0);
        file.force();
    }

    /** Reads the first page into {@code page}, which holds at least {@value #LENGTH} octets, little-endian. */
    static Found look(SegmentStorage.File file, ByteBuffer page, int shard, long number) throws IOException {
        page.clear().limit(USED);
        if (file.read(page, 0) < USED) {
            return Found.FOREIGN;
        }
        if (page.getLong(0) != MAGIC) {
            return isTornMagic(page.getLong(0)) ? Found.NOT_STARTED : Found.FOREIGN;
        }
        if (version(page) != FORMAT_VERSION && version(page) != 0) {
            return Found.OTHER_VERSION;
        }
        if (page.getInt(CRC) != crc(page)) {
            return Found.DAMAGED;
        }
        if (page.getInt(12) != shard || page.getLong(16) > number) {
            return Found.OTHER_SHARD;
        }
        return page.getLong(16) == number ? Found.STARTED : Found.NOT_STARTED;
    }

    /** Whether the write of a header ended within its first word, or before it. */
    private static boolean isTornMagic(long word) {
        for (int bits = 0; bits < Long.SIZE; bits += Byte.SIZE) {
            if (word == (MAGIC & ((1L << bits) - 1))) {
                return true;
            }
        }
        return false;
    }

    /** The header that {@link #look} has found started. */
    static SegmentHeader of(ByteBuffer page) {
        return new SegmentHeader(
                page.getInt(12),
                page.getLong(16),
                page.getLong(24),
                page.getInt(40),
                page.getLong(32),
                (page.getInt(44) & FORCED_BY_BATCH) != 0);
    }

    static int version(ByteBuffer page) {
        return page.getInt(8);
    }

    private static int crc(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().limit(CRC).position(0));
        return (int) crc.getValue();
    }
}
