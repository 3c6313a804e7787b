package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.Octets;

/**
 * The digits of the network that a subscriber is in, MCC and MNC, from where the subscriber is: for requests without 3GPP-SGSN-MCC-MNC, which
 * goes before. What cannot be read is passed over. No allocation.
 */
final class VisitedNetwork {

    private static final int PLMN_OCTETS = 3;
    private static final int MCC_DIGITS = 3;
    private static final int NO_DIGIT = 0xf;
    private static final byte[] CELL_ID = {'c', 'e', 'l', 'l', '-', 'i', 'd', '-', '3', 'g', 'p', 'p', '='};
    private static final byte[] CGI = {'c', 'g', 'i', '-', '3', 'g', 'p', 'p', '='};
    /** Digits behind MCC and MNC: LAC and CI; LAC or TAC and cell of UTRAN or E-UTRAN; TAC and cell of NR. */
    private static final int CGI_REST = 8;

    private static final int UTRAN_REST = 11;
    private static final int NR_REST = 15;

    private VisitedNetwork() {}

    /** Reads 3GPP-User-Location-Info (TS 29.061 §16.4.7.2): a type, and in all types that are served a PLMN behind it. */
    static void ofLocation(ByteBuf buffer, AvpFlyweight avp, Octets into) {
        if (!into.isEmpty()
                || avp.dataLength() < 1 + PLMN_OCTETS
                || !hasPlmn(buffer.getUnsignedByte(avp.dataOffset()))) {
            return;
        }
        int first = buffer.getUnsignedByte(avp.dataOffset() + 1);
        int second = buffer.getUnsignedByte(avp.dataOffset() + 2);
        int third = buffer.getUnsignedByte(avp.dataOffset() + 3);
        byte[] digits = into.array();
        int count = 0;
        digits[count++] = digit(first);
        digits[count++] = digit(first >>> 4);
        digits[count++] = digit(second);
        digits[count++] = digit(third);
        digits[count++] = digit(third >>> 4);
        if (second >>> 4 != NO_DIGIT) {
            digits[count++] = digit(second >>> 4);
        }
        into.length(areDigits(digits, count) ? count : 0);
    }

    /** CGI, SAI and RAI; TAI, ECGI and what TS 29.061 has of E-UTRAN and NG-RAN, in any company. */
    private static boolean hasPlmn(int type) {
        return type <= 2 || (type >= 128 && type <= 139);
    }

    private static byte digit(int nibble) {
        return (byte) ('0' + (nibble & 0xf));
    }

    private static boolean areDigits(byte[] digits, int count) {
        for (int i = 0; i < count; i++) {
            if (digits[i] < '0' || digits[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads Access-Network-Information, which holds a P-Access-Network-Info header (TS 24.229 §7.2A.4): {@code 3GPP-E-UTRAN-FDD;
     * utran-cell-id-3gpp=2620100010001234}. How long the number is tells how long its MNC is.
     */
    static void ofAccess(ByteBuf buffer, AvpFlyweight avp, Octets into) {
        if (!into.isEmpty()) {
            return;
        }
        int cell = behind(buffer, avp, CELL_ID);
        int from = cell >= 0 ? cell : behind(buffer, avp, CGI);
        if (from < 0) {
            return;
        }
        if (from < avp.dataEnd() && buffer.getByte(from) == '"') {
            from++;
        }
        int length = hexDigits(buffer, from, avp.dataEnd());
        int count = cell >= 0
                ? digitsBefore(length, length > MCC_DIGITS + MCC_DIGITS + UTRAN_REST ? NR_REST : UTRAN_REST)
                : digitsBefore(length, CGI_REST);
        if (count > 0) {
            buffer.getBytes(from, into.array(), 0, count);
            into.length(areDigits(into.array(), count) ? count : 0);
        }
    }

    /** Digits of MCC and MNC in a number of so many, of which {@code rest} follow them; 0 if it is no such number. */
    private static int digitsBefore(int length, int rest) {
        int count = length - rest;
        return count == MCC_DIGITS + 2 || count == MCC_DIGITS + 3 ? count : 0;
    }

    /** Where the data goes on behind a word, of any case; -1 if it is not there. */
    private static int behind(ByteBuf buffer, AvpFlyweight avp, byte[] word) {
        for (int at = avp.dataOffset(); at + word.length <= avp.dataEnd(); at++) {
            int same = 0;
            while (same < word.length && lowerCase(buffer.getByte(at + same)) == word[same]) {
                same++;
            }
            if (same == word.length) {
                return at + word.length;
            }
        }
        return -1;
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    private static int hexDigits(ByteBuf buffer, int from, int to) {
        int at = from;
        while (at < to && isHexDigit(lowerCase(buffer.getByte(at)))) {
            at++;
        }
        return at - from;
    }

    private static boolean isHexDigit(int octet) {
        return (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'f');
    }
}
