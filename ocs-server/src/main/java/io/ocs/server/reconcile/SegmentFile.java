package io.ocs.server.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One segment file, read through a window that moves on: a few mebioctets of it are in memory at a time. */
final class SegmentFile implements AutoCloseable {
    private static final int WINDOW = 4 << 20;

    private final FileChannel channel;
    private final long size;
    private ByteBuffer window = empty(WINDOW);
    private long windowStart;

    SegmentFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
        window.limit(0);
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    long size() {
        return size;
    }

    /** The octets around {@code at}, little-endian; valid until the next {@link #require}. */
    ByteBuffer octets() {
        return window;
    }

    /** Makes {@code length} octets at {@code at} readable. @return their index in {@link #octets}; -1 if the file is shorter */
    int require(long at, int length) throws IOException {
        if (length < 0 || at + length > size) {
            return -1;
        }
        if (at < windowStart || at + length > windowStart + window.limit()) {
            fill(at, length);
        }
        return at + length > windowStart + window.limit() ? -1 : (int) (at - windowStart);
    }

    private void fill(long at, int length) throws IOException {
        if (window.capacity() < length) {
            window = empty(length);
        }
        window.clear();
        windowStart = at;
        while (window.hasRemaining() && channel.read(window, at + window.position()) > 0) {
            // until the window is full or the file ends
        }
        window.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
