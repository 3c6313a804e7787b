package io.ocs.cdr.record;

import io.ocs.core.Octets;

/**
 * Comma-separated values (RFC 4180), one record a line ending in LF. Texts stand in quotation marks, numbers, words and times do not; no value is
 * nothing between the commas. PostgreSQL's {@code COPY … (FORMAT csv)} takes the lines as they are.
 */
public final class CsvEncoder extends RowEncoder implements CdrEncoder {

    private static final DebitKeys DEBIT_KEYS = new DebitKeys("\"\"");

    private boolean first;

    /** The names of the columns. */
    @Override
    public void header(RowBuffer target) {
        target.beginRow();
        for (int i = 0; i < CdrField.count(); i++) {
            if (i > 0) {
                target.put(',');
            }
            target.ascii(CdrField.of(i).key());
        }
        target.put('\n');
    }

    @Override
    public void encode(ChargingDataRecord cdr, RowBuffer target) {
        out = target;
        out.beginRow();
        first = true;
        row(cdr);
        out.put('\n');
    }

    private void next() {
        if (first) {
            first = false;
        } else {
            out.put(',');
        }
    }

    @Override
    void character(byte ascii) {
        if (ascii == '"') {
            out.put('"');
        }
        out.put(ascii);
    }

    @Override
    void absent(int fields) {
        for (int i = 0; i < fields; i++) {
            next();
        }
    }

    @Override
    void number(long value) {
        next();
        out.number(value);
    }

    @Override
    void flag(boolean value) {
        label(value ? "true" : "false");
    }

    @Override
    void label(String word) {
        next();
        out.ascii(word);
    }

    @Override
    void text(Octets value) {
        next();
        out.put('"');
        characters(value);
        out.put('"');
    }

    @Override
    void instant(long epochMs) {
        next();
        out.instant(epochMs);
    }

    @Override
    void hash(long high, long low) {
        next();
        out.hex(high);
        out.hex(low);
    }

    @Override
    void debits(ChargingDataRecord cdr) {
        next();
        out.put('"');
        debitList(cdr, DEBIT_KEYS);
        out.put('"');
    }
}
