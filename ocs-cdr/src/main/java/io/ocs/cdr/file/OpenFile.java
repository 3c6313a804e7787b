package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrEncoder;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.RowBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The unfinished file of one format, with its hash so far. Its buffer is reused from file to file. */
final class OpenFile {

    private static final int BUFFER = 256 * 1024;

    private final CdrFileFormat format;
    private final CdrEncoder encoder;
    private final RowBuffer buffer = new RowBuffer(2 * BUFFER);
    private final MessageDigest digest = Durable.sha256();
    private Path path;
    private FileChannel channel;
    private long written;

    OpenFile(CdrFileFormat format) {
        this.format = format;
        encoder = format.encoder();
    }

    String extension() {
        return format.extension();
    }

    void begin(Path file) throws IOException {
        path = file;
        written = 0;
        buffer.clear();
        digest.reset();
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        encoder.header(buffer);
    }

    void append(CdrText cdr) throws IOException {
        encoder.encode(cdr, buffer);
        if (buffer.length() >= BUFFER) {
            write();
        }
    }

    private void write() throws IOException {
        digest.update(buffer.array(), 0, buffer.length());
        ByteBuffer source = ByteBuffer.wrap(buffer.array(), 0, buffer.length());
        while (source.hasRemaining()) {
            channel.write(source);
        }
        written += buffer.length();
        buffer.clear();
    }

    /** Octets of the file, those still in the buffer included. */
    long octets() {
        return written + buffer.length();
    }

    void finishWriting() throws IOException {
        write();
    }

    void force() throws IOException {
        channel.force(true);
        channel.close();
    }

    /** After {@link #force}. */
    CdrManifest.DataFile describe(String name) {
        return new CdrManifest.DataFile(name, written, HexFormat.of().formatHex(digest.digest()));
    }

    Path path() {
        return path;
    }

    void abandon() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
