package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.ChargingDataRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The unfinished file of one format, with its hash so far. What it needs of memory is reused from file to file. One thread. */
abstract class OpenFile {

    private final CdrFileFormat format;
    private final MessageDigest digest = Durable.sha256();
    private Path path;
    private FileChannel channel;
    private long written;
    private byte[] wrapped = {};
    private ByteBuffer source = ByteBuffer.wrap(wrapped);

    OpenFile(CdrFileFormat format) {
        this.format = format;
    }

    final CdrFileFormat format() {
        return format;
    }

    final void begin(Path file) throws IOException {
        path = file;
        written = 0;
        digest.reset();
        channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ);
        begin();
    }

    /** Writes what stands before the first record. */
    abstract void begin() throws IOException;

    /** Takes a record; {@code text} has its values. */
    abstract void append(ChargingDataRecord cdr, CdrText text) throws IOException;

    /** Octets of the file, those still held included. */
    abstract long octets();

    /** Writes all that is still held, and what the format says at the end. */
    abstract void finishWriting(FileEnd end) throws IOException;

    /** Appends octets to the file and to its hash. */
    final void write(byte[] octets, int from, int length) throws IOException {
        digest.update(octets, from, length);
        if (octets != wrapped) {
            wrapped = octets;
            source = ByteBuffer.wrap(octets);
        }
        source.limit(from + length).position(from);
        while (source.hasRemaining()) {
            channel.write(source);
        }
        written += length;
    }

    /** Writes over the beginning of the file; its hash is then made from the file. {@code chunk} is used for reading. */
    final void overwrite(ByteBuffer octets, byte[] chunk) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets, octets.position());
        }
        digest.reset();
        ByteBuffer target = ByteBuffer.wrap(chunk);
        long at = 0;
        while (at < written) {
            target.clear();
            int count = channel.read(target, at);
            if (count < 0) {
                throw new IOException(path + " has " + at + " octets, of " + written + " that were written");
            }
            digest.update(chunk, 0, count);
            at += count;
        }
    }

    final long written() {
        return written;
    }

    final void force() throws IOException {
        channel.force(true);
        channel.close();
    }

    /** After {@link #force}. */
    final CdrManifest.DataFile describe(String name) {
        return new CdrManifest.DataFile(name, written, HexFormat.of().formatHex(digest.digest()));
    }

    final Path path() {
        return path;
    }

    final void abandon() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
