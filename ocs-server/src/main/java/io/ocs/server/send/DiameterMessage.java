package io.ocs.server.send;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A whole Diameter message (RFC 6733 §3): its octets, and what they say.
 *
 * @param octets in hexadecimal, with header
 */
public record DiameterMessage(String octets, int flags, int command, long hopByHop, List<DecodedAvp> avps) {
    static final int HEADER_LENGTH = 20;
    static final int REQUEST = 0x80;
    static final int PROXIABLE = 0x40;
    static final int RETRANSMITTED = 0x10;
    static final int CAPABILITIES_EXCHANGE = 257;
    static final int CREDIT_CONTROL = 272;
    static final int DEVICE_WATCHDOG = 280;
    static final int DISCONNECT_PEER = 282;
    private static final int VERSION = 1;

    /** The octets of a message. */
    static byte[] encode(int flags, int command, int application, int hopByHop, int endToEnd, AvpWriter avps) {
        byte[] body = avps.toByteArray();
        int length = HEADER_LENGTH + body.length;
        return ByteBuffer.allocate(length)
                .putInt(VERSION << 24 | length)
                .putInt(flags << 24 | command)
                .putInt(application)
                .putInt(hopByHop)
                .putInt(endToEnd)
                .put(body)
                .array();
    }

    /** @throws IllegalArgumentException if the octets are no message */
    public static DiameterMessage decode(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        int flagsAndCommand = buffer.getInt(4);
        long hopByHop = Integer.toUnsignedLong(buffer.getInt(12));
        List<DecodedAvp> avps = DecodedAvp.all(buffer.position(HEADER_LENGTH));
        return new DiameterMessage(
                HexFormat.of().formatHex(octets), flagsAndCommand >>> 24, flagsAndCommand & 0xffffff, hopByHop, avps);
    }

    boolean isRequest() {
        return (flags & REQUEST) != 0;
    }

    /** Result-Code; 0 if there is none. */
    public int resultCode() {
        return DecodedAvp.value(avps, "Result-Code").map(Integer::parseInt).orElse(0);
    }

    public Optional<String> value(String name) {
        return DecodedAvp.value(avps, name);
    }

    /** Octets in hexadecimal as lines of sixteen, with their offset. */
    public static String dump(String octets) {
        StringBuilder text = new StringBuilder();
        for (int offset = 0; offset < octets.length(); offset += 32) {
            String line = octets.substring(offset, Math.min(octets.length(), offset + 32));
            text.append(String.format("  %04x  %s%n", offset / 2, line.replaceAll("(..)(?!$)", "$1 ")));
        }
        return text.toString();
    }
}
