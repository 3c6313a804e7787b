package io.ocs.cdr.file;

import io.ocs.cdr.record.BerEncoder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;

/** Records of a file by TS 32.297, and the hash of all its octets, in one pass. */
final class BerRecordSource implements RecordSource {

    private static final int CHUNK = 64 * 1024;
    private static final long SEQUENCE_BITS = 0xffff_ffffL;

    private final InputStream in;
    private final LongConsumer progress;
    private final MessageDigest digest = Durable.sha256();
    private final byte[] octets = new byte[CHUNK];
    private final byte[] extension;
    private final long recordsSaid;
    private long records;

    BerRecordSource(Path file, CdrManifest manifest, LongConsumer progress) throws IOException {
        this.progress = progress;
        extension = BerEncoder.extensionIdentifier(manifest.formatVersion());
        in = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        try {
            recordsSaid = header(Files.size(file), manifest);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** @return the number of records that the header says */
    private long header(long fileLength, CdrManifest manifest) throws IOException {
        if (read(BerFileHeader.LENGTH) < BerFileHeader.LENGTH) {
            throw new IllegalArgumentException("the file is cut off within its header");
        }
        ByteBuffer header = ByteBuffer.wrap(octets, 0, BerFileHeader.LENGTH);
        check("file length", Integer.toUnsignedLong(header.getInt(0)), fileLength);
        check("header length", header.getInt(4), BerFileHeader.LENGTH);
        check("high release and version", header.get(8) & 0xff, BerEncoder.releaseAndVersion());
        check("low release and version", header.get(9) & 0xff, BerEncoder.releaseAndVersion());
        check("file sequence number", Integer.toUnsignedLong(header.getInt(22)), manifest.sequence() & SEQUENCE_BITS);
        if (!ClosureReason.isKnown(header.get(26) & 0xff)) {
            throw new IllegalArgumentException("the header has the file closure reason " + (header.get(26) & 0xff));
        }
        check("format version", header.getInt(52), manifest.formatVersion());
        check("epoch", header.getInt(56), manifest.epoch());
        check("first record", header.getLong(60), manifest.first());
        check("last record", header.getLong(68), manifest.last());
        return Integer.toUnsignedLong(header.getInt(18));
    }

    private static void check(String what, long found, long wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException("the header says " + what + " " + found + ", it is " + wanted);
        }
    }

    @Override
    public Map<String, String> next() throws IOException {
        int head = read(BerEncoder.HEADER);
        if (head == 0) {
            check("number of records", recordsSaid, records);
            return null;
        }
        if (head < BerEncoder.HEADER) {
            throw new IllegalArgumentException("the file is cut off within the header of a record");
        }
        int length = ((octets[0] & 0xff) << Byte.SIZE) | (octets[1] & 0xff);
        if (read(length) < length) {
            throw new IllegalArgumentException("the file is cut off within this record");
        }
        records++;
        return BerRecordFields.parse(octets, length, extension);
    }

    private int read(int length) throws IOException {
        int count = in.readNBytes(octets, 0, length);
        digest.update(octets, 0, count);
        progress.accept(count);
        return count;
    }

    @Override
    public long line() {
        return 0;
    }

    @Override
    public String sha256() throws IOException {
        while (read(octets.length) > 0) {
            // on to the end
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
