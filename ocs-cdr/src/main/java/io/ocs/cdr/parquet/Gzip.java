package io.ocs.cdr.parquet;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One member of the GZIP format (RFC 1952) from two stretches of octets; its buffer and its compressor are reused. One thread. */
final class Gzip {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER = 8;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();
    private byte[] out;
    private int length;

    Gzip(int capacity) {
        out = new byte[capacity];
        System.arraycopy(HEADER, 0, out, 0, HEADER.length);
    }

    byte[] array() {
        return out;
    }

    int length() {
        return length;
    }

    void compress(byte[] first, int firstLength, byte[] second, int secondLength) {
        deflater.reset();
        crc.reset();
        length = HEADER.length;
        deflater.setInput(first, 0, firstLength);
        while (!deflater.needsInput()) {
            deflate();
        }
        deflater.setInput(second, 0, secondLength);
        deflater.finish();
        while (!deflater.finished()) {
            deflate();
        }
        crc.update(first, 0, firstLength);
        crc.update(second, 0, secondLength);
        trailer((int) crc.getValue());
        trailer(firstLength + secondLength);
    }

    private void deflate() {
        if (out.length - length <= TRAILER) {
            out = Arrays.copyOf(out, 2 * out.length);
        }
        length += deflater.deflate(out, length, out.length - length - TRAILER);
    }

    private void trailer(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out[length++] = (byte) (value >> shift);
        }
    }

    /** Lets go of native memory. */
    void close() {
        deflater.end();
    }
}
