package io.ocs.core.state;

import io.ocs.core.Hash128;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * One number for the whole state of a shard, whatever order its entries lie in: equal for a live run, its replay and its snapshot. One thread.
 */
public final class StateHash {

    /** The first four octets of a long as they lie in memory. */
    private static final long NOT_ROUTE =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0xffffffffL : 0xffffffff00000000L;

    private final long[] sums = new long[Table.COUNT];

    /** Hash over all tables; outcomes that have expired at {@code nowMs} count as absent. */
    public static long of(AccountStore store, long nowMs) {
        StateHash hash = new StateHash();
        OutcomeEntry outcome = new OutcomeEntry();
        for (int i = 0; i < Table.COUNT; i++) {
            Table table = Table.of(i);
            store.forEach(table, address -> {
                if (table != Table.OUTCOME || outcome.wrap(address).expiresMs() > nowMs) {
                    hash.add(table, address);
                }
                return true;
            });
        }
        return hash.value();
    }

    /** Hash over all entries, expired or not. */
    public static long of(AccountStore store) {
        return of(store, Long.MIN_VALUE);
    }

    /** Counts the entry at {@code address} in. */
    public void add(Table table, long address) {
        long hash = 0;
        for (int at = 0; at < table.entryLength(); at += Long.BYTES) {
            hash = Hash128.mix(hash, UnsafeApi.getLong(address + at) & mask(table, at));
        }
        sums[table.ordinal()] += hash;
    }

    /** A session's route is a hint, and no state. */
    private static long mask(Table table, int at) {
        return table == Table.SESSION && at == SessionEntry.ROUTE - Integer.BYTES ? NOT_ROUTE : -1L;
    }

    /** Hash of what was added so far. */
    public long value() {
        return value(sums.length);
    }

    /** Hash of what was added so far, as a program computes it that knows the first {@code tables} tables only. */
    public long value(int tables) {
        long hash = 0;
        for (int i = 0; i < tables; i++) {
            hash = Hash128.mix(hash, sums[i]);
        }
        return hash;
    }

    /** Begins anew. */
    public void clear() {
        Arrays.fill(sums, 0);
    }
}
