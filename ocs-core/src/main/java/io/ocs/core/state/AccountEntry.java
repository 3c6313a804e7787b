package io.ocs.core.state;

import io.ocs.core.UnitKind;
import org.agrona.UnsafeApi;

/**
 * A charging account with its buckets, kept in the order in which they pay: priority, then earliest expiry, then id (TMF654
 * words). Bucket 0 is the main money bucket; it always exists, is the last to pay, and alone may go below zero.
 */
public final class AccountEntry extends Entry<AccountEntry> {

    // 0 key (account id, 0) | 16 state u8 | 17 buckets u8 | 20 currency i32 | 24 open sessions i32 | 28 members i32
    // 32 credit limit i64 | 40 first member i64 | 48 next bucket id i32 | 52 transfers open i32 | 64 buckets, 48 octets
    // each:
    //    0 id i32 | 4 kind u8 | 6 priority i16 | 8 balance i64 | 16 reserved i64 | 24 expires i64 | 32 allowance i64 |
    // 40 initial i64

    /** Most buckets of one account. */
    public static final int BUCKETS_MAX = 8;
    /** Id of the main money bucket. */
    public static final int MAIN_BUCKET = 0;
    /** Priority of the main money bucket: behind all others. */
    public static final int MAIN_PRIORITY = Short.MAX_VALUE;
    /** Expiry of a bucket that does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int BUCKET_COUNT = 17;
    private static final int BUCKETS = 64;
    private static final int BUCKET_LENGTH = 48;
    static final int LENGTH = BUCKETS + BUCKETS_MAX * BUCKET_LENGTH;

    /** Octets of the entry at {@code address} that are not zero for sure: there is nothing behind the last bucket. */
    static int filled(long address) {
        return BUCKETS + UnsafeApi.getByte(address + BUCKET_COUNT) * BUCKET_LENGTH;
    }

    public long accountId() {
        return keyHigh();
    }

    public LifeCycle state() {
        return LifeCycle.of(byteAt(16));
    }

    public void state(LifeCycle value) {
        byteAt(16, value.ordinal());
    }

    /** ISO 4217 numeric code of the account's money. */
    public int currency() {
        return intAt(20);
    }

    public void currency(int numericCode) {
        intAt(20, numericCode);
    }

    public int openSessions() {
        return intAt(24);
    }

    public void openSessions(int value) {
        intAt(24, value);
    }

    public int memberCount() {
        return intAt(28);
    }

    public void memberCount(int value) {
        intAt(28, value);
    }

    /** How far the main money bucket may go below zero, micros, at least 0: 0 for prepaid. */
    public long creditLimitMicros() {
        return longAt(32);
    }

    public void creditLimitMicros(long value) {
        longAt(32, value);
    }

    /** First member in the chain of subscribers, 0 if none. */
    public long firstMember() {
        return longAt(40);
    }

    public void firstMember(long subscriberId) {
        longAt(40, subscriberId);
    }

    /** Id that the next bucket gets. */
    public int nextBucketId() {
        return intAt(48);
    }

    /** Transfers to accounts of other shards whose outcome is not known yet: it may have to be given back here. */
    public int transfersOpen() {
        return intAt(52);
    }

    public void transfersOpen(int value) {
        intAt(52, value);
    }

    public int bucketCount() {
        return byteAt(BUCKET_COUNT);
    }

    /** Index of a bucket by id, or -1. */
    public int indexOf(int bucketId) {
        for (int i = 0; i < bucketCount(); i++) {
            if (bucketId(i) == bucketId) {
                return i;
            }
        }
        return -1;
    }

    public int bucketId(int index) {
        return intAt(at(index));
    }

    public UnitKind kind(int index) {
        return UnitKind.of(byteAt(at(index) + 4));
    }

    /** Lower pays first. */
    public int priority(int index) {
        return shortAt(at(index) + 6);
    }

    /** Units or micros, reservations included; only the main bucket can be below zero. */
    public long balance(int index) {
        return longAt(at(index) + 8);
    }

    public void balance(int index, long value) {
        longAt(at(index) + 8, value);
    }

    /** Held by open reservations, at least 0. */
    public long reserved(int index) {
        return longAt(at(index) + 16);
    }

    public void reserved(int index, long value) {
        longAt(at(index) + 16, value);
    }

    /** End of the bucket, milliseconds since 1970; at that instant it pays no more. */
    public long expiresMs(int index) {
        return longAt(at(index) + 24);
    }

    /** Whether the bucket has expired and nothing holds on to it, so that it can go; never the main bucket. */
    public boolean isExpired(int index, long nowMs) {
        return expiresMs(index) <= nowMs && reserved(index) == 0 && bucketId(index) != MAIN_BUCKET;
    }

    /** Key of the allowance that this bucket belongs to; 0: money for anything. */
    public long allowance(int index) {
        return longAt(at(index) + 32);
    }

    /** What was credited to the bucket in all, for showing how full it is. */
    public long credited(int index) {
        return longAt(at(index) + 40);
    }

    public void credited(int index, long value) {
        longAt(at(index) + 40, value);
    }

    /** What a new reservation may take at {@code nowMs}: balance less reservations, plus the credit limit in the main bucket; at least 0. */
    public long available(int index, long nowMs) {
        if (expiresMs(index) <= nowMs) {
            return 0;
        }
        long free = balance(index) - reserved(index);
        if (bucketId(index) == MAIN_BUCKET) {
            free += creditLimitMicros();
        }
        return Math.max(0, free);
    }

    /**
     * Adds an empty bucket in its place of the paying order. There must be room.
     *
     * @return its index
     */
    public int addBucket(int id, UnitKind kind, int priority, long expiresMs, long allowance) {
        int count = bucketCount();
        int index = count;
        while (index > 0 && paysAfter(index - 1, priority, expiresMs, id)) {
            index--;
        }
        move(at(index), at(index + 1), (count - index) * BUCKET_LENGTH);
        zero(at(index), BUCKET_LENGTH);
        intAt(at(index), id);
        byteAt(at(index) + 4, kind.ordinal());
        shortAt(at(index) + 6, priority);
        longAt(at(index) + 24, expiresMs);
        longAt(at(index) + 32, allowance);
        byteAt(BUCKET_COUNT, count + 1);
        intAt(48, Math.max(nextBucketId(), id + 1));
        return index;
    }

    /** Removes a bucket (never the main one); the others keep their order. */
    public void removeBucket(int index) {
        int count = bucketCount();
        move(at(index + 1), at(index), (count - index - 1) * BUCKET_LENGTH);
        zero(at(count - 1), BUCKET_LENGTH);
        byteAt(BUCKET_COUNT, count - 1);
    }

    private boolean paysAfter(int index, int priority, long expiresMs, int id) {
        if (priority(index) != priority) {
            return priority(index) > priority;
        }
        if (expiresMs(index) != expiresMs) {
            return expiresMs(index) > expiresMs;
        }
        return bucketId(index) > id;
    }

    private static int at(int index) {
        return BUCKETS + index * BUCKET_LENGTH;
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
