package io.ocs.server.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Accounts with their buckets, and what moved, by asset. Amounts are micros of a currency or units of a kind. */
final class Ledger {

    /** What moved of one asset. {@code takenBack}: adjustments to the disadvantage of the subscriber, as a positive amount; {@code opening}: there before. */
    static final class Flows {
        long opening;
        long credited;
        long spent;
        long refunded;
        long expired;
        long forfeited;
        long takenBack;
        long sent;
        long received;

        /** Has left an account and come to no other yet. */
        long onTheWay() {
            return sent - received;
        }
    }

    /** Identity of a bucket. */
    record BucketKey(long account, int bucket) implements Comparable<BucketKey> {
        @Override
        public int compareTo(BucketKey other) {
            int order = Long.compare(account, other.account);
            return order != 0 ? order : Integer.compare(bucket, other.bucket);
        }

        @Override
        public String toString() {
            return "account " + account + ", bucket " + bucket;
        }
    }

    /** What a bucket holds; {@code reserved} of its {@code balance} is promised to open sessions. */
    record Holding(String asset, long balance, long reserved) {
        static final Holding NOTHING = new Holding("", 0, 0);
    }

    private final SortedMap<String, Flows> flows = new TreeMap<>();
    private final Map<BucketKey, Holding> holdings = new HashMap<>();

    Flows flows(String asset) {
        return flows.computeIfAbsent(asset, absent -> new Flows());
    }

    SortedMap<String, Flows> flows() {
        return flows;
    }

    Map<BucketKey, Holding> holdings() {
        return holdings;
    }

    /** Puts a change into the books and gives the balance that follows from it. */
    long change(BucketKey key, String asset, long amount) {
        Holding before = holdings.getOrDefault(key, new Holding(asset, 0, 0));
        Holding after = new Holding(asset, Math.addExact(before.balance, amount), before.reserved);
        holdings.put(key, after);
        return after.balance;
    }

    /** The record's word on the balance, which is what goes on from here: differences do not pile up. */
    void state(BucketKey key, long balance) {
        Holding before = holdings.get(key);
        holdings.put(key, new Holding(before.asset, balance, before.reserved));
    }

    /** Reserves, or releases if negative. */
    void reserve(BucketKey key, long amount) {
        Holding before = holdings.getOrDefault(key, Holding.NOTHING);
        holdings.put(key, new Holding(before.asset, before.balance, Math.addExact(before.reserved, amount)));
    }

    void remove(BucketKey key) {
        holdings.remove(key);
    }
}
