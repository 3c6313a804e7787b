package io.ocs.core.state;

import io.ocs.core.Hash128;
import org.agrona.concurrent.UnsafeBuffer;

/** One number for the whole state of a shard, whatever order its entries lie in: equal for a live run and its replay. */
public final class StateHash {

    private StateHash() {}

    /** Hash over all tables; outcomes that have expired at {@code nowMs} count as absent. */
    public static long of(AccountStore store, long nowMs) {
        long hash = 0;
        for (int i = 0; i < Table.COUNT; i++) {
            hash = Hash128.mix(hash, of(store, Table.of(i), nowMs));
        }
        return hash;
    }

    private static long of(AccountStore store, Table table, long nowMs) {
        long[] sum = new long[1];
        UnsafeBuffer entry = new UnsafeBuffer(0, 0);
        OutcomeEntry outcome = new OutcomeEntry();
        store.forEach(table, address -> {
            if (table != Table.OUTCOME || outcome.wrap(address).expiresMs() > nowMs) {
                entry.wrap(address, table.entryLength());
                sum[0] += hash(entry);
            }
            return true;
        });
        return sum[0];
    }

    private static long hash(UnsafeBuffer entry) {
        long hash = 0;
        for (int at = 0; at < entry.capacity(); at += Long.BYTES) {
            hash = Hash128.mix(hash, entry.getLong(at));
        }
        return hash;
    }
}
