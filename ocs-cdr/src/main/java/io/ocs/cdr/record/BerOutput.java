package io.ocs.cdr.record;

/**
 * BER (X.690) with definite lengths, written into a row buffer without allocation. Tags are of the context class unless said otherwise. The
 * length of what has elements takes three octets, as it is filled in at the end. One thread.
 */
final class BerOutput {

    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    /** Tag numbers from here on stand in octets of their own; below 128 in one. */
    private static final int LONG_TAG = 31;

    private static final int SHORT_LENGTH_MAX = 0x7f;
    private static final int LENGTH_IN_ONE = 0x81;
    private static final int LENGTH_IN_TWO = 0x82;

    private RowBuffer out;

    /** Where the next elements go. */
    BerOutput to(RowBuffer buffer) {
        out = buffer;
        return this;
    }

    /**
     * Begins an element that has elements.
     *
     * @param number of its tag, 0 to 127
     * @return what {@link #end} wants
     */
    int begin(int number) {
        tag(CONTEXT | CONSTRUCTED, number);
        return beginLength();
    }

    /** Begins an element with a tag of one octet: {@link #SEQUENCE}, {@link #SET}, or of the private class. */
    int beginTagged(int octet) {
        out.put((byte) octet);
        return beginLength();
    }

    private int beginLength() {
        out.put((byte) LENGTH_IN_TWO);
        out.int16(0);
        return out.length();
    }

    void end(int begun) {
        out.int16At(begun - Short.BYTES, out.length() - begun);
    }

    private void tag(int bits, int number) {
        if (number < LONG_TAG) {
            out.put((byte) (bits | number));
        } else {
            out.put((byte) (bits | LONG_TAG));
            out.put((byte) number);
        }
    }

    /** INTEGER or ENUMERATED in as few octets as its value needs. */
    void integer(int number, long value) {
        tag(CONTEXT, number);
        int octets = (72 - Long.numberOfLeadingZeros(value ^ (value >> 63))) / Byte.SIZE;
        out.put((byte) octets);
        int at = out.length();
        out.int64(value << (Long.SIZE - Byte.SIZE * octets));
        out.length(at + octets);
    }

    void flag(int number, boolean value) {
        tag(CONTEXT, number);
        out.put((byte) 1);
        out.put((byte) (value ? 0xff : 0));
    }

    /** NULL: that it is there says all. */
    void mark(int number) {
        tag(CONTEXT, number);
        out.put((byte) 0);
    }

    /** OCTET STRING or a string of characters. */
    void octets(int number, byte[] source, int from, int count) {
        head(number, count);
        out.put(source, from, count);
    }

    /** Tag and length of an element whose {@code count} octets are put next. */
    void head(int number, int count) {
        tag(CONTEXT, number);
        if (count > SHORT_LENGTH_MAX) {
            out.put((byte) (count > 0xff ? LENGTH_IN_TWO : LENGTH_IN_ONE));
        }
        if (count > 0xff) {
            out.put((byte) (count >> Byte.SIZE));
        }
        out.put((byte) count);
    }

    void octet(int value) {
        out.put((byte) value);
    }

    /** Octets that are BER already. */
    void ready(byte[] encoded) {
        out.put(encoded, 0, encoded.length);
    }

    void int64(long value) {
        out.int64(value);
    }
}
