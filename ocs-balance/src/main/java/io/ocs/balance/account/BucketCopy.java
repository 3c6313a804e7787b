package io.ocs.balance.account;

import io.ocs.core.Hash128;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.Tariff;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.ServiceEntry;

/** The buckets of one account as plain arrays, in paying order, with what the service at hand has held, taken and reserved. Reused. */
final class BucketCopy {

    private final int[] id = new int[AccountEntry.BUCKETS_MAX];
    private final UnitKind[] kind = new UnitKind[AccountEntry.BUCKETS_MAX];
    private final long[] balance = new long[AccountEntry.BUCKETS_MAX];
    private final long[] reserved = new long[AccountEntry.BUCKETS_MAX];
    private final long[] held = new long[AccountEntry.BUCKETS_MAX];
    private final long[] allowance = new long[AccountEntry.BUCKETS_MAX];
    private final long[] expiresMs = new long[AccountEntry.BUCKETS_MAX];
    private int count;
    private int main;
    private long creditLimit;
    private long nowMs;

    void load(AccountEntry account, long atMs) {
        count = account.bucketCount();
        creditLimit = account.creditLimitMicros();
        nowMs = atMs;
        for (int i = 0; i < count; i++) {
            id[i] = account.bucketId(i);
            kind[i] = account.kind(i);
            balance[i] = account.balance(i);
            reserved[i] = account.reserved(i);
            allowance[i] = account.allowance(i);
            expiresMs[i] = account.expiresMs(i);
            held[i] = 0;
            if (id[i] == AccountEntry.MAIN_BUCKET) {
                main = i;
            }
        }
    }

    /** What the service held is free again, and may still be taken from a bucket that has expired since. */
    void release(ServiceEntry service) {
        for (int part = 0; part < service.partCount(); part++) {
            int index = indexOf(service.partBucket(part));
            reserved[index] -= service.partAmount(part);
            held[index] += service.partAmount(part);
        }
    }

    int indexOf(int bucketId) {
        for (int i = 0; i < count; i++) {
            if (id[i] == bucketId) {
                return i;
            }
        }
        throw new IllegalStateException("a reservation names bucket " + bucketId + " that the account does not have");
    }

    /** Holds an amount again that was released, or as much of it as is left. @return what is held */
    long holdAgain(int index, long amount) {
        long part = Math.min(amount, debitable(index));
        reserved[index] += part;
        held[index] = Math.max(0, held[index] - part);
        return part;
    }

    /** Takes back what the record reserves. */
    void unreserve(ServiceRecord record) {
        for (int i = 0; i < record.reservationCount(); i++) {
            reserved[indexOf(record.reservationBucket(i))] -= record.reservationAmount(i);
        }
        record.clearReservations();
    }

    int id(int index) {
        return id[index];
    }

    int count() {
        return count;
    }

    int main() {
        return main;
    }

    boolean isMoney(int index) {
        return kind[index] == UnitKind.MONEY && allowance[index] == 0;
    }

    /** Step of the allowance of the tariff that this unit bucket belongs to; 0 if the tariff does not allow the bucket. */
    long stepFor(int index, Tariff tariff) {
        if (kind[index] != tariff.unit()) {
            return 0;
        }
        for (int i = 0; i < tariff.allowanceCount(); i++) {
            if (tariff.allowanceKey(i) == allowance[index]) {
                return tariff.allowanceStep(i);
            }
        }
        return 0;
    }

    /** The price segment in which this unit bucket pays for the tariff. */
    long segment(int index, Tariff tariff) {
        long mixed = Hash128.mix(tariff.segmentKey(), id[index] + 1L);
        return mixed == 0 ? 1 : mixed;
    }

    /** What can be debited without going beyond the bucket's limit; at least 0. */
    long debitable(int index) {
        long free = free(index);
        return Math.max(0, expiresMs[index] > nowMs ? free : Math.min(free, held[index]));
    }

    /** What can be reserved now; at least 0. */
    long reservable(int index) {
        return expiresMs[index] > nowMs ? Math.max(0, free(index)) : 0;
    }

    private long free(int index) {
        long free = balance[index] - reserved[index];
        return index == main ? Math.addExact(free, creditLimit) : free;
    }

    long reserved(int index) {
        return reserved[index];
    }

    long expiresMs(int index) {
        return expiresMs[index];
    }

    /**
     * Takes an amount (negative: gives it back) that paid for {@code units}, and writes that into the record: added to the bucket's last debit if
     * that is of the same segment, or if the record has place only for one more of each bucket.
     */
    void take(int index, long amount, long units, long segment, ServiceRecord record) {
        balance[index] = Math.subtractExact(balance[index], amount);
        held[index] = Math.max(0, held[index] - amount);
        int same = lastDebit(index, record);
        boolean full = record.debitCount() >= ServiceRecord.DEBITS_MAX - AccountEntry.BUCKETS_MAX;
        if (same >= 0 && (record.debitSegment(same) == segment || full)) {
            record.raiseDebit(same, amount, units, balance[index]);
            return;
        }
        record.addDebit(id[index], kind[index], amount, units, segment, balance[index]);
    }

    private int lastDebit(int index, ServiceRecord record) {
        int at = record.debitCount() - 1;
        while (at >= 0 && record.debitBucket(at) != id[index]) {
            at--;
        }
        return at;
    }

    /** Reserves an amount, and writes that into the record: added to what the service reserves in the bucket already. */
    void reserve(int index, long amount, ServiceRecord record) {
        reserved[index] = Math.addExact(reserved[index], amount);
        for (int i = 0; i < record.reservationCount(); i++) {
            if (record.reservationBucket(i) == id[index]) {
                record.raiseReservation(i, amount);
                return;
            }
        }
        record.addReservation(id[index], amount);
    }
}
