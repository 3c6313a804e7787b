package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The digits of a called party as network elements send it: {@code 4930123456}, {@code +49-30-123456}, {@code tel:+49…;phone-context=…},
 * {@code sip:+4930123456@host;user=phone}. Visual separators (RFC 3966 §5.1.1) are skipped; a user part with anything else in it is a
 * name and no number.
 */
final class CalledNumber {

    private static final String[] SCHEMES = {"tel:", "sip:", "sips:"};
    private static final int EIGHT = 8;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private CalledNumber() {}

    /** At most {@code max} leading digits, packed as {@link PrefixTable} wants them. */
    static long digits(Octets calledParty, int max) {
        return digits(calledParty, max, false);
    }

    /** All digits; {@link PrefixTable#NO_DIGITS} if there are more than {@link PrefixTable#DIGITS_MAX}. */
    static long wholeNumber(Octets calledParty) {
        return digits(calledParty, PrefixTable.DIGITS_MAX, true);
    }

    private static long digits(Octets calledParty, int max, boolean whole) {
        byte[] octets = calledParty.array();
        int end = calledParty.length();
        long value = 0;
        int count = 0;
        int begin = afterScheme(octets, end);
        long eight = end - begin < EIGHT || max < EIGHT ? -1 : eightDigits(octets, begin);
        if (eight >= 0) {
            value = eight;
            count = EIGHT;
        }
        for (int at = begin + count; at < end; at++) {
            int digit = octets[at] - '0';
            if (digit >= 0 && digit <= 9) {
                if (count < max) {
                    value = value * 10 + digit;
                    count++;
                } else if (whole) {
                    return PrefixTable.NO_DIGITS;
                }
            } else if (endsNumber(octets[at])) {
                break;
            } else if (!isSeparator(octets[at])) {
                return PrefixTable.NO_DIGITS;
            }
        }
        return PrefixTable.pack(value, count);
    }

    /** The value of eight octets that are digits, worked out all at once; -1 if one of them is none. */
    static long eightDigits(byte[] octets, int at) {
        long text = (long) LONGS.get(octets, at);
        long nines = text + 0x0606_0606_0606_0606L; // carries into the upper half of an octet above '9'
        if ((text & nines & 0xf0f0_f0f0_f0f0_f0f0L) != 0x3030_3030_3030_3030L
                || ((text | nines) & 0xf0f0_f0f0_f0f0_f0f0L) != 0x3030_3030_3030_3030L) {
            return -1;
        }
        long digits = text - 0x3030_3030_3030_3030L;
        long pairs = digits * 10 + (digits >>> 8);
        long upper = (pairs & 0x0000_00ff_0000_00ffL) * (100 + (1_000_000L << 32));
        long lower = (pairs >>> 16 & 0x0000_00ff_0000_00ffL) * (1 + (10_000L << 32));
        return (upper + lower) >>> 32;
    }

    /** Where the number begins: behind the scheme and the plus. */
    private static int afterScheme(byte[] octets, int end) {
        if (end > 0 && octets[0] <= '9') {
            return octets[0] == '+' ? 1 : 0;
        }
        int at = 0;
        for (String scheme : SCHEMES) {
            if (startsWith(octets, end, scheme)) {
                at = scheme.length();
            }
        }
        return at < end && octets[at] == '+' ? at + 1 : at;
    }

    private static boolean startsWith(byte[] octets, int end, String scheme) {
        if (end < scheme.length()) {
            return false;
        }
        for (int i = 0; i < scheme.length(); i++) {
            int octet = octets[i] >= 'A' && octets[i] <= 'Z' ? octets[i] + 32 : octets[i];
            if (octet != scheme.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsNumber(byte octet) {
        return octet == '@' || octet == ';' || octet == ':' || octet == '?';
    }

    private static boolean isSeparator(byte octet) {
        return octet == '-' || octet == '.' || octet == '(' || octet == ')';
    }
}
