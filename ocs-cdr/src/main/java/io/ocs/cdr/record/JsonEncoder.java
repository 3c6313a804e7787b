package io.ocs.cdr.record;

import io.ocs.core.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON Lines: one object a line (RFC 8259), keys by {@link CdrField#key()}; a field without value is left out. */
public final class JsonEncoder extends RowEncoder implements CdrEncoder {

    private static final byte[][] KEYS = Arrays.stream(CdrField.values())
            .map(field -> ((field.ordinal() == 0 ? "{" : ",") + "\"" + field.key() + "\":")
                    .getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private static final DebitKeys DEBIT_KEYS = new DebitKeys("\"");

    private int field;

    @Override
    public void header(RowBuffer target) {
        // JSON Lines have none
    }

    @Override
    public void encode(ChargingDataRecord cdr, RowBuffer target) {
        out = target;
        out.beginRow();
        field = 0;
        row(cdr);
        out.put('}');
        out.put('\n');
    }

    /** The first field, which every record has, begins the object. */
    private void key() {
        out.put(KEYS[field++]);
    }

    @Override
    void character(byte ascii) {
        if (ascii == '"' || ascii == '\\') {
            out.put('\\');
        }
        out.put(ascii);
    }

    @Override
    void absent(int fields) {
        field += fields; // left out
    }

    @Override
    void number(long value) {
        key();
        out.number(value);
    }

    @Override
    void flag(boolean value) {
        key();
        out.ascii(value ? "true" : "false");
    }

    @Override
    void label(String word) {
        key();
        out.put('"');
        out.ascii(word);
        out.put('"');
    }

    @Override
    void text(Octets value) {
        key();
        out.put('"');
        characters(value);
        out.put('"');
    }

    @Override
    void instant(long epochMs) {
        key();
        out.put('"');
        out.instant(epochMs);
        out.put('"');
    }

    @Override
    void hash(long high, long low) {
        key();
        out.put('"');
        out.hex(high);
        out.hex(low);
        out.put('"');
    }

    @Override
    void debits(ChargingDataRecord cdr) {
        key();
        debitList(cdr, DEBIT_KEYS);
    }
}
