package io.ocs.server.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Diameter message (RFC 6733 §3, §4.1) as a reader sees it that knows nothing of the server's codec. */
final class DiameterMessage {
    static final int HEADER = 20;
    private static final int TGPP = 10415;

    /** One attribute; {@code vendor} 0 for those of the IETF. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares or keeps them
    record Avp(int code, int flags, int vendor, byte[] data) {
        boolean isMandatory() {
            return (flags & 0x40) != 0;
        }

        long number() {
            ByteBuffer buffer = ByteBuffer.wrap(data);
            return data.length == 4 ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getLong();
        }

        String text() {
            return new String(data, UTF_8);
        }

        List<Avp> members() {
            return read(data, 0);
        }

        boolean isTgpp() {
            return vendor == TGPP;
        }
    }

    private final byte[] octets;
    private final List<Avp> avps;

    DiameterMessage(byte[] octets) {
        this.octets = octets;
        avps = read(octets, HEADER);
    }

    private static List<Avp> read(byte[] octets, int from) {
        List<Avp> avps = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        int at = from;
        while (at < octets.length) {
            int flags = octets[at + 4] & 0xff;
            int length = buffer.getInt(at + 4) & 0xffffff;
            int header = (flags & 0x80) != 0 ? 12 : 8;
            if (length < header || at + length > octets.length) {
                throw new AssertionError("AVP at " + at + " has the length " + length);
            }
            int vendor = header == 12 ? buffer.getInt(at + 8) : 0;
            byte[] data = Arrays.copyOfRange(octets, at + header, at + length);
            avps.add(new Avp(buffer.getInt(at), flags, vendor, data));
            at += (length + 3) & ~3;
        }
        return avps;
    }

    int command() {
        return ByteBuffer.wrap(octets).getInt(4) & 0xffffff;
    }

    boolean isRequest() {
        return (octets[4] & 0x80) != 0;
    }

    boolean isProxiable() {
        return (octets[4] & 0x40) != 0;
    }

    boolean isError() {
        return (octets[4] & 0x20) != 0;
    }

    boolean isRetransmitted() {
        return (octets[4] & 0x10) != 0;
    }

    int hopByHop() {
        return ByteBuffer.wrap(octets).getInt(12);
    }

    int endToEnd() {
        return ByteBuffer.wrap(octets).getInt(16);
    }

    byte[] octets() {
        return octets;
    }

    /** Everything but the header. */
    byte[] body() {
        return Arrays.copyOfRange(octets, HEADER, octets.length);
    }

    List<Avp> avps() {
        return avps;
    }

    List<Avp> all(int code) {
        return avps.stream().filter(avp -> avp.code() == code).toList();
    }

    boolean has(int... path) {
        return find(avps, path) != null;
    }

    long number(int... path) {
        return require(path).number();
    }

    String text(int... path) {
        return require(path).text();
    }

    int resultCode() {
        return (int) number(268);
    }

    private Avp require(int... path) {
        Avp avp = find(avps, path);
        if (avp == null) {
            throw new AssertionError("no AVP " + Arrays.toString(path) + " in "
                    + avps.stream().map(Avp::code).toList());
        }
        return avp;
    }

    /** The first AVP of this path, or null. */
    static Avp find(List<Avp> within, int... path) {
        List<Avp> level = within;
        Avp found = null;
        for (int code : path) {
            List<Avp> here = found == null ? level : found.members();
            found = here.stream().filter(avp -> avp.code() == code).findFirst().orElse(null);
            if (found == null) {
                return null;
            }
        }
        return found;
    }
}
