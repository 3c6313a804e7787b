package io.ocs.cdr.record;

import java.nio.charset.StandardCharsets;

/** What form the address of a party has. Allocates nothing. */
final class PartyAddress {

    private static final byte[] SIP = ascii("sip:");
    private static final byte[] SIPS = ascii("sips:");
    private static final byte[] TEL = ascii("tel:");
    private static final byte[] URN = ascii("urn:");

    private PartyAddress() {}

    private static byte[] ascii(String scheme) {
        return scheme.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag within InvolvedParty (TS 32.298): 0 SIP URI, 1 TEL URI, 2 URN, 3 E.164 number. */
    static int choice(byte[] octets, int at, int length) {
        if (begins(octets, at, length, SIP) || begins(octets, at, length, SIPS)) {
            return 0;
        }
        if (begins(octets, at, length, TEL)) {
            return 1;
        }
        return begins(octets, at, length, URN) ? 2 : 3;
    }

    /** How many octets stand before the digits of an international number: {@code tel:}, {@code +}. */
    static int beforeDigits(byte[] octets, int at, int length) {
        int before = begins(octets, at, length, TEL) ? TEL.length : 0;
        return before < length && octets[at + before] == '+' ? before + 1 : before;
    }

    /** Schemes are written in any case (RFC 3986 §3.1). */
    private static boolean begins(byte[] octets, int at, int length, byte[] scheme) {
        if (length < scheme.length) {
            return false;
        }
        for (int i = 0; i < scheme.length; i++) {
            int octet = octets[at + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
            if (lower != scheme[i]) {
                return false;
            }
        }
        return true;
    }
}
