package io.ocs.server.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.send.AvpDictionary.DataType;
import io.ocs.server.send.AvpDictionary.Definition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An AVP that was received.
 *
 * @param value as a person reads it; empty for a grouped one
 * @param members of a grouped one
 */
public record DecodedAvp(String name, int code, int vendor, String value, List<DecodedAvp> members) {
    private static final int VENDOR = 0x80;
    private static final int NAME_WIDTH = 38;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    public DecodedAvp {
        members = List.copyOf(members);
    }

    /** @throws IllegalArgumentException if a length is wrong */
    static List<DecodedAvp> all(ByteBuffer octets) {
        List<DecodedAvp> avps = new ArrayList<>();
        while (octets.hasRemaining()) {
            avps.add(next(octets));
        }
        return avps;
    }

    private static DecodedAvp next(ByteBuffer octets) {
        int start = octets.position();
        int code = need(octets, 8).getInt();
        int flagsAndLength = octets.getInt();
        int length = flagsAndLength & 0xffffff;
        boolean hasVendor = (flagsAndLength >>> 24 & VENDOR) != 0;
        int vendor = hasVendor ? need(octets, 4).getInt() : 0;
        int dataLength = length - (octets.position() - start);
        if (dataLength < 0) {
            throw new IllegalArgumentException("AVP " + code + " has the length " + length);
        }
        byte[] data = new byte[dataLength];
        need(octets, dataLength).get(data);
        octets.position(Math.min(octets.limit(), start + ((length + 3) & ~3)));
        return of(AvpDictionary.find(code, vendor), data);
    }

    private static ByteBuffer need(ByteBuffer octets, int count) {
        if (octets.remaining() < count) {
            throw new IllegalArgumentException("the message ends inside an AVP");
        }
        return octets;
    }

    private static DecodedAvp of(Definition definition, byte[] data) {
        boolean grouped = definition.type() == DataType.GROUPED;
        return new DecodedAvp(
                definition.name(),
                definition.code(),
                definition.vendor(),
                grouped ? "" : text(definition, data),
                grouped ? all(ByteBuffer.wrap(data)) : List.of());
    }

    private static String text(Definition definition, byte[] data) {
        ByteBuffer octets = ByteBuffer.wrap(data);
        return switch (data.length == size(definition.type(), data.length) ? definition.type() : DataType.OCTETS) {
            case TEXT -> new String(data, UTF_8);
            case INTEGER32 -> Integer.toString(octets.getInt());
            case INTEGER64 -> Long.toString(octets.getLong());
            case UNSIGNED32 -> named(definition, octets.getInt());
            case UNSIGNED64 -> Long.toUnsignedString(octets.getLong());
            case TIME ->
                Instant.ofEpochSecond(Integer.toUnsignedLong(octets.getInt()) - SECONDS_1900_TO_1970)
                        .toString();
            case ADDRESS -> address(data);
            case OCTETS, GROUPED -> "0x" + HexFormat.of().formatHex(data);
        };
    }

    private static int size(DataType type, int otherwise) {
        return switch (type) {
            case INTEGER32, UNSIGNED32, TIME -> 4;
            case INTEGER64, UNSIGNED64 -> 8;
            case OCTETS, TEXT, ADDRESS, GROUPED -> otherwise;
        };
    }

    private static String named(Definition definition, int value) {
        String name = definition.values().get(value);
        return Integer.toUnsignedString(value) + (name == null ? "" : " (" + name + ")");
    }

    private static String address(byte[] data) {
        try {
            return data.length < 2
                    ? ""
                    : InetAddress.getByAddress(java.util.Arrays.copyOfRange(data, 2, data.length))
                            .getHostAddress();
        } catch (UnknownHostException e) {
            return "0x" + HexFormat.of().formatHex(data);
        }
    }

    /** The value of the first AVP of this name in a list; its number only, if it has one. */
    static Optional<String> value(List<DecodedAvp> avps, String name) {
        return avps.stream().filter(avp -> avp.name().equals(name)).findFirst().map(avp -> avp.value()
                .replaceAll(" \\(.*\\)$", ""));
    }

    /** One line for each AVP, members indented. */
    public static String text(List<DecodedAvp> avps, String indent) {
        StringBuilder text = new StringBuilder();
        for (DecodedAvp avp : avps) {
            String name = indent + avp.name();
            text.append(
                            avp.members().isEmpty()
                                    ? name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + avp.value()
                                    : name)
                    .append('\n');
            text.append(text(avp.members(), indent + "  "));
        }
        return text.toString();
    }

    public ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("name", name).put("code", code);
        if (vendor != 0) {
            json.put("vendor", vendor);
        }
        if (members.isEmpty()) {
            return json.put("value", value);
        }
        members.forEach(member -> json.withArray("avps").add(member.json()));
        return json;
    }
}
