package io.ocs.server.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.reconcile.CreditControlBody.Part;
import io.ocs.server.reconcile.CreditControlBody.Service;
import io.ocs.server.reconcile.SegmentScan.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A record of the journal as names and values, in the words of {@code docs/JOURNAL_FORMAT.md}. */
final class RecordFields {
    private static final String[] TYPES = {
        "",
        "credit-control",
        "account-opened",
        "subscriber-added",
        "subscriber-changed",
        "subscriber-removed",
        "identity-added",
        "identity-removed",
        "balance-adjusted",
        "command-done",
        "account-changed",
        "timer-set",
        "counted",
        "notification",
        "transfer"
    };
    private static final String[] FLAGS = {
        "opened", "closed", "event", "supervised", "retransmitted", "multiple-services", "low-balance-call"
    };
    private static final String[] REASONS = {
        "opening", "top-up", "allowance", "adjustment", "expired", "forfeited", "fee", "transfer-out", "transfer-in"
    };
    private static final String[] STEPS = {"sent", "received", "settled", "returned", "forgotten"};
    private static final String[] STRINGS = {
        "session", "service-context", "origin-host", "called", "calling", "apn", "visited-network"
    };

    private RecordFields() {}

    static ObjectNode of(int type, Place place, Body body) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shard", place.shard()).put("position", place.position()).put("record", place.number());
        json.put("epoch", place.epoch())
                .put("time", Instant.ofEpochMilli(place.timeMs()).toString());
        json.put("type", type < TYPES.length ? TYPES[type] : "type-" + type);
        switch (type) {
            case 1 -> creditControl(json, new CreditControlBody(body));
            case 2 ->
                json.put("account", body.i64(0))
                        .put("creditLimit", body.i64(8))
                        .put("currency", Assets.currency(body.i32(16)))
                        .put("state", body.u8(20));
            case 3, 4, 5 ->
                json.put("subscriber", body.i64(0))
                        .put("account", body.i64(8))
                        .put("state", body.u8(24))
                        .put("offer", body.string(25));
            case 6, 7 ->
                json.put("subscriber", body.i64(0))
                        .put("account", body.i64(8))
                        .put("identity", CreditControlBody.subscription(body.u8(16), body.string(17)));
            case 8 -> balance(json, body);
            case 9 ->
                json.put("key", String.format("%016x%016x", body.i64(0), body.i64(8)))
                        .put("result", body.i32(32))
                        .put("expires", time(body.i64(24)));
            case 11 ->
                json.put("owner", body.i64(0))
                        .put("kind", body.i64(8))
                        .put("due", body.i64(16) == 0 ? "cleared" : time(body.i64(16)));
            case 12 -> counted(json, body);
            case 13 -> notification(json, body);
            case 14 -> transfer(json, body);
            default -> json.put("octets", body.length());
        }
        return json;
    }

    /** Accounts, sessions, texts: what a filter asks for. */
    static Long account(ObjectNode json) {
        return json.has("account") ? json.get("account").longValue() : null;
    }

    static List<String> subscriptions(ObjectNode json) {
        List<String> all = new ArrayList<>();
        json.path("subscriptions").forEach(one -> all.add(one.textValue()));
        if (json.has("identity")) {
            all.add(json.get("identity").textValue());
        }
        return all;
    }

    /** One line for people: place and type, then {@code name=value}. */
    static String text(ObjectNode json) {
        StringBuilder line = new StringBuilder();
        line.append(json.get("shard")).append(' ').append(json.get("position")).append('.');
        line.append(json.get("record"))
                .append(' ')
                .append(json.get("time").textValue())
                .append(' ');
        line.append(json.get("type").textValue());
        json.properties().stream().skip(6).forEach(field -> line.append(' ')
                .append(field.getKey())
                .append('=')
                .append(
                        field.getValue().isTextual()
                                ? field.getValue().textValue()
                                : field.getValue().toString()));
        return line.toString();
    }

    private static void creditControl(ObjectNode json, CreditControlBody record) {
        json.put("request", record.type()).put("number", record.number());
        ArrayNode flags = JsonNodeFactory.instance.arrayNode();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((record.flags() & 1 << bit) != 0) {
                flags.add(FLAGS[bit]);
            }
        }
        List<String> strings = record.strings();
        for (int i = 0; i < STRINGS.length; i++) {
            if (!strings.get(i).isEmpty()) {
                json.put(STRINGS[i], strings.get(i));
            }
        }
        json.put("account", record.account()).put("subscriber", record.subscriber());
        record.subscriptions().forEach(json.putArray("subscriptions")::add);
        json.put("result", record.result()).put("currency", Assets.currency(record.currency()));
        json.set("flags", flags);
        if (record.direction() >= 0) {
            json.put("direction", record.direction() == 0 ? "originating" : "terminating");
        }
        json.put("received", time(record.receivedMs()));
        ArrayNode services = json.putArray("services");
        record.services()
                .forEach(service -> services.add(service(service, record.catalogVersion() - service.catalogAge())));
    }

    private static ObjectNode service(Service service, int catalogVersion) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("service", service.service()).put("result", service.result());
        if (service.qosClass() >= 0) {
            json.put("qosClass", service.qosClass());
        }
        if (service.recordNumber() != 0) {
            json.put("recordNumber", service.recordNumber());
        }
        if (catalogVersion > 0) {
            json.put("catalogVersion", catalogVersion);
        }
        json.put("unit", Assets.kind(service.unit())).put("used", service.units());
        json.put("granted", service.granted()).put("chargedMicros", service.micros());
        ArrayNode debits = json.putArray("debits");
        for (Part debit : service.debits()) {
            debits.addObject()
                    .put("bucket", debit.bucket())
                    .put("unit", Assets.kind(debit.kind()))
                    .put("amount", debit.amount())
                    .put("balanceAfter", debit.balanceAfter());
        }
        ArrayNode reservations = json.putArray("reservations");
        service.reservations()
                .forEach(part ->
                        reservations.addObject().put("bucket", part.bucket()).put("amount", part.amount()));
        service.draws().forEach((other, parts) -> {
            ArrayNode holds = json.withObject("/draws").putArray(other);
            parts.forEach(part -> holds.addObject().put("bucket", part.bucket()).put("amount", part.amount()));
        });
        return json;
    }

    private static void balance(ObjectNode json, Body body) {
        int reason = body.u8(21);
        json.put("reason", reason < REASONS.length ? REASONS[reason] : "reason-" + reason);
        json.put("account", body.i64(0)).put("subscriber", body.i64(8)).put("bucket", body.i32(16));
        json.put("unit", Assets.kind(body.u8(20))).put("currency", Assets.currency(body.i32(64)));
        json.put("amount", body.i64(40)).put("balanceAfter", body.i64(48)).put("recordNumber", body.i64(56));
        json.put("expires", time(body.i64(24)));
        String subscription = body.string(69);
        if (!subscription.isEmpty()) {
            json.putArray("subscriptions").add(CreditControlBody.subscription(body.u8(68), subscription));
        }
    }

    private static void counted(ObjectNode json, Body body) {
        ArrayNode counters = json.putArray("counters");
        for (int i = 0; i < body.i32(0); i++) {
            Body counter = body.from(8 + 40 * i);
            counters.addObject()
                    .put("owner", counter.i64(0))
                    .put("counter", counter.i64(8))
                    .put("amount", counter.i64(16))
                    .put("value", counter.i64(24))
                    .put("until", time(counter.i64(32)));
        }
    }

    private static void notification(ObjectNode json, Body body) {
        String name = body.string(56);
        json.put("account", body.i64(0)).put("subscriber", body.i64(8)).put("name", name);
        json.put("before", body.i64(24)).put("after", body.i64(32)).put("threshold", body.i64(40));
    }

    private static void transfer(ObjectNode json, Body body) {
        int step = body.u8(60);
        json.put("transfer", String.format("%016x%016x", body.i64(0), body.i64(8)));
        json.put("step", step < STEPS.length ? STEPS[step] : "step-" + step).put("account", body.i64(32));
        json.put("amount", body.i64(24)).put("currency", Assets.currency(body.i32(56)));
        json.put("sent", time(body.i64(16)));
    }

    private static String time(long ms) {
        return ms == Long.MAX_VALUE ? "never" : Instant.ofEpochMilli(ms).toString();
    }
}
