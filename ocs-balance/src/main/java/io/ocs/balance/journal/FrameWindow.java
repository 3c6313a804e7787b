package io.ocs.balance.journal;

import static io.ocs.core.journal.JournalBatch.FRAME_HEADER_LENGTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A stretch of one segment in reused memory, in which frames are looked at. Allocates only to grow beyond its longest frame. One thread. */
final class FrameWindow {

    private final FrameHeader check = new FrameHeader();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private ByteBuffer bytes;
    private SegmentStorage.File file;
    private SegmentHeader segment;
    private long start;
    private int count;

    FrameWindow(int capacity) {
        grow(capacity);
    }

    private void grow(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        view.wrap(bytes);
    }

    /** Looks into another segment. */
    void look(SegmentStorage.File file, SegmentHeader segment) {
        this.file = file;
        this.segment = segment;
        count = 0;
    }

    /**
     * Length of the intact frame at {@code position}, 0 if none is there.
     *
     * @param end nothing from here on is read
     */
    int frameAt(long position, long end) throws IOException {
        if (!has(position, FRAME_HEADER_LENGTH, end)) {
            return 0;
        }
        int length = FrameHeader.plausibleLength(bytes, at(position), segment, position, end - position);
        if (length == 0 || !has(position, length, end)) {
            return 0;
        }
        return check.isIntact(bytes, at(position), length) ? length : 0;
    }

    /** Whether {@code wanted} octets from {@code position} on are in the window, which is moved if need be. */
    boolean has(long position, int wanted, long end) throws IOException {
        if (position >= start && position + wanted <= start + count) {
            return true;
        }
        if (end - position < wanted) {
            return false;
        }
        if (wanted > bytes.capacity()) {
            grow(wanted);
        }
        bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
        count = 0;
        count = file.read(bytes, segment.offsetOf(position));
        start = position;
        bytes.clear();
        return count >= wanted;
    }

    /** Offset in {@link #bytes()} of a position in the window. */
    int at(long position) {
        return (int) (position - start);
    }

    /** The window's memory, always the same object. */
    DirectBuffer view() {
        return view;
    }

    /** The window's memory; another object once it has grown. */
    ByteBuffer bytes() {
        return bytes;
    }
}
