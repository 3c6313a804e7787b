package io.ocs.server.config;

import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.UsageBound;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Keys {@code shards}, {@code shard-threads}, {@code accounts.*}, {@code sessions.*}, {@code queue.*}, {@code duplicates.*}, {@code tcc.*}, {@code time.*}, {@code usage.*}.
 *
 * @param shards empty for automatic: the count of the data folder, {@link #automaticShards} for a new one
 * @param shardThreads who runs the shards
 * @param accountsCapacity accounts of all shards together
 * @param sessionsCapacity open sessions of all shards together
 * @param queueCapacity requests that may wait for one shard
 * @param queueWaitMax longer waits are answered 3004
 * @param duplicatesWindow how long ended events and whatever had the T flag are recognised, also idempotency keys
 * @param duplicatesSessionWindow how long other requests of ended sessions are recognised
 * @param tccFactorThousandths supervision time of a session as a multiple of its validity time, in thousandths
 * @param timeSkewMax how far Event-Timestamp may be from receipt to decide on the tariff
 * @param usageBound how much of what a client reports is believed
 * @param lowBalanceMicros money of an account below which clients are asked to come again; 0: never
 * @param lifeCycle keys {@code life-cycle.*}
 */
public record ChargingSettings(
        OptionalInt shards,
        ShardThreads shardThreads,
        int accountsCapacity,
        int sessionsCapacity,
        int queueCapacity,
        Duration queueWaitMax,
        Duration duplicatesWindow,
        Duration duplicatesSessionWindow,
        int tccFactorThousandths,
        Duration timeSkewMax,
        UsageBound usageBound,
        long lowBalanceMicros,
        LifeCyclePolicy lifeCycle) {

    /** Who runs the shards: a thread for each, or the threads of the connections. */
    public enum ShardThreads {
        OWN,
        EVENT_LOOPS
    }

    /** The shard count of a new data folder: 1 on one or two processors, then one for two of them, 16 at most. */
    public static int automaticShards(int processors) {
        return Math.max(1, Math.min(16, processors / 2));
    }

    static ChargingSettings of(Settings settings) {
        int shards = settings.get(ConfigKeys.SHARDS);
        return new ChargingSettings(
                shards == 0 ? OptionalInt.empty() : OptionalInt.of(shards),
                settings.get(ConfigKeys.SHARD_THREADS),
                settings.get(ConfigKeys.ACCOUNTS_CAPACITY),
                settings.get(ConfigKeys.SESSIONS_CAPACITY),
                settings.get(ConfigKeys.QUEUE_CAPACITY),
                settings.get(ConfigKeys.QUEUE_WAIT_MAX),
                settings.get(ConfigKeys.DUPLICATES_WINDOW),
                settings.get(ConfigKeys.DUPLICATES_SESSION_WINDOW),
                settings.get(ConfigKeys.TCC_FACTOR),
                settings.get(ConfigKeys.TIME_SKEW_MAX),
                new UsageBound(
                        settings.get(ConfigKeys.USAGE_GRANT_FACTOR),
                        settings.find(ConfigKeys.USAGE_TIME_TOLERANCE)
                                .map(Duration::toMillis)
                                .orElse(UsageBound.DEFAULT.elapsedToleranceMs()),
                        settings.get(ConfigKeys.USAGE_IMPLAUSIBLE)),
                settings.get(ConfigKeys.ACCOUNTS_LOW_BALANCE),
                LifeCycleSettings.of(settings));
    }
}
