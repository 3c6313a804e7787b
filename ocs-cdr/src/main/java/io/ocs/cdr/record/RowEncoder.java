package io.ocs.cdr.record;

import io.ocs.core.Octets;
import java.nio.charset.StandardCharsets;

/**
 * What the text formats share: texts come out as valid UTF-8 in one line, whatever a peer has sent. Control characters and octets that are
 * no UTF-8 become U+FFFD, in every format alike.
 */
abstract class RowEncoder extends FieldWriter {

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
            out.put(REPLACEMENT);
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

    /** The 128 bits of the last field. */
    abstract void hash(long high, long low);

    final void row(ChargingDataRecord cdr) {
        record(cdr);
        hash(cdr.hashHigh(), cdr.hashLow());
    }

    /** A JSON array of objects with the keys as they stand in this format. */
    final void debitList(ChargingDataRecord cdr, DebitKeys keys) {
        out.put('[');
        for (int i = 0; i < cdr.debitCount; i++) {
            if (i > 0) {
                out.put(',');
            }
            out.put(keys.bucket);
            out.number(cdr.debitBucket[i]);
            out.put(keys.unit);
            out.ascii(cdr.debitKind[i].name());
            out.put(keys.amount);
            out.number(cdr.debitAmount[i]);
            out.put(keys.units);
            out.number(cdr.debitUnits[i]);
            out.put(keys.balanceAfter);
            out.number(cdr.debitBalanceAfter[i]);
            out.put('}');
        }
        out.put(']');
    }

    /** The keys of a debit with all that stands between the values; {@code quote} is what stands for a quotation mark. */
    static final class DebitKeys {
        final byte[] bucket;
        final byte[] unit;
        final byte[] amount;
        final byte[] units;
        final byte[] balanceAfter;

        DebitKeys(String quote) {
            bucket = octets("{'bucket':", quote);
            unit = octets(",'unit':'", quote);
            amount = octets("','amount':", quote);
            units = octets(",'units':", quote);
            balanceAfter = octets(",'balance_after':", quote);
        }

        private static byte[] octets(String text, String quote) {
            return text.replace("'", quote).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
