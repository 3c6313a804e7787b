package io.ocs.cdr.record;

/** JSON Lines: one object a line (RFC 8259), keys by {@link CdrField#key()}; a field without value is left out. */
public final class JsonEncoder implements CdrEncoder {

    private static final long QUOTED =
            CdrField.bits(CdrField.Type.TEXT, CdrField.Type.WORD, CdrField.Type.INSTANT, CdrField.Type.HASH);
    private static final Word[] KEYS = keys();

    /** All that stands before a value; the first field, which every record has, begins the object. */
    private static Word[] keys() {
        Word[] keys = new Word[CdrField.count()];
        for (int i = 0; i < keys.length; i++) {
            CdrField field = CdrField.of(i);
            String quote = (QUOTED & field.bit()) != 0 ? "\"" : "";
            keys[i] = new Word((i == 0 ? "{" : ",") + "\"" + field.key() + "\":" + quote);
        }
        return keys;
    }

    @Override
    public void header(RowBuffer out) {
        // JSON Lines have none
    }

    @Override
    public void encode(CdrText cdr, RowBuffer out) {
        out.beginRow();
        byte[] octets = cdr.octets();
        long escaped = cdr.escaped & ~CdrField.DEBITS.bit(); // that is JSON already
        for (long rest = cdr.present; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            out.word(KEYS[field]);
            if ((escaped >>> field & 1) != 0) {
                out.escaped(octets, cdr.at[field], cdr.length[field]);
            } else {
                out.copy(octets, cdr.at[field], cdr.length[field]);
            }
            if ((QUOTED >>> field & 1) != 0) {
                out.put('"');
            }
        }
        out.put('}');
        out.put('\n');
    }
}
