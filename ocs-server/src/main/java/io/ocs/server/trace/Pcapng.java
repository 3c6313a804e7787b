package io.ocs.server.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The messages of a trace as a capture file that Wireshark opens: pcapng, with each message as an exported PDU for its Diameter dissector, since there are no packets
 * of a network to show.
 *
 * <pre>
 * section header  u32 0x0a0d0d0a | length | byte order 0x1a2b3c4d | version 1.0 | length of the section: not told | length
 * interface       u32 1 | length | u16 link type 252 | u16 0 | u32 snap length 0: none | length
 * packet          u32 6 | length | interface 0 | µs since 1970, high and low | captured | original | data | flags | length
 * data            u16 12, u16 length, "diameter" | u16 0, u16 0 | the message
 * </pre>
 */
public final class Pcapng {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    /** LINKTYPE_WIRESHARK_UPPER_PDU. */
    private static final int UPPER_PDU = 252;

    private static final int TAG_DISSECTOR = 12;
    private static final int OPTION_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(octets);

    private Pcapng() {}

    /** @param trace {@code /admin/v1/traces/{trace}} */
    public static byte[] of(JsonNode trace) {
        Pcapng file = new Pcapng();
        try {
            file.begin();
            for (JsonNode event : trace.path("events")) {
                byte[] message = HexFormat.of().parseHex(event.path("octets").asText(""));
                if (message.length > 0) {
                    file.packet(
                            message,
                            Instant.parse(event.path("at").asText()),
                            event.path("kind").asText().equals("request"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written to it", e);
        }
        return file.octets.toByteArray();
    }

    private void begin() throws IOException {
        out.writeInt(SECTION_HEADER);
        out.writeInt(28);
        out.writeInt(BYTE_ORDER);
        out.writeShort(1);
        out.writeShort(0);
        out.writeLong(-1);
        out.writeInt(28);
        out.writeInt(INTERFACE);
        out.writeInt(20);
        out.writeShort(UPPER_PDU);
        out.writeShort(0);
        out.writeInt(0);
        out.writeInt(20);
    }

    private void packet(byte[] message, Instant at, boolean isRequest) throws IOException {
        byte[] dissector = "diameter".getBytes(UTF_8); // eight octets: nothing to be filled up
        int captured = 4 + dissector.length + 4 + message.length;
        int padding = -captured & 3;
        int length = 28 + captured + padding + 12 + 4;
        long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
        out.writeInt(PACKET);
        out.writeInt(length);
        out.writeInt(0);
        out.writeInt((int) (micros >>> 32));
        out.writeInt((int) micros);
        out.writeInt(captured);
        out.writeInt(captured);
        out.writeShort(TAG_DISSECTOR);
        out.writeShort(dissector.length);
        out.write(dissector);
        out.writeInt(0); // end of the tags
        out.write(message);
        out.write(new byte[padding]);
        out.writeShort(OPTION_FLAGS);
        out.writeShort(4);
        out.writeInt(isRequest ? INBOUND : OUTBOUND);
        out.writeInt(0); // end of the options
        out.writeInt(length);
    }
}
