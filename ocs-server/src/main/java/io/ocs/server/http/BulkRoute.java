package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.state.LifeCycle;
import io.ocs.server.http.BulkLoad.Row;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** {@code POST /admin/v1/subscribers/bulk}: a range of consecutive numbers, or rows. */
final class BulkRoute {
    private static final int COUNT_MAX = 10_000_000;
    private static final long NUMBER_MAX = 999_999_999_999_999L;

    private final AdminPorts ports;
    private final SubscriberReader reader;

    BulkRoute(AdminPorts ports, SubscriberReader reader) {
        this.ports = ports;
        this.reader = reader;
    }

    void handle(RoutingContext context) {
        String key = Replies.idempotencyKey(context);
        JsonBody body = JsonBody.of(context, "from", "count", "offer", "balance", "rows", "validateOnly");
        if (body.has("rows") == body.has("from")) {
            throw new IllegalArgumentException(
                    "either 'rows', or 'from' with 'count', 'offer' and 'balance', is wanted");
        }
        Iterator<Row> rows = body.has("rows") ? rows(body.items("rows"), key) : range(body, key);
        new BulkLoad(ports, Vertx.currentContext(), rows, body.flag("validateOnly", false))
                .run()
                .onSuccess(report -> Replies.json(context, 200, report))
                .onFailure(context::fail);
    }

    private Iterator<Row> range(JsonBody body, String key) {
        long from = body.parsed(
                "from", text -> Long.parseLong(SubscriptionId.e164(text).data()));
        int count = (int) body.number("count", 1, COUNT_MAX);
        if (from + count - 1 > NUMBER_MAX) {
            throw new IllegalArgumentException("numbers have 15 digits at most");
        }
        int digits = body.text("from").replaceAll("\\D", "").length();
        OfferTerms offer = reader.offer(body.text("offer"));
        Money balance = body.parsed("balance", Money::parse, null);
        return IntStream.range(0, count)
                .mapToObj(index -> {
                    String number = padded(from + index, digits);
                    return new Row(index + 1, key + "/" + number, subscriber(number, offer, balance), null);
                })
                .iterator();
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private static CreateSubscriber subscriber(String number, OfferTerms offer, Money balance) {
        SubscriptionId identity = new SubscriptionId(SubscriptionIdType.END_USER_E164, number);
        return new CreateSubscriber(List.of(identity), offer, null, balance, List.of(), true, LifeCycle.ACTIVE);
    }

    private Iterator<Row> rows(List<JsonNode> nodes, String key) {
        return IntStream.range(0, nodes.size())
                .mapToObj(index -> row(index + 1, key + "/" + (index + 1), nodes.get(index)))
                .iterator();
    }

    private Row row(int number, String key, JsonNode node) {
        try {
            return new Row(number, key, reader.read(node), null);
        } catch (IllegalArgumentException e) {
            return new Row(number, key, null, e.getMessage());
        }
    }
}
