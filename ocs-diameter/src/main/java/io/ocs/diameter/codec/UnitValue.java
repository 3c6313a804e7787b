package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;

/** Unit-Value: digits and an exponent of ten on the wire (RFC 8506 §8.8), whole micro-units inside. */
final class UnitValue {

    /** What an amount that is no whole number of micro-units, negative or too large, comes to. */
    static final long INEXACT = -1;

    private static final int MICRO_EXPONENT = -6;
    private static final int POWER_MAX = 18;

    private UnitValue() {}

    /** {@code digits · 10^exponent} in micro-units, exactly, or {@link #INEXACT}. */
    static long micros(long digits, int exponent) {
        if (digits <= 0) {
            return digits == 0 ? 0 : INEXACT;
        }
        long value = digits;
        int power = Math.max(-POWER_MAX - 1, Math.min(POWER_MAX + 1, exponent)) - MICRO_EXPONENT;
        for (; power > 0; power--) {
            if (value > Long.MAX_VALUE / 10) {
                return INEXACT;
            }
            value *= 10;
        }
        for (; power < 0; power++) {
            if (value % 10 != 0) {
                return INEXACT;
            }
            value /= 10;
        }
        return value;
    }

    /** Appends the Unit-Value of an amount, in the shortest form: 1_500_000 is 15 · 10⁻¹. */
    static void write(ByteBuf out, long micros) {
        int group = AvpWriter.begin(out, Avp.UNIT_VALUE);
        writeDigits(out, micros);
        AvpWriter.end(out, group);
    }

    /** Appends the Unit-Value {@code digits · 10^exponent}. */
    static void write(ByteBuf out, long digits, int exponent) {
        int group = AvpWriter.begin(out, Avp.UNIT_VALUE);
        AvpWriter.unsigned64(out, Avp.VALUE_DIGITS, digits);
        if (exponent != 0) {
            AvpWriter.unsigned32(out, Avp.EXPONENT, exponent);
        }
        AvpWriter.end(out, group);
    }

    /** Appends Value-Digits and Exponent of an amount, the members of Unit-Value and of Accumulated-Cost. */
    static void writeDigits(ByteBuf out, long micros) {
        writeDigits(out, micros, MICRO_EXPONENT);
    }

    /** Appends {@code value · 10^smallest} in the shortest form. */
    static void writeDigits(ByteBuf out, long value, int smallest) {
        long digits = value;
        int exponent = value == 0 ? 0 : smallest;
        while (exponent < 0 && digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        AvpWriter.unsigned64(out, Avp.VALUE_DIGITS, digits);
        if (exponent != 0) {
            AvpWriter.unsigned32(out, Avp.EXPONENT, exponent);
        }
    }

    /** Appends a group of Unit-Value and Currency-Code: CC-Money (RFC 8506 §8.22), Cost-Information (§8.7) or Remaining-Balance (TS 32.299). */
    static void writeMoney(ByteBuf out, int key, long micros, int currency) {
        int group = AvpWriter.begin(out, key);
        write(out, micros);
        if (currency != 0) {
            AvpWriter.unsigned32(out, Avp.CURRENCY_CODE, currency);
        }
        AvpWriter.end(out, group);
    }
}
