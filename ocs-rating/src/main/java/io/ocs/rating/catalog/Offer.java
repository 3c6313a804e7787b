package io.ocs.rating.catalog;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * What a subscriber subscribes to, as far as an account has to know it.
 *
 * @param name that of the generation included: {@code smart@2027}
 * @param product the name of the offer, the same for all its generations
 * @param isForNew whether somebody can take it; otherwise it is there for those who have it
 * @param key {@link io.ocs.core.charging.RatingFunction#offerKey} of the name
 * @param description for people; may be empty
 * @param creditLimitMicros how far the main money bucket may go below zero; 0 for prepaid
 * @param soldFrom before this instant nobody can subscribe to it; null: no such instant
 * @param soldUntil from this instant on nobody can; who has it keeps it
 * @param allowances buckets to credit at subscription
 */
public record Offer(
        String name,
        String product,
        boolean isForNew,
        long key,
        String description,
        Currency currency,
        long creditLimitMicros,
        Instant soldFrom,
        Instant soldUntil,
        List<Allowance> allowances) {

    public Offer {
        allowances = List.copyOf(allowances);
    }

    /** Whether one can subscribe to it at an instant; it is rated in any case. */
    public boolean isSoldAt(Instant instant) {
        return isForNew
                && (soldFrom == null || !instant.isBefore(soldFrom))
                && (soldUntil == null || instant.isBefore(soldUntil));
    }
}
