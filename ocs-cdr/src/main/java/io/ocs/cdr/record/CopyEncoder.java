package io.ocs.cdr.record;

/**
 * PostgreSQL's {@code COPY … (FORMAT binary)}: each field in the form in which the server keeps it, behind its length in octets. The server
 * needs less than half the time that it takes to read text.
 */
public final class CopyEncoder {

    private static final byte[] HEADER = {
        'P',
        'G',
        'C',
        'O',
        'P',
        'Y',
        '\n',
        (byte) 0xff,
        '\r',
        '\n',
        0, // signature
        0,
        0,
        0,
        0, // flags
        0,
        0,
        0,
        0 // length of further header
    };
    private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};
    /** 2000-01-01T00:00:00Z, from which PostgreSQL counts microseconds. */
    private static final long ERA_MS = 946_684_800_000L;

    private static final int NULL = -1;

    /** Appends what stands before the first row. */
    public void header(RowBuffer target) {
        target.beginRow();
        target.put(HEADER, 0, HEADER.length);
    }

    /** What stands behind the last row. */
    public static byte[] trailer() {
        return TRAILER.clone();
    }

    /** Appends a record. */
    public void encode(ChargingDataRecord cdr, RowBuffer out) {
        out.beginRow();
        out.int16(CdrField.count());
        for (int field = 0; field < CdrField.count(); field++) {
            if ((cdr.present >>> field & 1) == 0) {
                out.int32(NULL);
            } else {
                write(cdr, field, out);
            }
        }
    }

    private static void write(ChargingDataRecord cdr, int field, RowBuffer out) {
        switch (CdrField.of(field).type()) {
            case INTEGER -> {
                out.int32(Integer.BYTES);
                out.int32((int) cdr.values[field]);
            }
            case NUMBER -> number(cdr.values[field], out);
            case FLAG -> {
                out.int32(1);
                out.put((byte) cdr.values[field]);
            }
            case INSTANT -> number((cdr.values[field] - ERA_MS) * 1_000, out);
            case WORD -> {
                out.int32(cdr.words[field].length);
                out.word(cdr.words[field]);
            }
            case TEXT -> {
                int begin = beginText(out);
                LineText.append(cdr.texts, cdr.textAt[field], cdr.textLength[field], out);
                endText(begin, out);
            }
            case DEBITS -> {
                int begin = beginText(out);
                cdr.debits.writeTo(out);
                endText(begin, out);
            }
            case HASH -> {
                out.int32(2 * Long.BYTES);
                out.int64(cdr.hashHigh());
                out.int64(cdr.hashLow());
            }
        }
    }

    private static void number(long value, RowBuffer out) {
        out.int32(Long.BYTES);
        out.int64(value);
    }

    private static int beginText(RowBuffer out) {
        out.int32(0);
        return out.length();
    }

    private static void endText(int begin, RowBuffer out) {
        out.int32At(begin - Integer.BYTES, out.length() - begin);
    }
}
