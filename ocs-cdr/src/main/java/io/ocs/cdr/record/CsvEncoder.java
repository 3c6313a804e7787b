package io.ocs.cdr.record;

import io.ocs.core.Octets;

/**
 * Comma-separated values (RFC 4180), one record a line ending in LF. Texts stand in quotation marks, numbers, words and times do not; no value is
 * nothing between the commas. PostgreSQL's {@code COPY … (FORMAT csv)} takes the lines as they are.
 */
public final class CsvEncoder extends RowEncoder implements CdrEncoder {

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
        for (int i = 0; i < CdrField.count(); i++) {
            if (i > 0) {
                out.put(',');
            }
            CdrField.of(i).write(cdr, this);
        }
        out.put('\n');
    }

    @Override
    void character(byte ascii) {
        if (ascii == '"') {
            out.put('"');
        }
        out.put(ascii);
    }

    @Override
    public void absent() {
        // nothing stands between the commas
    }

    @Override
    public void label(String word) {
        out.ascii(word);
    }

    @Override
    public void text(Octets value) {
        out.put('"');
        characters(value);
        out.put('"');
    }

    @Override
    public void instant(long epochMs) {
        out.instant(epochMs);
    }

    @Override
    public void hash(long high, long low) {
        out.hex(high);
        out.hex(low);
    }

    @Override
    public void debits(ChargingDataRecord cdr) {
        out.put('"');
        debitList(cdr, "\"\"");
        out.put('"');
    }
}
