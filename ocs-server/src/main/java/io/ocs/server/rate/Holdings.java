package io.ocs.server.rate;

import io.ocs.core.UnitKind;
import io.ocs.rating.catalog.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an account has to pay with.
 *
 * @param moneyMicros in the main bucket; null: as much as needed
 * @param creditLimitMicros how far the main bucket may go below zero
 * @param buckets besides the main one
 * @param counted what counters have counted in the present period, by their key
 */
public record Holdings(Long moneyMicros, long creditLimitMicros, List<Bucket> buckets, Map<Long, Long> counted) {

    public Holdings {
        buckets = List.copyOf(buckets);
        counted = Map.copyOf(counted);
    }

    /**
     * A bucket.
     *
     * @param name for people
     * @param amount units, or micros of money
     * @param priority lower pays first
     * @param expiresMs milliseconds since 1970, {@link Long#MAX_VALUE} for never
     * @param allowance key of its allowance; 0 for money that pays for anything
     */
    public record Bucket(String name, UnitKind kind, long amount, int priority, long expiresMs, long allowance) {}

    /** What somebody has who has just subscribed: all allowances of the offer. */
    public static Holdings ofNewSubscriber(Offer offer, Long moneyMicros, long startMs) {
        Instant start = Instant.ofEpochMilli(startMs);
        List<Bucket> buckets = offer.allowances().stream()
                .map(a -> new Bucket(a.name(), a.kind(), a.amount(), a.priority(), a.expiresMs(start), a.key()))
                .toList();
        return new Holdings(moneyMicros, offer.creditLimitMicros(), buckets, Map.of());
    }

    /** The same without anything that is not money. */
    public Holdings withoutAllowances() {
        return new Holdings(
                moneyMicros,
                creditLimitMicros,
                buckets.stream().filter(bucket -> bucket.allowance() == 0).toList(),
                counted);
    }
}
