package io.ocs.core.command;

import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.state.LifeCycle;
import java.util.List;

/**
 * A subscriber with its account as they stood, durably, at one instant. Amounts in units or micros.
 *
 * @param stateEndsMs when a timer ends the state, milliseconds since 1970; {@link Long#MAX_VALUE} for never
 */
public record SubscriberView(
        long subscriberId,
        long accountId,
        int shard,
        LifeCycle state,
        LifeCycle accountState,
        String offer,
        List<SubscriptionId> identities,
        String currency,
        long creditLimitMicros,
        int members,
        int openSessions,
        long stateEndsMs,
        List<Counter> counters,
        List<Bucket> buckets) {

    public SubscriberView {
        identities = List.copyOf(identities);
        buckets = List.copyOf(buckets);
        counters = List.copyOf(counters);
    }

    /**
     * What a counter has counted in the period that ends at {@code periodEndMs} ({@link Long#MAX_VALUE} for never).
     *
     * @param key of the counter in the catalogue
     * @param ofAccount whether it counts for all members
     */
    public record Counter(long key, boolean ofAccount, long value, long periodEndMs) {}

    /** A bucket in paying order; {@code allowance} 0 for money that pays for anything; {@code expiresMs} {@link Long#MAX_VALUE} for never. */
    public record Bucket(
            int id,
            UnitKind kind,
            int priority,
            long balance,
            long reserved,
            long available,
            long credited,
            long expiresMs,
            long allowance) {}
}
