package io.ocs.cdr.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Elements in BER (X.690), one after the other; lengths are definite and checked, so that a damaged file is an {@link IllegalArgumentException}. The
 * getters are of the element that {@link #next} went to.
 */
final class BerInput {

    private static final int NUMBER = 0x1f;
    private static final int CONSTRUCTED = 0x20;
    private static final int MORE = 0x80;
    private static final int LENGTH_OCTETS_MAX = 3;

    private final byte[] octets;
    private final int end;
    private int at;
    private int head;
    private int number;
    private int from;

    BerInput(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    /** Goes to the next element, if there is one. */
    boolean next() {
        if (at == end) {
            return false;
        }
        head = octet();
        number = head & NUMBER;
        if (number == NUMBER) {
            number = octet();
            check(number < MORE, "a tag number above 127");
        }
        int length = length();
        check(length <= end - at, "an element of " + length + " octets where " + (end - at) + " are");
        from = at;
        at += length;
        return true;
    }

    private int length() {
        int first = octet();
        if (first < MORE) {
            return first;
        }
        int count = first - MORE;
        check(count > 0 && count <= LENGTH_OCTETS_MAX, "a length in " + count + " octets");
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << Byte.SIZE) | octet();
        }
        return length;
    }

    private int octet() {
        check(at < end, "an element that is cut off");
        return octets[at++] & 0xff;
    }

    private static void check(boolean valid, String what) {
        if (!valid) {
            throw new IllegalArgumentException("the record has " + what);
        }
    }

    /** First octet of the tag: class, form, and the number if it is small. */
    int head() {
        return head;
    }

    int number() {
        return number;
    }

    /** The elements of this one. */
    BerInput elements() {
        check((head & CONSTRUCTED) != 0, "a value where elements should be, tag " + number);
        return new BerInput(octets, from, at);
    }

    long integer() {
        int length = at - from;
        check(length > 0 && length <= Long.BYTES, "a number of " + length + " octets, tag " + number);
        long value = octets[from];
        for (int i = from + 1; i < at; i++) {
            value = (value << Byte.SIZE) | (octets[i] & 0xff);
        }
        return value;
    }

    boolean flag() {
        check(at - from == 1, "a BOOLEAN of " + (at - from) + " octets, tag " + number);
        return octets[from] != 0;
    }

    String text() {
        return new String(octets, from, at - from, StandardCharsets.UTF_8);
    }

    byte[] value() {
        return Arrays.copyOfRange(octets, from, at);
    }
}
