package io.ocs.cdr.record;

import io.ocs.core.Hash128;
import io.ocs.core.Octets;

/**
 * 128 bits over the fields of a record that have a value, each with its place, so that a field added later and absent changes nothing. It tells
 * whether two records of one key say the same; it is no cryptographic hash.
 */
final class ContentHash extends FieldWriter {

    private long high;
    private long low;
    private int field;

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    void of(ChargingDataRecord cdr) {
        high = 1;
        low = 2;
        field = 0;
        record(cdr);
    }

    private void mix(long value) {
        high = Hash128.mix(high, value);
        low = Hash128.mix(low, ~value);
    }

    @Override
    void absent(int fields) {
        field += fields; // leaves no trace: see the class comment
    }

    @Override
    void number(long value) {
        mix(field++);
        mix(value);
    }

    @Override
    void flag(boolean value) {
        number(value ? 1 : 0);
    }

    @Override
    void label(String word) {
        number(word.hashCode());
    }

    @Override
    void text(Octets value) {
        mix(field++);
        high = Hash128.mix(high, value.hashHigh(0));
        low = Hash128.mix(low, value.hashLow(0));
    }

    @Override
    void instant(long epochMs) {
        number(epochMs);
    }

    @Override
    void debits(ChargingDataRecord cdr) {
        number(cdr.debitCount);
        for (int i = 0; i < cdr.debitCount; i++) {
            mix(cdr.debitBucket[i]);
            mix(cdr.debitKind[i].ordinal());
            mix(cdr.debitAmount[i]);
            mix(cdr.debitUnits[i]);
            mix(cdr.debitBalanceAfter[i]);
        }
    }
}
