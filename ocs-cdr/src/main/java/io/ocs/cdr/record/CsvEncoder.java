package io.ocs.cdr.record;

/**
 * Comma-separated values (RFC 4180), one record a line ending in LF. Texts stand in quotation marks, numbers, words and times do not; no value is
 * nothing between the commas. PostgreSQL's {@code COPY … (FORMAT csv)} takes the lines as they are.
 */
public final class CsvEncoder implements CdrEncoder {

    /** The names of the columns. */
    @Override
    public void header(RowBuffer out) {
        out.beginRow();
        for (int i = 0; i < CdrField.count(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.ascii(CdrField.of(i).key());
        }
        out.put('\n');
    }

    /** The first and the last field are in every record. */
    @Override
    public void encode(CdrText cdr, RowBuffer out) {
        out.beginRow();
        byte[] octets = cdr.octets();
        int column = 0;
        for (long rest = cdr.present; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            out.commas(field - column);
            column = field;
            if ((cdr.escaped >>> field & 1) != 0) {
                out.put('"');
                out.doublingQuotes(octets, cdr.at[field], cdr.length[field]);
                out.put('"');
            } else if ((CdrText.COMMAS >>> field & 1) != 0) {
                out.quoted(octets, cdr.at[field], cdr.length[field]);
            } else {
                out.copy(octets, cdr.at[field], cdr.length[field]);
            }
        }
        out.put('\n');
    }
}
