package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.CdrProgress;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.OptionalLong;

/** {@code /admin/v1/journal} and {@code /admin/v1/cdrs}: for those who read the books beside the running server. */
final class BookRoutes {
    private final Books books;

    BookRoutes(AdminPorts ports) {
        books = ports.books();
    }

    void journal(RoutingContext context) {
        Replies.json(context, 200, journal());
    }

    /** Changes nothing that is charged, so it needs no key. */
    void hold(RoutingContext context) {
        context.vertx()
                .executeBlocking(books::hold, false)
                .onSuccess(hold -> Replies.guarded(context, () -> held(context, hold)))
                .onFailure(context::fail);
    }

    private void held(RoutingContext context, OptionalLong begun) {
        long hold = begun.orElseThrow(() -> new ProblemException(
                429, "too-many-holds", "too many are reading the journals: wait, or end one of them"));
        ObjectNode json = journal();
        json.put("hold", hold).put("lastsS", books.holdLasts().toSeconds());
        Replies.json(context, 201, json);
    }

    void letGo(RoutingContext context) {
        if (!books.letGo(hold(context.pathParam("hold")))) {
            throw new ProblemException(404, "no-such-hold", "that hold is over");
        }
        context.response().setStatusCode(204).end();
    }

    private static long hold(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(400, "bad-request", "a hold is a number, not '" + text + "'");
        }
    }

    private ObjectNode journal() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("folder", books.dataFolder().toString());
        ArrayNode shards = json.putArray("shards");
        books.committed()
                .forEach((shard, position) ->
                        shards.addObject().put("shard", shard).put("position", position));
        return json;
    }

    void deliveries(RoutingContext context) {
        Replies.json(context, 200, deliveries());
    }

    /** Changes nothing that is charged, so it needs no key: asked twice, it does the same. */
    void flush(RoutingContext context) {
        books.flush();
        Replies.json(context, 202, deliveries());
    }

    private ObjectNode deliveries() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("embeddedDatabase", books.embeddedDatabase().orElse(null));
        ArrayNode deliveries = json.putArray("deliveries");
        for (CdrProgress progress : books.deliveries()) {
            deliveries
                    .addObject()
                    .put("sink", progress.sink())
                    .put("shard", progress.shard())
                    .put("state", progress.state().name().toLowerCase(Locale.ROOT))
                    .put("position", progress.durablePosition())
                    .put("lagOctets", progress.lagOctets())
                    .put("lagMs", progress.lagMs())
                    .put("lastError", progress.lastError());
        }
        return json;
    }
}
