package io.ocs.cdr.record;

/**
 * Types of TS 32.298 whose octets have a form of their own, written from the texts of a record. A value that does not fit its type, as a peer may
 * send anything, is left out: the record extension has it as it came. Allocates nothing.
 */
final class Ts32298Types {

    /** ISDN-AddressString: no extension, international number, numbering plan E.164 (TS 29.002). */
    private static final int INTERNATIONAL_E164 = 0x91;

    private static final int E164_DIGITS_MAX = 15;
    private static final int IMSI_DIGITS_MIN = 5;
    private static final int IMSI_DIGITS_MAX = 15;
    private static final int TIME_STAMP_LENGTH = 9;
    private static final int FILLER = 0xf;
    /** Where the pairs of digits of {@code 2026-01-31T23:59:59.999Z} stand, the century left out. */
    private static final int[] PAIRS = {2, 5, 8, 11, 14, 17};

    private Ts32298Types() {}

    /** TimeStamp: BCD digits of date and time to the second, and the difference to UTC, which is none. */
    static void timeStamp(BerOutput ber, int number, CdrText text, CdrField field) {
        if (!text.has(field)) {
            return;
        }
        byte[] octets = text.octets();
        int at = text.at[field.ordinal()];
        ber.head(number, TIME_STAMP_LENGTH);
        for (int pair : PAIRS) {
            ber.octet(digits(octets[at + pair], octets[at + pair + 1]));
        }
        ber.octet('+');
        ber.octet(0);
        ber.octet(0);
    }

    /** IMSI as TBCD-STRING. */
    static void imsi(BerOutput ber, int number, CdrText text) {
        int at = text.at[CdrField.SUBSCRIPTION_IMSI.ordinal()];
        int length = text.length[CdrField.SUBSCRIPTION_IMSI.ordinal()];
        if (text.has(CdrField.SUBSCRIPTION_IMSI)
                && length >= IMSI_DIGITS_MIN
                && length <= IMSI_DIGITS_MAX
                && areDigits(text.octets(), at, length)) {
            ber.head(number, (length + 1) / 2);
            tbcd(ber, text.octets(), at, length);
        }
    }

    /** MSISDN of the served subscriber. */
    static void msisdn(BerOutput ber, int number, CdrText text) {
        int field = CdrField.SUBSCRIPTION_E164.ordinal();
        if (text.has(CdrField.SUBSCRIPTION_E164) && isE164(text.octets(), text.at[field], text.length[field])) {
            address(ber, number, text.octets(), text.at[field], text.length[field]);
        }
    }

    /** Whether the octets are the digits of an international number, without a sign before them. */
    static boolean isE164(byte[] octets, int at, int length) {
        return length > 0 && length <= E164_DIGITS_MAX && areDigits(octets, at, length);
    }

    /** ISDN-AddressString of digits. */
    static void address(BerOutput ber, int number, byte[] octets, int at, int length) {
        ber.head(number, 1 + (length + 1) / 2);
        ber.octet(INTERNATIONAL_E164);
        tbcd(ber, octets, at, length);
    }

    /** PLMN-Id: three octets, of MCC and MNC of two or three digits. */
    static void plmn(BerOutput ber, int number, CdrText text) {
        int at = text.at[CdrField.VISITED_NETWORK.ordinal()];
        int length = text.length[CdrField.VISITED_NETWORK.ordinal()];
        byte[] octets = text.octets();
        if (text.has(CdrField.VISITED_NETWORK) && (length == 5 || length == 6) && areDigits(octets, at, length)) {
            ber.head(number, 3);
            ber.octet(digits(octets[at + 1], octets[at]));
            ber.octet(((length == 6 ? octets[at + 5] - '0' : FILLER) << 4) | (octets[at + 2] - '0'));
            ber.octet(digits(octets[at + 4], octets[at + 3]));
        }
    }

    /** IA5String of 1 to {@code max} characters. */
    static void ascii(BerOutput ber, int number, CdrText text, CdrField field, int max) {
        int at = text.at[field.ordinal()];
        int length = text.length[field.ordinal()];
        if (text.has(field) && length <= max && isAscii(text.octets(), at, length)) {
            ber.octets(number, text.octets(), at, length);
        }
    }

    /** UTF8String, GraphicString or OCTET STRING. */
    static void text(BerOutput ber, int number, CdrText text, CdrField field) {
        if (text.has(field)) {
            ber.octets(number, text.octets(), text.at[field.ordinal()], text.length[field.ordinal()]);
        }
    }

    static void number(BerOutput ber, int number, ChargingDataRecord cdr, CdrField field) {
        if (cdr.has(field)) {
            ber.integer(number, cdr.value(field));
        }
    }

    /** Diagnostics, by Result-Code. */
    static void diagnostics(BerOutput ber, int number, ChargingDataRecord cdr) {
        int choice = ber.begin(number);
        ber.integer(7, cdr.value(CdrField.RESULT_CODE));
        ber.end(choice);
    }

    private static void tbcd(BerOutput ber, byte[] octets, int at, int length) {
        for (int i = 0; i < length; i += 2) {
            int second = i + 1 < length ? octets[at + i + 1] - '0' : FILLER;
            ber.octet((second << 4) | (octets[at + i] - '0'));
        }
    }

    private static int digits(byte upper, byte lower) {
        return ((upper - '0') << 4) | (lower - '0');
    }

    private static boolean areDigits(byte[] octets, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (octets[i] < '0' || octets[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] octets, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
