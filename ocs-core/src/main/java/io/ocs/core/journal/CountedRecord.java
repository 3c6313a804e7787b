package io.ocs.core.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Counters of subscribers and accounts as they stand from now on, behind the record of the request that was counted. */
public final class CountedRecord extends RecordBody {

    // 0 counters i32 | 8 counters, 40 octets each: 0 owner | 8 counter key | 16 amount | 24 value after | 32 end of the
    // period
    /** Key of no counter: from here on it is kept what the sessions of the subscriber hold. Amount and value are 0. */
    public static final long HOLDS = 0;

    private static final int FIXED = 8;
    private static final int COUNTER_LENGTH = 40;

    public CountedRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public CountedRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, FIXED);
        return this;
    }

    /** Octets of a record of so many counters. */
    public static int length(int counters) {
        return FIXED + counters * COUNTER_LENGTH;
    }

    private static int at(int index) {
        return FIXED + index * COUNTER_LENGTH;
    }

    /** @param amount what was added; the value begins with it if the period is a new one */
    public void add(long ownerId, long counterKey, long amount, long valueAfter, long periodEndMs) {
        int index = count();
        longAt(at(index), ownerId);
        longAt(at(index) + 8, counterKey);
        longAt(at(index) + 16, amount);
        longAt(at(index) + 24, valueAfter);
        longAt(at(index) + 32, periodEndMs);
        intAt(0, index + 1);
    }

    public int count() {
        return intAt(0);
    }

    public int length() {
        return length(count());
    }

    public long ownerId(int index) {
        return longAt(at(index));
    }

    public long counterKey(int index) {
        return longAt(at(index) + 8);
    }

    public long amount(int index) {
        return longAt(at(index) + 16);
    }

    public long valueAfter(int index) {
        return longAt(at(index) + 24);
    }

    public long periodEndMs(int index) {
        return longAt(at(index) + 32);
    }
}
