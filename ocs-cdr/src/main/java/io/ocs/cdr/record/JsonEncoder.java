package io.ocs.cdr.record;

import io.ocs.core.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON Lines: one object a line (RFC 8259), keys by {@link CdrField#key()}; a field without value is left out. */
public final class JsonEncoder extends RowEncoder implements CdrEncoder {

    private static final byte[][] KEYS = Arrays.stream(CdrField.values())
            .map(field -> ("\"" + field.key() + "\":").getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private int field;
    private boolean first;

    @Override
    public void header(RowBuffer target) {
        // JSON Lines have none
    }

    @Override
    public void encode(ChargingDataRecord cdr, RowBuffer target) {
        out = target;
        out.beginRow();
        out.put('{');
        first = true;
        for (field = 0; field < CdrField.count(); field++) {
            CdrField.of(field).write(cdr, this);
        }
        out.put('}');
        out.put('\n');
    }

    private void key() {
        if (!first) {
            out.put(',');
        }
        first = false;
        out.put(KEYS[field], 0, KEYS[field].length);
    }

    @Override
    void character(byte ascii) {
        if (ascii == '"' || ascii == '\\') {
            out.put('\\');
        }
        out.put(ascii);
    }

    @Override
    public void absent() {
        // left out
    }

    @Override
    public void number(long value) {
        key();
        super.number(value);
    }

    @Override
    public void flag(boolean value) {
        key();
        super.flag(value);
    }

    @Override
    public void label(String word) {
        key();
        out.put('"');
        out.ascii(word);
        out.put('"');
    }

    @Override
    public void text(Octets value) {
        key();
        out.put('"');
        characters(value);
        out.put('"');
    }

    @Override
    public void instant(long epochMs) {
        key();
        out.put('"');
        out.instant(epochMs);
        out.put('"');
    }

    @Override
    public void hash(long high, long low) {
        key();
        out.put('"');
        out.hex(high);
        out.hex(low);
        out.put('"');
    }

    @Override
    public void debits(ChargingDataRecord cdr) {
        key();
        debitList(cdr, "\"");
    }
}
