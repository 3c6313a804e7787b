package io.ocs.rating.rate;

import io.ocs.core.Octets;

/**
 * The digits of a called party as network elements send it: {@code 4930123456}, {@code +49-30-123456}, {@code tel:+49…;phone-context=…},
 * {@code sip:+4930123456@host;user=phone}. Visual separators (RFC 3966 §5.1.1) are skipped; a user part with anything else in it is a
 * name and no number.
 */
final class CalledNumber {

    private static final String[] SCHEMES = {"tel:", "sip:", "sips:"};

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
        for (int at = afterScheme(octets, end); at < end; at++) {
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

    /** Where the number begins: behind the scheme and the plus. */
    private static int afterScheme(byte[] octets, int end) {
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
