package io.ocs.diameter.codec;

import io.ocs.core.Octets;

/**
 * The normal form of a called or calling party: the digits of a number, however it is dressed ({@code tel:+49-30-1;phone-context=…},
 * {@code sip:+49301@host;user=phone}, {@code +49301}), else the address as it is.
 */
final class PartyAddress {

    private PartyAddress() {}

    /** Brings an address into normal form, in place. */
    static void normalise(Octets address) {
        byte[] octets = address.array();
        int end = address.length();
        int from = userPart(octets, end);
        if (from < end && octets[from] == '+') {
            from++;
        }
        int to = from;
        while (to < end && !endsNumber(octets[to])) {
            to++;
        }
        if (isNumber(octets, from, to)) {
            address.length(packDigits(octets, from, to));
        }
    }

    private static int userPart(byte[] octets, int end) {
        for (int i = 0; i < Math.min(end, 5); i++) {
            if (octets[i] == ':') {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean endsNumber(byte octet) {
        return octet == '@' || octet == ';' || octet == ':';
    }

    private static boolean isNumber(byte[] octets, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            if (isDigit(octets[i])) {
                digits++;
            } else if (!isVisualSeparator(octets[i])) {
                return false;
            }
        }
        return digits > 0;
    }

    private static int packDigits(byte[] octets, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            if (isDigit(octets[i])) {
                octets[length++] = octets[i];
            }
        }
        return length;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** visual-separator of RFC 3966 §3. */
    private static boolean isVisualSeparator(byte octet) {
        return octet == '-' || octet == '.' || octet == '(' || octet == ')';
    }
}
