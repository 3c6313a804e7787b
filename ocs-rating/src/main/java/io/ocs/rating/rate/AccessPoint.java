package io.ocs.rating.rate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.core.Octets;
import java.util.Collection;
import java.util.Locale;

/**
 * Access point names that a price names. They are compared without regard to case, and without the operator identifier
 * {@code .mnc001.mcc262.gprs} that the network may have added (TS 23.003 §9.1.2). Immutable; no allocation when asked.
 */
final class AccessPoint {

    private static final int OPERATOR_LENGTH = ".mnc001.mcc262.gprs".length();
    private static final String OPERATOR_START = ".mnc";
    private static final String OPERATOR_END = ".gprs";

    private final byte[][] names;

    AccessPoint(Collection<String> names) {
        this.names = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).getBytes(US_ASCII))
                .toArray(byte[][]::new);
    }

    /** Whether no name was named, or this one. */
    boolean matches(Octets apn) {
        if (names.length == 0) {
            return true;
        }
        int length = networkLength(apn);
        for (byte[] name : names) {
            if (name.length == length && isAt(apn, 0, name)) {
                return true;
            }
        }
        return false;
    }

    private static int networkLength(Octets apn) {
        int operator = apn.length() - OPERATOR_LENGTH;
        boolean hasOperator = operator > 0
                && isAt(apn, operator, OPERATOR_START)
                && isAt(apn, apn.length() - OPERATOR_END.length(), OPERATOR_END);
        return hasOperator ? operator : apn.length();
    }

    private static boolean isAt(Octets apn, int offset, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (lower(apn.array()[offset + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAt(Octets apn, int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (lower(apn.array()[offset + i]) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
