package io.ocs.server.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes requests octet by octet. A CCR is kept without its header, so that a repeat has the same body under other identifiers. */
final class GyRequest {
    static final int INITIAL = 1;
    static final int UPDATE = 2;
    static final int TERMINATION = 3;
    static final int RATING_GROUP = 10;
    static final String REALM = "example.com";

    private GyRequest() {}

    static byte[] capabilities(String originHost) {
        return capabilities(originHost, 0);
    }

    /** With this Origin-State-Id; 0 says nothing. */
    static byte[] capabilities(String originHost, long originStateId) {
        byte[] body = join(
                number(278, originStateId),
                text(264, originHost),
                text(296, REALM),
                avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                number(266, 0),
                raw(269, 0, "end-to-end test".getBytes(UTF_8)),
                number(258, 4));
        return message(0x80, 257, 0, 1, 1, body);
    }

    /** The body of a CCR of packet data; {@code mscc} as {@link #service} writes it, several of them if need be. */
    static byte[] data(String originHost, String session, int type, long number, String msisdn, byte[]... mscc) {
        return join(
                text(263, session),
                text(264, originHost),
                text(296, REALM),
                text(283, REALM),
                number(258, 4),
                text(461, "32251@3gpp.org"),
                number(416, type),
                number(415, number),
                avp(443, join(number(450, 0), text(444, msisdn))),
                type == TERMINATION ? number(295, 1) : new byte[0],
                join(mscc));
    }

    /** An MSCC that asks for and reports octets; negative values leave the unit out. */
    static byte[] service(long ratingGroup, long requested, long used) {
        return avp(
                456,
                join(
                        number(432, ratingGroup),
                        requested < 0 ? new byte[0] : avp(437, longNumber(421, requested)),
                        used < 0 ? new byte[0] : avp(446, longNumber(421, used))));
    }

    /** A CEA that accepts the server. */
    static byte[] capabilitiesAnswer(String originHost, DiameterMessage request) {
        byte[] body = join(
                number(268, 2001),
                text(264, originHost),
                text(296, REALM),
                avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                number(266, 0),
                raw(269, 0, "end-to-end test".getBytes(UTF_8)),
                number(258, 4));
        return message(0, 257, 0, request.hopByHop(), request.endToEnd(), body);
    }

    /** A DPA. */
    static byte[] disconnectAnswer(String originHost, DiameterMessage request) {
        byte[] body =
                join(number(268, 2001), text(264, originHost), text(296, originHost.replaceFirst("[^.]*\\.", "")));
        return message(0, 282, 0, request.hopByHop(), request.endToEnd(), body);
    }

    /** A whole CCR; {@code again} sets the T flag (RFC 6733 §3). */
    static byte[] creditControl(byte[] body, boolean again, int hopByHop, int endToEnd) {
        return message(again ? 0xd0 : 0xc0, 272, 4, hopByHop, endToEnd, body);
    }

    static byte[] message(int flags, int command, int application, int hopByHop, int endToEnd, byte[] body) {
        return ByteBuffer.allocate(DiameterMessage.HEADER + body.length)
                .putInt((1 << 24) | (DiameterMessage.HEADER + body.length))
                .putInt((flags << 24) | command)
                .putInt(application)
                .putInt(hopByHop)
                .putInt(endToEnd)
                .put(body)
                .array();
    }

    static byte[] raw(int code, int flags, byte[] data) {
        int length = 8 + data.length;
        return ByteBuffer.allocate((length + 3) & ~3)
                .putInt(code)
                .putInt((flags << 24) | length)
                .put(data)
                .array();
    }

    static byte[] avp(int code, byte[] data) {
        return raw(code, 0x40, data);
    }

    /** An AVP of 3GPP, without the M bit. */
    static byte[] tgpp(int code, byte[] data) {
        int length = 12 + data.length;
        return ByteBuffer.allocate((length + 3) & ~3)
                .putInt(code)
                .putInt((0x80 << 24) | length)
                .putInt(10_415)
                .put(data)
                .array();
    }

    static byte[] text(int code, String value) {
        return avp(code, value.getBytes(UTF_8));
    }

    static byte[] number(int code, long value) {
        return avp(code, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    static byte[] longNumber(int code, long value) {
        return avp(code, ByteBuffer.allocate(8).putLong(value).array());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
