package io.ocs.server.reconcile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The body of one journal record, by offsets ({@code docs/JOURNAL_FORMAT.md}).
 *
 * @param octets little-endian, with the record somewhere in it; valid while the record is handled
 * @param start offset of the body in it
 * @param length octets of the body, without padding
 */
record Body(ByteBuffer octets, int start, int length) {

    int u8(int at) {
        return octets.get(start + at) & 0xff;
    }

    int i16(int at) {
        return octets.getShort(start + at);
    }

    int i32(int at) {
        return octets.getInt(start + at);
    }

    long i64(int at) {
        return octets.getLong(start + at);
    }

    /** The string at {@code at}: its length, then its octets. */
    String string(int at) {
        byte[] text = new byte[u8(at)];
        octets.get(start + at + 1, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** What begins {@code at} octets further. */
    Body from(int at) {
        return new Body(octets, start + at, length - at);
    }
}
