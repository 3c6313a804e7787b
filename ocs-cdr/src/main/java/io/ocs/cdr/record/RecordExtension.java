package io.ocs.cdr.record;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;

/**
 * All fields of a record as the one ManagementExtension (X.721) of its record extensions: what TS 32.298 has no place for, and what it has a place
 * for in another form. Allocates nothing.
 */
final class RecordExtension {

    /** Names the extension's form: below 2.25, where a UUID needs no registration (X.667), the version of the fields. */
    static final UUID ARC = UUID.fromString("6f1d5c2e-8b1a-4c57-9a5e-3f4b7d20c1a9");

    private static final byte[] IDENTIFIER = identifier(CdrField.FORMAT_VERSION);
    private static final CdrField.Type[] TYPES = types();
    private static final int[] TAGS = tags();

    private RecordExtension() {}

    /** The arcs of the identifier, in decimal numbers. */
    static String arcs() {
        return "2 25 " + number(ARC) + " " + CdrField.FORMAT_VERSION;
    }

    /** The identifier of a version, without tag and length. */
    static byte[] identifierValue(int version) {
        byte[] identifier = identifier(version);
        return Arrays.copyOfRange(identifier, 2, identifier.length);
    }

    private static BigInteger number(UUID uuid) {
        return new BigInteger(uuid.toString().replace("-", ""), 16);
    }

    /** OBJECT IDENTIFIER with tag and length. */
    private static byte[] identifier(int version) {
        ByteArrayOutputStream arcs = new ByteArrayOutputStream();
        arc(arcs, BigInteger.valueOf(2 * 40 + 25));
        arc(arcs, number(ARC));
        arc(arcs, BigInteger.valueOf(version));
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(6);
        element.write(arcs.size());
        element.writeBytes(arcs.toByteArray());
        return element.toByteArray();
    }

    /** Seven bits an octet, the upper ones first; all but the last with the highest bit set. */
    private static void arc(ByteArrayOutputStream out, BigInteger arc) {
        for (int shift = (Math.max(1, arc.bitLength()) - 1) / 7 * 7; shift >= 0; shift -= 7) {
            int bits = arc.shiftRight(shift).intValue() & 0x7f;
            out.write(shift > 0 ? bits | 0x80 : bits);
        }
    }

    private static CdrField.Type[] types() {
        CdrField.Type[] types = new CdrField.Type[CdrField.count()];
        for (int i = 0; i < types.length; i++) {
            types[i] = CdrField.of(i).type();
        }
        return types;
    }

    private static int[] tags() {
        int[] tags = new int[CdrField.count()];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = CdrField.of(i).tag();
        }
        return tags;
    }

    /** Writes record extensions under the tag that they have in a kind of record. */
    static void write(BerOutput ber, int number, ChargingDataRecord cdr, CdrText text) {
        int extensions = ber.begin(number);
        int extension = ber.beginTagged(BerOutput.SEQUENCE);
        ber.ready(IDENTIFIER);
        int information = ber.begin(2);
        int fields = ber.beginTagged(BerOutput.SEQUENCE);
        for (long rest = text.present; rest != 0; rest &= rest - 1) {
            field(ber, Long.numberOfTrailingZeros(rest), cdr, text);
        }
        ber.end(fields);
        ber.end(information);
        ber.end(extension);
        ber.end(extensions);
    }

    private static void field(BerOutput ber, int field, ChargingDataRecord cdr, CdrText text) {
        int tag = TAGS[field];
        switch (TYPES[field]) {
            case INTEGER, NUMBER, INSTANT -> ber.integer(tag, cdr.values[field]);
            case FLAG -> ber.flag(tag, cdr.values[field] != 0);
            case WORD, TEXT -> ber.octets(tag, text.octets(), text.at[field], text.length[field]);
            case DEBITS -> debits(ber, tag, cdr.debits);
            case HASH -> {
                ber.head(tag, 2 * Long.BYTES);
                ber.int64(cdr.hashHigh());
                ber.int64(cdr.hashLow());
            }
        }
    }

    private static void debits(BerOutput ber, int tag, DebitList debits) {
        int list = ber.begin(tag);
        for (int i = 0; i < debits.count; i++) {
            int debit = ber.beginTagged(BerOutput.SEQUENCE);
            ber.integer(0, debits.bucket[i]);
            Word unit = DebitList.UNITS[debits.unit[i]];
            ber.octets(1, unit.octets, 0, unit.length);
            ber.integer(2, debits.amount[i]);
            ber.integer(3, debits.units[i]);
            ber.integer(4, debits.balanceAfter[i]);
            ber.end(debit);
        }
        ber.end(list);
    }
}
