package io.ocs.cdr.record;

/**
 * The values of one record as text, written once for all text formats, which then copy them. A value is what stands in the format without
 * quotation marks and not escaped. Reused; one thread.
 */
public final class CdrText {

    /** Fields that may have a comma in them: they stand in quotation marks in CSV. */
    static final long COMMAS = CdrField.bits(CdrField.Type.TEXT, CdrField.Type.DEBITS);

    private static final long NUMBERS = CdrField.bits(CdrField.Type.INTEGER, CdrField.Type.NUMBER);
    private static final long INSTANTS = CdrField.bits(CdrField.Type.INSTANT);
    private static final long WORDS = CdrField.bits(CdrField.Type.WORD);
    private static final long TEXTS = CdrField.bits(CdrField.Type.TEXT);
    private static final long FLAGS = CdrField.bits(CdrField.Type.FLAG);
    private static final int DEBITS = CdrField.DEBITS.ordinal();
    private static final int HASH = CdrField.CONTENT_HASH.ordinal();
    private static final Word TRUE = new Word("true");
    private static final Word FALSE = new Word("false");

    /** Fields with a value, by {@link CdrField#bit}. */
    long present;
    /** Fields whose value has a quotation mark or a backslash in it. */
    long escaped;

    final int[] at = new int[CdrField.count()];
    final int[] length = new int[CdrField.count()];
    private final RowBuffer out = new RowBuffer(2 * RowBuffer.ROW_MAX);

    /** Holds the values; octets behind a value may be read. */
    byte[] octets() {
        return out.array();
    }

    boolean has(CdrField field) {
        return (present & field.bit()) != 0;
    }

    /** Takes the values of a record: all of one type after the other, so that the same code runs on. */
    public void of(ChargingDataRecord cdr) {
        out.clear();
        present = cdr.present;
        escaped = 0;
        numbers(cdr);
        instants(cdr);
        words(cdr);
        texts(cdr);
        flags(cdr);
        if ((present & CdrField.DEBITS.bit()) != 0) {
            begin(DEBITS);
            cdr.debits.writeTo(out);
            end(DEBITS);
            escaped |= cdr.debits.count > 0 ? CdrField.DEBITS.bit() : 0;
        }
        begin(HASH);
        out.hex(cdr.hashHigh());
        out.hex(cdr.hashLow());
        end(HASH);
    }

    private void begin(int field) {
        at[field] = out.length();
    }

    private void end(int field) {
        length[field] = out.length() - at[field];
    }

    private void numbers(ChargingDataRecord cdr) {
        for (long rest = present & NUMBERS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            begin(field);
            out.number(cdr.values[field]);
            end(field);
        }
    }

    private void instants(ChargingDataRecord cdr) {
        for (long rest = present & INSTANTS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            begin(field);
            out.instant(cdr.values[field]);
            end(field);
        }
    }

    private void words(ChargingDataRecord cdr) {
        for (long rest = present & WORDS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            begin(field);
            out.word(cdr.words[field]);
            end(field);
        }
    }

    private void flags(ChargingDataRecord cdr) {
        for (long rest = present & FLAGS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            begin(field);
            out.word(cdr.values[field] == 0 ? FALSE : TRUE);
            end(field);
        }
    }

    private void texts(ChargingDataRecord cdr) {
        for (long rest = present & TEXTS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            begin(field);
            if (LineText.append(cdr.texts, cdr.textAt[field], cdr.textLength[field], out)) {
                escaped |= rest & -rest;
            }
            end(field);
        }
    }
}
