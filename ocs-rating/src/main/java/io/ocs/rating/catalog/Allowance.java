package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import java.time.Duration;
import java.time.Instant;

/**
 * Units that a subscriber gets with an offer and that pay before money does: a bucket to be credited at subscription.
 *
 * @param name unique over the catalogue, except that offers may share an allowance of the same unit
 * @param key {@link io.ocs.core.charging.RatingFunction#offerKey} of the name, as stored in the bucket
 * @param kind seconds, octets or service-specific units
 * @param amount units credited, at least 1
 * @param priority lower pays first, 0 to 32766
 * @param validity how long the bucket lasts from its start; null: no such limit
 * @param expires when the bucket ends, whenever it started; null: no such limit
 */
public record Allowance(
        String name, long key, UnitKind kind, long amount, int priority, Duration validity, Instant expires) {

    /** When a bucket that starts at {@code start} ends, milliseconds since 1970; {@link Long#MAX_VALUE}: never. */
    public long expiresMs(Instant start) {
        if (validity != null) {
            return start.plus(validity).toEpochMilli();
        }
        return expires == null ? Long.MAX_VALUE : expires.toEpochMilli();
    }
}
