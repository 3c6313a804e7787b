package io.ocs.cdr.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** The lines of a file of any size, and the hash of all its octets, in one pass and little memory. */
final class LineSource implements AutoCloseable {

    /** Far more than the longest record. */
    static final int LINE_MAX = 1 << 20;

    private static final int CHUNK = 64 * 1024;

    private final InputStream in;
    private final LongConsumer progress;
    private final MessageDigest digest = Durable.sha256();
    private final byte[] chunk = new byte[CHUNK];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int at;
    private int end;
    private long number;

    /** @param progress is told the octets of each piece that was read */
    LineSource(Path file, LongConsumer progress) throws IOException {
        in = Files.newInputStream(file);
        this.progress = progress;
    }

    /**
     * The next line without its end.
     *
     * @return null behind the last line
     * @throws IllegalArgumentException if the line is too long or the file ends within it
     */
    String next() throws IOException {
        begun.reset();
        while (at < end || fill()) {
            int from = at;
            while (at < end && chunk[at] != '\n') {
                at++;
            }
            begun.write(chunk, from, at - from);
            if (at < end) {
                at++;
                number++;
                return begun.toString(StandardCharsets.UTF_8);
            }
            if (begun.size() > LINE_MAX) {
                number++;
                throw new IllegalArgumentException("the line is longer than " + LINE_MAX + " octets");
            }
        }
        if (begun.size() > 0) {
            number++;
            throw new IllegalArgumentException("the file is cut off within this line");
        }
        return null;
    }

    /** Of the line that was returned or refused last, from 1 on. */
    long number() {
        return number;
    }

    /** Reads on to the end; SHA-256 of the whole file in hexadecimal digits. */
    String sha256() throws IOException {
        while (fill()) {
            at = end;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private boolean fill() throws IOException {
        int count = in.read(chunk);
        at = 0;
        end = Math.max(0, count);
        digest.update(chunk, 0, end);
        progress.accept(end);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
