package io.ocs.balance.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The part of a mapped file, from its beginning on, that was really written, so that the disk has room for it. What lies behind is a hole: a store to a
 * hole that finds the disk full kills the process, a write that does is an {@link IOException}. One thread.
 */
final class DiskRoom implements AutoCloseable {

    /** Writes like {@link FileChannel#write(ByteBuffer, long)}: what tests let refuse. */
    @FunctionalInterface
    interface Disk {
        int write(FileChannel file, ByteBuffer octets, long position) throws IOException;
    }

    private static final int CHUNK_LENGTH = 1024 * 1024;
    private static final ByteBuffer ZEROES =
            ByteBuffer.allocateDirect(CHUNK_LENGTH).asReadOnlyBuffer();

    private final Path file;
    private final FileChannel channel;
    private final Disk disk;
    private final ByteBuffer zeroes = ZEROES.duplicate();
    private long end;

    DiskRoom(Path file, Disk disk) throws IOException {
        this.file = file;
        this.disk = disk;
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Takes the file as written up to there: an earlier life has done it. */
    void assume(long newEnd) {
        end = newEnd;
    }

    /** Writes the beginning of the file up to {@code newEnd} as it is. */
    void rewrite(long newEnd) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_LENGTH, newEnd));
        while (end < newEnd) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), newEnd - end));
            if (channel.read(chunk, end) < 1) {
                throw new IOException(file + " became shorter");
            }
            write(chunk.flip());
        }
    }

    /** Writes zeroes over what follows, up to {@code newEnd}; after an error what was written counts, and the rest can be tried again. */
    void fill(long newEnd) throws IOException {
        while (end < newEnd) {
            write(zeroes.clear().limit((int) Math.min(CHUNK_LENGTH, newEnd - end)));
        }
    }

    private void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            end += disk.write(channel, octets, end);
        }
    }

    /** Forces the file, the pages of its mapping included. */
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
