package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.state.LifeCycle;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Subscribers and sessions as JSON. Money is text like {@code 10.00EUR}, so that no reader takes it for a double; times are ISO 8601. */
final class Views {
    private final OfferCatalog offers;

    Views(OfferCatalog offers) {
        this.offers = offers;
    }

    ObjectNode subscriber(SubscriberView view) {
        ObjectNode json = object().put("subscriberId", view.subscriberId())
                .put("accountId", view.accountId())
                .put("shard", view.shard())
                .put("state", label(view.state()))
                .put("accountState", label(view.accountState()))
                .put("offer", view.offer());
        view.identities().forEach(identity -> json.withArray("identities").add(identity.toString()));
        json.put("currency", view.currency()).put("creditLimit", money(view.creditLimitMicros(), view));
        json.put("stateEnds", time(view.stateEndsMs()));
        return json.put("members", view.members()).put("openSessions", view.openSessions());
    }

    /** The account behind a subscriber: what there is, what is held, what is left, bucket by bucket. */
    ObjectNode balance(SubscriberView view, List<SessionView> sessions) {
        ObjectNode json = subscriber(view);
        json.put("balance", money(total(view, SubscriberView.Bucket::balance), view));
        json.put("reserved", money(total(view, SubscriberView.Bucket::reserved), view));
        json.put("available", money(total(view, SubscriberView.Bucket::available), view));
        ArrayNode buckets = json.putArray("buckets");
        view.buckets().forEach(bucket -> buckets.add(bucket(bucket, view)));
        ArrayNode counters = json.putArray("counters");
        view.counters().forEach(counter -> counters.add(counter(counter, view)));
        json.set("sessions", sessions(sessions));
        return json;
    }

    ArrayNode sessions(Collection<SessionView> views) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        views.forEach(view -> json.add(session(view)));
        return json;
    }

    ObjectNode session(SessionView view) {
        ObjectNode json = object().put("sessionId", view.sessionId())
                .put("shard", view.shard())
                .put("context", view.context().name().toLowerCase(Locale.ROOT));
        view.subscriptions().forEach(identity -> json.withArray("identities").add(identity.toString()));
        json.put("accountId", view.accountId())
                .put("subscriberId", view.subscriberId())
                .put("opened", time(view.openedMs()))
                .put("lastRequest", time(view.lastRequestMs()))
                .put("closesWhenSilent", time(view.deadlineMs()))
                .put("cost", Money.text(view.costMicros()));
        ArrayNode services = json.putArray("services");
        view.services().forEach(service -> services.add(service(service)));
        return json;
    }

    private static ObjectNode service(SessionView.Service service) {
        return object().put("ratingGroup", service.ratingGroup())
                .put("serviceIdentifier", service.serviceIdentifier())
                .put("grantedKind", service.grantedKind() == null ? null : label(service.grantedKind()))
                .put("grantedUnits", service.grantedUnits())
                .put("usedUnits", service.totalUnits())
                .put("cost", Money.text(service.totalMicros()));
    }

    private ObjectNode counter(SubscriberView.Counter counter, SubscriberView owner) {
        ObjectNode json = object().put("name", offers.counterName(counter.key()).orElse("unknown"))
                .put("per", counter.ofAccount() ? "account" : "subscriber");
        amount(json, "value", counter.value(), offers.countsMoney(counter.key()), owner);
        return json.put("until", time(counter.periodEndMs()));
    }

    private ObjectNode bucket(SubscriberView.Bucket bucket, SubscriberView owner) {
        boolean isMoney = bucket.kind() == UnitKind.MONEY;
        ObjectNode json = object().put("id", bucket.id()).put("kind", label(bucket.kind()));
        json.put(
                "allowance",
                bucket.allowance() == 0
                        ? null
                        : offers.allowanceName(bucket.allowance()).orElse("unknown"));
        json.put("priority", bucket.priority()).put("expires", time(bucket.expiresMs()));
        amount(json, "balance", bucket.balance(), isMoney, owner);
        amount(json, "reserved", bucket.reserved(), isMoney, owner);
        amount(json, "available", bucket.available(), isMoney, owner);
        amount(json, "credited", bucket.credited(), isMoney, owner);
        return json;
    }

    private static void amount(ObjectNode json, String name, long amount, boolean isMoney, SubscriberView owner) {
        if (isMoney) {
            json.put(name, money(amount, owner));
        } else {
            json.put(name, amount);
        }
    }

    /** Over the buckets of money that pay for anything. */
    private static long total(SubscriberView view, Function<SubscriberView.Bucket, Long> amount) {
        return view.buckets().stream()
                .filter(bucket -> bucket.kind() == UnitKind.MONEY && bucket.allowance() == 0)
                .map(amount)
                .reduce(0L, Views::saturatedSum);
    }

    private static long saturatedSum(long left, long right) {
        long sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /** Null for no limit at all. */
    private static String money(long micros, SubscriberView owner) {
        return micros == Long.MAX_VALUE ? null : Money.text(micros) + owner.currency();
    }

    /** Null for never. */
    private static String time(long ms) {
        return ms == Long.MAX_VALUE ? null : Instant.ofEpochMilli(ms).toString();
    }

    static String label(UnitKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String label(LifeCycle state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
