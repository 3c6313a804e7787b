package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A subscriber: what it has, what is open, and what it was charged last. */
public final class SubscriberPage {

    private SubscriberPage() {}

    static String path(String identity) {
        return Section.SUBSCRIBERS.path() + "/" + Html.segment(identity);
    }

    private static Html search(String value) {
        return Forms.search(
                Section.SUBSCRIBERS.path(),
                "identity",
                "A subscriber",
                "A number like 491700000001, or an identity like imsi:001010000000001 or sip-uri:alice@example.com.",
                value);
    }

    /** The field to look for a subscriber with. */
    public static Screen find() {
        return new Screen("Subscribers", Section.SUBSCRIBERS, search(""));
    }

    /**
     * One of them.
     *
     * @param balance {@code /admin/v1/subscribers/{identity}/balance}
     * @param charges {@code /admin/v1/subscribers/{identity}/charges}
     */
    public static Screen one(Look look, JsonNode balance, JsonNode charges) {
        Html main = new Html()
                .add(search(look.parameter("identity").orElse("")))
                .add(facts(balance))
                .element("h2", "Buckets")
                .add(buckets(balance.path("buckets")));
        if (!balance.path("counters").isEmpty()) {
            main.element("h2", "Counters").add(counters(balance.path("counters")));
        }
        main.element("h2", "Sessions")
                .add(SessionsPage.table("Open sessions of this subscriber", balance.path("sessions")))
                .element("h2", "Last charges")
                .add(new ChargesPart(bucketNames(balance.path("buckets"))).of(charges));
        return new Screen("Subscriber", Section.SUBSCRIBERS, main);
    }

    private static Html facts(JsonNode subscriber) {
        return new Facts()
                .fact("Identities", Texts.list(subscriber.path("identities")))
                .fact("State", state(subscriber))
                .fact("State ends", Texts.time(subscriber.path("stateEnds")))
                .fact("Offer", Texts.of(subscriber.path("offer")))
                .fact("Balance", Texts.of(subscriber.path("balance")))
                .fact("Reserved", Texts.of(subscriber.path("reserved")))
                .fact("Available", Texts.of(subscriber.path("available")))
                .fact(
                        "Credit limit",
                        subscriber.path("creditLimit").isNull() ? "none" : Texts.of(subscriber.path("creditLimit")))
                .fact(
                        "Account",
                        subscriber.path("accountId").asText() + ", "
                                + Texts.plural(subscriber.path("members").asLong(), "member"))
                .fact("Shard", Texts.of(subscriber.path("shard")))
                .end();
    }

    private static String state(JsonNode subscriber) {
        String own = subscriber.path("state").asText();
        String account = subscriber.path("accountState").asText();
        return own.equals(account) ? own : own + " (account: " + account + ")";
    }

    private static String bucketName(JsonNode bucket) {
        return bucket.path("allowance").isTextual() ? bucket.path("allowance").textValue() : "money for anything";
    }

    private static Map<Integer, String> bucketNames(JsonNode buckets) {
        Map<Integer, String> names = new HashMap<>();
        buckets.forEach(bucket -> names.put(bucket.path("id").asInt(), bucketName(bucket)));
        return names;
    }

    private static Html buckets(JsonNode buckets) {
        Grid grid = new Grid(
                "Buckets, in paying order",
                "There is no bucket.",
                List.of("Bucket", "Pays for", "Unit", "Balance", "Reserved", "Available", "Expires"));
        for (JsonNode bucket : buckets) {
            grid.row(bucket.path("id").asText())
                    .cell(bucketName(bucket))
                    .cell(Texts.of(bucket.path("kind")))
                    .number(Texts.count(bucket.path("balance")))
                    .number(Texts.count(bucket.path("reserved")))
                    .number(Texts.count(bucket.path("available")))
                    .cell(Texts.time(bucket.path("expires")));
        }
        return grid.end();
    }

    private static Html counters(JsonNode counters) {
        Grid grid = new Grid("Counters", "", List.of("Counter", "Counts for", "Value", "Until"));
        for (JsonNode counter : counters) {
            grid.row(counter.path("name").asText())
                    .cell(Texts.of(counter.path("per")))
                    .number(Texts.count(counter.path("value")))
                    .cell(Texts.time(counter.path("until")));
        }
        return grid.end();
    }
}
