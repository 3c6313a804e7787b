package io.ocs.balance.store;

import io.ocs.core.state.Table;

/**
 * How many entries each table of one shard can hold; fixed for the life of the store's files. Each from 1 to {@value
 * EntryIndex#CAPACITY_MAX}.
 */
public record StoreCapacity(
        long accounts,
        long subscribers,
        long identities,
        long sessions,
        long services,
        long outcomes,
        long timers,
        long counters,
        long transfers) {

    private static final int TIMERS_PER_SUBSCRIBER = 2;
    private static final long TRANSFERS = 1_024;

    /**
     * With room for the life cycle and a fee of each subscriber, for counters of each subscriber and account, and for as many transfers between shards as are under
     * way at a time.
     */
    public StoreCapacity(
            long accounts, long subscribers, long identities, long sessions, long services, long outcomes) {
        this(
                accounts,
                subscribers,
                identities,
                sessions,
                services,
                outcomes,
                Math.min(TIMERS_PER_SUBSCRIBER * subscribers, EntryIndex.CAPACITY_MAX),
                Math.min(accounts + subscribers, EntryIndex.CAPACITY_MAX),
                TRANSFERS);
    }

    public StoreCapacity {
        check("accounts", accounts);
        check("subscribers", subscribers);
        check("identities", identities);
        check("sessions", sessions);
        check("services", services);
        check("outcomes", outcomes);
        check("timers", timers);
        check("counters", counters);
        check("transfers", transfers);
    }

    private static void check(String name, long value) {
        if (value < 1 || value > EntryIndex.CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "capacity for " + value + " " + name + ": must be 1 to " + EntryIndex.CAPACITY_MAX);
        }
    }

    /** Entries that the table can hold. */
    public long of(Table table) {
        return switch (table) {
            case SHARD -> 1;
            case ACCOUNT -> accounts;
            case SUBSCRIBER -> subscribers;
            case IDENTITY -> identities;
            case SESSION -> sessions;
            case SERVICE -> services;
            case OUTCOME -> outcomes;
            case TIMER -> timers;
            case COUNTER -> counters;
            case TRANSFER -> transfers;
        };
    }
}
