package io.ocs.cdr.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** An element in BER, read plainly. */
public final class Tlv {

    private final int tagClass;
    private final boolean constructed;
    private final int number;
    private final byte[] value;

    private Tlv(int tagClass, boolean constructed, int number, byte[] value) {
        this.tagClass = tagClass;
        this.constructed = constructed;
        this.number = number;
        this.value = value;
    }

    /** 0 universal, 1 application, 2 context, 3 private. */
    public int tagClass() {
        return tagClass;
    }

    public int number() {
        return number;
    }

    public byte[] value() {
        return value;
    }

    /** The elements that the octets are, to the last. */
    public static List<Tlv> all(byte[] octets) {
        List<Tlv> elements = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int head = octets[at++] & 0xff;
            int number = head & 31;
            if (number == 31) {
                number = 0;
                int octet;
                do {
                    octet = octets[at++] & 0xff;
                    number = number * 128 + (octet & 127);
                } while (octet > 127);
            }
            int length = octets[at++] & 0xff;
            if (length > 127) {
                int count = length & 127;
                length = new BigInteger(1, Arrays.copyOfRange(octets, at, at + count)).intValueExact();
                at += count;
            }
            if (at + length > octets.length) {
                throw new IllegalStateException(
                        "an element of " + length + " octets at " + at + " of " + octets.length);
            }
            elements.add(new Tlv(head >> 6, (head & 32) != 0, number, Arrays.copyOfRange(octets, at, at + length)));
            at += length;
        }
        return elements;
    }

    public List<Tlv> elements() {
        if (!constructed) {
            throw new IllegalStateException("element " + number + " has no elements");
        }
        return all(value);
    }

    /** The element of this one with a tag of the context class. */
    public Optional<Tlv> find(int wanted) {
        return elements().stream()
                .filter(element -> element.tagClass == 2 && element.number == wanted)
                .findFirst();
    }

    public Tlv element(int wanted) {
        return find(wanted).orElseThrow(() -> new IllegalStateException("no element " + wanted + " in " + number));
    }

    public long integer() {
        return new BigInteger(value).longValueExact();
    }

    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }
}
