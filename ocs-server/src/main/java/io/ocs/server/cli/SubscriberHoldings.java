package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.state.AccountEntry;
import io.ocs.server.rate.Holdings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a subscriber of a running server has to pay with: what is available, that is neither used nor reserved. */
final class SubscriberHoldings {

    private SubscriberHoldings() {}

    /** @param card answer to {@code /admin/v1/subscribers/{identity}/balance} */
    static Holdings of(JsonNode card) {
        Long money = 0L;
        List<Holdings.Bucket> buckets = new ArrayList<>();
        for (JsonNode bucket : card.path("buckets")) {
            if (bucket.path("id").asInt() == AccountEntry.MAIN_BUCKET) {
                money = bucket.path("available").isNull() ? null : (Long) amount(bucket);
            } else {
                buckets.add(bucket(bucket));
            }
        }
        // what is available is so down to the credit limit
        return new Holdings(money, 0, buckets, counted(card));
    }

    private static Map<Long, Long> counted(JsonNode card) {
        Map<Long, Long> counted = new HashMap<>();
        for (JsonNode counter : card.path("counters")) {
            JsonNode value = counter.path("value");
            counted.put(
                    RatingFunction.offerKey(counter.path("name").asText()),
                    value.isTextual() ? Money.parse(value.asText()).micros() : value.asLong());
        }
        return counted;
    }

    private static Holdings.Bucket bucket(JsonNode bucket) {
        JsonNode allowance = bucket.path("allowance");
        JsonNode expires = bucket.path("expires");
        return new Holdings.Bucket(
                allowance.isNull() ? "money " + bucket.path("id").asInt() : allowance.asText(),
                UnitKind.valueOf(
                        bucket.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                amount(bucket),
                bucket.path("priority").asInt(),
                expires.isNull()
                        ? AccountEntry.NEVER
                        : Instant.parse(expires.asText()).toEpochMilli(),
                allowance.isNull() ? 0 : RatingFunction.offerKey(allowance.asText()));
    }

    private static long amount(JsonNode bucket) {
        JsonNode available = bucket.path("available");
        return available.isTextual() ? Money.parse(available.asText()).micros() : available.asLong();
    }
}
