package io.ocs.rating.catalog;

import java.util.Currency;
import java.util.List;

/**
 * What a subscriber subscribes to, as far as an account has to know it.
 *
 * @param key {@link io.ocs.core.charging.RatingFunction#offerKey} of the name
 * @param description for people; may be empty
 * @param creditLimitMicros how far the main money bucket may go below zero; 0 for prepaid
 * @param allowances buckets to credit at subscription
 */
public record Offer(
        String name,
        long key,
        String description,
        Currency currency,
        long creditLimitMicros,
        List<Allowance> allowances) {

    public Offer {
        allowances = List.copyOf(allowances);
    }
}
