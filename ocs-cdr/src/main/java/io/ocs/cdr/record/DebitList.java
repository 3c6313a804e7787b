package io.ocs.cdr.record;

import io.ocs.core.UnitKind;
import io.ocs.core.journal.ServiceRecord;

/** The buckets that a usage was debited from, in the order of paying. Reused; one thread. */
final class DebitList {

    /** By ordinal of the kind. */
    static final Word[] UNITS = Word.ofNames(UnitKind.values());

    private static final Word BUCKET = key("{'bucket':");
    private static final Word UNIT = key(",'unit':'");
    private static final Word AMOUNT = key("','amount':");
    private static final Word UNITS_PAID = key(",'units':");
    private static final Word BALANCE_AFTER = key(",'balance_after':");

    int count;
    final int[] bucket = new int[ServiceRecord.DEBITS_MAX];
    final int[] unit = new int[ServiceRecord.DEBITS_MAX];
    final long[] amount = new long[ServiceRecord.DEBITS_MAX];
    final long[] units = new long[ServiceRecord.DEBITS_MAX];
    final long[] balanceAfter = new long[ServiceRecord.DEBITS_MAX];

    private static Word key(String text) {
        return new Word(text.replace('\'', '"'));
    }

    void read(ServiceRecord service) {
        count = service.debitCount();
        for (int i = 0; i < count; i++) {
            bucket[i] = service.debitBucket(i);
            unit[i] = service.debitKind(i).ordinal();
            amount[i] = service.debitAmount(i);
            units[i] = service.debitUnits(i);
            balanceAfter[i] = service.debitBalanceAfter(i);
        }
    }

    /** As a JSON array of objects. */
    void writeTo(RowBuffer out) {
        out.put('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(',');
            }
            out.word(BUCKET);
            out.number(bucket[i]);
            out.word(UNIT);
            out.word(UNITS[unit[i]]);
            out.word(AMOUNT);
            out.number(amount[i]);
            out.word(UNITS_PAID);
            out.number(units[i]);
            out.word(BALANCE_AFTER);
            out.number(balanceAfter[i]);
            out.put('}');
        }
        out.put(']');
    }
}
