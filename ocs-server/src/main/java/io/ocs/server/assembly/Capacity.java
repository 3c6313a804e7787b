package io.ocs.server.assembly;

import io.ocs.balance.store.StoreCapacity;
import io.ocs.server.config.ChargingSettings;

/** Entries of each table of one shard, from what the configuration says for all shards together. */
final class Capacity {
    private static final int IDENTITIES_PER_SUBSCRIBER = 3;
    private static final int SERVICES_PER_SESSION = 2;
    private static final int OUTCOMES_PER_SESSION = 8;

    private Capacity() {}

    static StoreCapacity of(ChargingSettings settings, int shards) {
        long accounts = share(settings.accountsCapacity(), shards);
        long sessions = share(settings.sessionsCapacity(), shards);
        return new StoreCapacity(
                accounts,
                accounts,
                IDENTITIES_PER_SUBSCRIBER * accounts,
                sessions,
                SERVICES_PER_SESSION * sessions,
                OUTCOMES_PER_SESSION * sessions);
    }

    /** Hashes spread evenly, but not exactly: an eighth more. */
    private static long share(long total, int shards) {
        return shards == 1 ? total : (total + shards - 1) / shards * 9 / 8 + 64;
    }
}
