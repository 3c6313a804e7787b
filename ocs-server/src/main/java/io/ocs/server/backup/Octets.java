package io.ocs.server.backup;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ocs.balance.journal.FolderStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Durable copies of files, with their hash. */
final class Octets {

    /** Told of octets as they are done; may throw to end the work. */
    interface Progress {
        void more(long octets) throws IOException;
    }

    private static final int CHUNK = 1 << 20;

    /** Forced piece by piece, so that the disk is never given a lot at once beside the journal. */
    private static final long FORCE_EVERY = 8L << 20;

    private Octets() {}

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String sha256(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }

    /** Hash of a file as it is. */
    static String sha256(Path file, Progress progress) throws IOException {
        MessageDigest digest = digest();
        try (FileChannel in = FileChannel.open(file, READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (in.read(chunk.clear()) >= 0) {
                digest.update(chunk.flip());
                progress.more(chunk.limit());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Copies a whole file. @return the hash of what was written */
    static String copy(Path source, Path target, Progress progress) throws IOException {
        long length = Files.size(source);
        return copy(source, target, length, length, progress);
    }

    /**
     * Copies the beginning of a file, durably, under its name only when whole.
     *
     * @param octets to be copied
     * @param length of the copy; zeroes stand behind what is copied
     * @return the hash of what was written
     */
    static String copy(Path source, Path target, long octets, long length, Progress progress) throws IOException {
        FolderStorage.make(target.getParent());
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        MessageDigest digest = digest();
        try (FileChannel in = FileChannel.open(source, READ);
                FileChannel out = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long forced = 0;
            for (long at = 0; at < length; at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, length - at));
                fill(in, chunk, at, octets, source);
                digest.update(chunk.flip());
                write(out, chunk.rewind(), at);
                if (at + chunk.limit() - forced >= FORCE_EVERY) {
                    out.force(false);
                    forced = at + chunk.limit();
                }
                progress.more(chunk.limit());
            }
            out.force(true);
        }
        Files.move(unfinished, target);
        force(target.getParent());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Fills the chunk from the file up to {@code octets}, and with zeroes from there on. */
    private static void fill(FileChannel in, ByteBuffer chunk, long at, long octets, Path source) throws IOException {
        int wanted = (int) Math.max(0, Math.min(chunk.limit(), octets - at));
        int limit = chunk.limit();
        chunk.limit(wanted);
        while (chunk.hasRemaining()) {
            if (in.read(chunk, at + chunk.position()) < 0) {
                throw new EOFException(source + " ends before octet " + octets);
            }
        }
        chunk.limit(limit);
        while (chunk.hasRemaining()) {
            chunk.put((byte) 0);
        }
    }

    private static void write(FileChannel out, ByteBuffer chunk, long at) throws IOException {
        while (chunk.hasRemaining()) {
            out.write(chunk, at + chunk.position());
        }
    }

    /** Writes a whole small file, durably, under its name only when whole. */
    static void write(Path target, byte[] octets) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try (FileChannel out = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE)) {
            write(out, ByteBuffer.wrap(octets), 0);
            out.force(true);
        }
        Files.move(unfinished, target);
        force(target.getParent());
    }

    /** Makes the names in a folder durable. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
