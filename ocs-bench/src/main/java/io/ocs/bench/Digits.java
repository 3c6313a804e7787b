package io.ocs.bench;

/** Decimal digits of fixed width. */
final class Digits {
    private Digits() {}

    /** Fills {@code to} with {@code value}, ≥ 0, right-aligned after zeros; higher digits are cut off. */
    static void put(byte[] to, long value) {
        long rest = value;
        for (int at = to.length - 1; at >= 0; at--) {
            long tens = rest / 10;
            to[at] = (byte) ('0' + (rest - tens * 10));
            rest = tens;
        }
    }
}
