package io.ocs.cdr.record;

import io.ocs.core.Octets;

/**
 * What the text formats share: texts come out as valid UTF-8 in one line, whatever a peer has sent. Control characters and octets that are
 * no UTF-8 become U+FFFD, in every format alike.
 */
abstract class RowEncoder implements FieldWriter {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    RowBuffer out;

    /** A printable ASCII character of a text, escaped where the format needs it. */
    abstract void character(byte ascii);

    final void characters(Octets text) {
        byte[] octets = text.array();
        int end = text.length();
        int at = 0;
        while (at < end) {
            int run = at;
            while (run < end && isPlain(octets[run])) {
                run++;
            }
            out.put(octets, at, run - at);
            at = run < end ? special(octets, run, end) : run;
        }
    }

    private static boolean isPlain(byte octet) {
        return octet >= ' ' && octet < 0x7f && octet != '"' && octet != '\\';
    }

    /** Writes the character at {@code at}, which is not plain, and returns the offset behind it. */
    private int special(byte[] octets, int at, int end) {
        int count = sequenceLength(octets, at, end);
        if (count == 0) {
            out.put(REPLACEMENT, 0, REPLACEMENT.length);
            return at + 1;
        }
        if (count == 1) {
            character(octets[at]);
        } else {
            out.put(octets, at, count);
        }
        return at + count;
    }

    /** Octets of the character at {@code at}; 0 if it is a control character or no UTF-8 (RFC 3629). */
    static int sequenceLength(byte[] octets, int at, int end) {
        int lead = octets[at] & 0xff;
        if (lead < 0x80) {
            return lead < 0x20 || lead == 0x7f ? 0 : 1;
        }
        int count =
                lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
        if (count == 0 || at + count > end || !secondFits(lead, octets[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < count; i++) {
            if ((octets[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return count;
    }

    /** Neither an overlong form nor a surrogate nor beyond U+10FFFF; the C1 control characters are let through. */
    private static boolean secondFits(int lead, int second) {
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }

    @Override
    public void number(long value) {
        out.number(value);
    }

    @Override
    public void flag(boolean value) {
        out.ascii(value ? "true" : "false");
    }

    /** A JSON array of objects; {@code quote} is what stands for a quotation mark in this format. */
    final void debitList(ChargingDataRecord cdr, String quote) {
        out.put('[');
        for (int i = 0; i < cdr.debitCount; i++) {
            if (i > 0) {
                out.put(',');
            }
            key('{', "bucket", quote);
            out.number(cdr.debitBucket[i]);
            key(',', "unit", quote);
            out.ascii(quote);
            out.ascii(cdr.debitKind[i].name());
            out.ascii(quote);
            key(',', "amount", quote);
            out.number(cdr.debitAmount[i]);
            key(',', "units", quote);
            out.number(cdr.debitUnits[i]);
            key(',', "balance_after", quote);
            out.number(cdr.debitBalanceAfter[i]);
            out.put('}');
        }
        out.put(']');
    }

    private void key(char before, String name, String quote) {
        out.put(before);
        out.ascii(quote);
        out.ascii(name);
        out.ascii(quote);
        out.put(':');
    }
}
