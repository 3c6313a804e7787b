package io.ocs.balance.journal;

import static io.ocs.core.journal.JournalBatch.FRAME_HEADER_LENGTH;

import io.ocs.core.journal.JournalBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes and checks the header of a frame in place. Allocates nothing; one thread. */
final class FrameHeader {

    // 0 magic i32 | 4 format version i16 | 6 reserved i16 | 8 length i32 | 12 epoch i32 | 16 shard i32 | 20 records i32
    // 24 position i64 | 32 time i64 | 40 forced position i64 | 48 reserved | 60 CRC32C of 0..59 and of the records
    /** Octets of zero behind the last frame: where they stand, no frame was begun. */
    static final int TERMINATOR_LENGTH = 8;

    /** Frames begin and end at multiples of it. */
    static final int ALIGNMENT = 8;

    private static final int MAGIC = 0x524d_5246; // "FRMR"
    private static final int CRC = 60;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer terminator = ByteBuffer.allocateDirect(TERMINATOR_LENGTH);

    /** Writes the header of a batch that will stand at {@code position}; everything before {@code forced} is durable already. */
    void encode(JournalBatch batch, int shard, int epoch, long position, long forced) {
        ByteBuffer bytes = batch.bytes();
        int length = batch.length();
        bytes.putInt(0, MAGIC).putShort(4, (short) SegmentHeader.FORMAT_VERSION).putShort(6, (short) 0);
        bytes.putInt(8, length).putInt(12, epoch).putInt(16, shard).putInt(20, batch.recordCount());
        bytes.putLong(24, position).putLong(32, batch.timeMs()).putLong(40, forced);
        bytes.putLong(48, 0).putInt(56, 0);
        bytes.putInt(CRC, checksum(bytes, 0, length));
    }

    /**
     * Writes the frame and, if the segment has room for it, a zero behind it, so that the start can tell a frame that was begun from what an
     * earlier life of the file left there.
     */
    void write(JournalBatch batch, SegmentStorage.File file, long offset, long fileLength) throws IOException {
        ByteBuffer bytes = batch.bytes();
        int length = batch.length();
        boolean roomInFile = fileLength - offset - length >= TERMINATOR_LENGTH;
        boolean roomInBatch = bytes.capacity() - length >= TERMINATOR_LENGTH;
        if (roomInFile && roomInBatch) {
            bytes.putLong(length, 0);
        } else if (roomInFile) {
            file.write(terminator.clear(), offset + length);
        }
        bytes.limit(roomInFile && roomInBatch ? length + TERMINATOR_LENGTH : length)
                .position(0);
        try {
            file.write(bytes, offset);
        } finally {
            bytes.clear();
        }
    }

    /**
     * Length of the frame that stands at {@code at} if its header could be that of a frame of this segment at {@code position}, else 0. At
     * least {@value JournalBatch#FRAME_HEADER_LENGTH} octets must be there.
     *
     * @param room octets from {@code at} to the end of the segment
     */
    static int plausibleLength(ByteBuffer bytes, int at, SegmentHeader segment, long position, long room) {
        int length = bytes.getInt(at + 8);
        boolean plausible = bytes.getInt(at) == MAGIC
                && bytes.getShort(at + 4) == SegmentHeader.FORMAT_VERSION
                && bytes.getInt(at + 12) == segment.epoch()
                && bytes.getInt(at + 16) == segment.shard()
                && bytes.getLong(at + 24) == position
                && length >= FRAME_HEADER_LENGTH
                && length % ALIGNMENT == 0
                && length <= room;
        return plausible ? length : 0;
    }

    /** Whether the whole frame at {@code at} is as it was written. */
    boolean isIntact(ByteBuffer bytes, int at, int length) {
        return bytes.getInt(at + CRC) == checksum(bytes, at, length);
    }

    static boolean hasMagic(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == MAGIC;
    }

    static long position(ByteBuffer bytes, int at) {
        return bytes.getLong(at + 24);
    }

    static int epoch(ByteBuffer bytes, int at) {
        return bytes.getInt(at + 12);
    }

    static int recordCount(ByteBuffer bytes, int at) {
        return bytes.getInt(at + 20);
    }

    static long timeMs(ByteBuffer bytes, int at) {
        return bytes.getLong(at + 32);
    }

    static long forced(ByteBuffer bytes, int at) {
        return bytes.getLong(at + 40);
    }

    private int checksum(ByteBuffer bytes, int at, int length) {
        crc.reset();
        bytes.limit(at + CRC).position(at);
        crc.update(bytes);
        bytes.limit(at + length).position(at + FRAME_HEADER_LENGTH);
        crc.update(bytes);
        bytes.clear();
        return (int) crc.getValue();
    }
}
