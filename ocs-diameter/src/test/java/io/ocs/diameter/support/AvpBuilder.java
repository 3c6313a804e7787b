package io.ocs.diameter.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes AVPs and messages for tests, independently of the codec under test; also wrong ones. */
public final class AvpBuilder {

    private static final int V = 0x80;
    private static final int M = 0x40;
    public static final int TGPP = 10415;

    private AvpBuilder() {}

    /** An AVP with explicit flags and length field. */
    public static byte[] raw(int code, int flags, int vendor, int lengthField, byte[] data) {
        int header = (flags & V) != 0 ? 12 : 8;
        ByteBuffer avp = ByteBuffer.allocate((header + data.length + 3) & ~3);
        avp.putInt(code).putInt((flags << 24) | lengthField);
        if (header == 12) {
            avp.putInt(vendor);
        }
        avp.put(data);
        return avp.array();
    }

    public static byte[] avp(int code, byte[] data) {
        return raw(code, M, 0, 8 + data.length, data);
    }

    public static byte[] optional(int code, byte[] data) {
        return raw(code, 0, 0, 8 + data.length, data);
    }

    public static byte[] tgpp(int code, byte[] data) {
        return raw(code, V | M, TGPP, 12 + data.length, data);
    }

    public static byte[] u32(int code, long value) {
        return avp(code, int32(value));
    }

    public static byte[] u64(int code, long value) {
        return avp(code, int64(value));
    }

    public static byte[] text(int code, String value) {
        return avp(code, value.getBytes(UTF_8));
    }

    public static byte[] group(int code, byte[]... members) {
        return avp(code, join(members));
    }

    public static byte[] tgppGroup(int code, byte[]... members) {
        return tgpp(code, join(members));
    }

    public static byte[] int32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    public static byte[] int64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] join(List<byte[]> parts) {
        return join(parts.toArray(byte[][]::new));
    }

    /** A message of version 1. */
    public static byte[] message(int flags, int command, long application, int hopByHop, int endToEnd, byte[]... avps) {
        byte[] body = join(avps);
        return ByteBuffer.allocate(20 + body.length)
                .putInt((1 << 24) | (20 + body.length))
                .putInt((flags << 24) | command)
                .putInt((int) application)
                .putInt(hopByHop)
                .putInt(endToEnd)
                .put(body)
                .array();
    }
}
