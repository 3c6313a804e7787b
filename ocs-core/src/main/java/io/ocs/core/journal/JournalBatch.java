package io.ocs.core.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The records of one batch in one reused buffer, little-endian. The first {@value #FRAME_HEADER_LENGTH} octets are left to the journal, which
 * frames the batch as a whole (length, epoch, position, time, CRC32C): so a batch is whole after a crash, or absent. Each record begins at a
 * multiple of 8 with {@code length i32 | type i16 | version i16}; the length counts header and body, without padding. One thread.
 */
public final class JournalBatch {

    /** Octets before the first record that belong to the journal. */
    public static final int FRAME_HEADER_LENGTH = 64;
    /** Octets before the body of a record. */
    public static final int RECORD_HEADER_LENGTH = 8;
    /** Version of the records that this program writes. */
    public static final int RECORD_VERSION = 1;
    /** Longest record, header included. */
    public static final int RECORD_LENGTH_MAX = 64 * 1024;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private int end = FRAME_HEADER_LENGTH;
    private int recordCount;
    private long timeMs;

    /** A batch of at most {@code capacity} octets, at least {@value #RECORD_LENGTH_MAX} and the frame's header. */
    public JournalBatch(int capacity) {
        if (capacity < RECORD_LENGTH_MAX + FRAME_HEADER_LENGTH) {
            throw new IllegalArgumentException("a batch of " + capacity + " octets cannot hold one record");
        }
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        buffer = new UnsafeBuffer(bytes);
    }

    /** Empties the batch for the duty cycle of {@code nowMs}. */
    public void clear(long nowMs) {
        end = FRAME_HEADER_LENGTH;
        recordCount = 0;
        timeMs = nowMs;
    }

    /** Time of the duty cycle: the time of every record in it, milliseconds since 1970. */
    public long timeMs() {
        return timeMs;
    }

    public boolean isEmpty() {
        return recordCount == 0;
    }

    public int recordCount() {
        return recordCount;
    }

    /** Whether a record of any length still fits. */
    public boolean hasRoom() {
        return bytes.capacity() - end >= RECORD_LENGTH_MAX;
    }

    /** Begins a record; its body is written to {@link #buffer()} from the returned offset on. */
    public int begin(RecordType type) {
        buffer.putShort(end + 4, (short) type.number());
        buffer.putShort(end + 6, (short) RECORD_VERSION);
        return end + RECORD_HEADER_LENGTH;
    }

    /** Ends the record that was begun. */
    public void end(int bodyLength) {
        int length = RECORD_HEADER_LENGTH + bodyLength;
        if (bodyLength < 0 || length > RECORD_LENGTH_MAX) {
            throw new IllegalStateException("a record of " + length + " octets is longer than " + RECORD_LENGTH_MAX);
        }
        buffer.putInt(end, length);
        int padded = (length + 7) & ~7;
        for (int i = length; i < padded; i++) {
            buffer.putByte(end + i, (byte) 0);
        }
        end += padded;
        recordCount++;
    }

    /** A mark to which {@link #rollback} can return: the end of the records so far. */
    public int mark() {
        return end;
    }

    /** Forgets the records since {@code mark}. */
    public void rollback(int mark, int recordCountAtMark) {
        end = mark;
        recordCount = recordCountAtMark;
    }

    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /** The same memory as {@link #buffer()}, for writing to a channel. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Octets from 0 on, the frame's header included. */
    public int length() {
        return end;
    }
}
