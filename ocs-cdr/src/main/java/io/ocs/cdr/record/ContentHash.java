package io.ocs.cdr.record;

import io.ocs.core.Hash128;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits over the fields of a record that have a value, each mixed with its place and then added up, so that a field added later and absent
 * changes nothing and no field waits for the one before. It tells whether two records of one key say the same; it is no cryptographic hash.
 */
final class ContentHash {

    private static final long[] PLACES = places();
    private static final long NUMBERS =
            CdrField.bits(CdrField.Type.INTEGER, CdrField.Type.NUMBER, CdrField.Type.FLAG, CdrField.Type.INSTANT);
    private static final long WORDS = CdrField.bits(CdrField.Type.WORD);
    private static final long TEXTS = CdrField.bits(CdrField.Type.TEXT);

    private long high;
    private long low;

    private static long[] places() {
        long[] places = new long[CdrField.count()];
        for (int i = 0; i < places.length; i++) {
            byte[] key = CdrField.of(i).key().getBytes(StandardCharsets.US_ASCII);
            places[i] = Hash128.high(key, 0, key.length, i);
        }
        return places;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    void of(ChargingDataRecord cdr) {
        high = 1;
        low = 2;
        long present = cdr.present;
        for (long rest = present & NUMBERS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            add(PLACES[field], cdr.values[field]);
        }
        for (long rest = present & WORDS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            add(PLACES[field], cdr.words[field].text.hashCode());
        }
        for (long rest = present & TEXTS; rest != 0; rest &= rest - 1) {
            int field = Long.numberOfTrailingZeros(rest);
            add(PLACES[field], cdr.texts, cdr.textAt[field], cdr.textLength[field]);
        }
        if ((present & CdrField.DEBITS.bit()) != 0) {
            add(cdr.debits);
        }
    }

    private void add(long place, long value) {
        high += Hash128.mix(place, value);
        low += Hash128.mix(~place, ~value);
    }

    private void add(long place, byte[] texts, int from, int length) {
        long one = Hash128.mix(place, length);
        long other = Hash128.mix(~place, length);
        int end = from + length;
        for (int at = from; at < end; at += Long.BYTES) {
            long word = RowBuffer.longAt(texts, at);
            if (end - at < Long.BYTES) {
                word &= (1L << (Byte.SIZE * (end - at))) - 1;
            }
            one = Hash128.mix(one, word);
            other = Hash128.mix(other, ~word);
        }
        high += one;
        low += other;
    }

    private void add(DebitList debits) {
        long place = PLACES[CdrField.DEBITS.ordinal()];
        add(place, debits.count);
        for (int i = 0; i < debits.count; i++) {
            place = Hash128.mix(place, i);
            add(place + 1, debits.bucket[i]);
            add(place + 2, debits.unit[i]);
            add(place + 3, debits.amount[i]);
            add(place + 4, debits.units[i]);
            add(place + 5, debits.balanceAfter[i]);
        }
    }
}
