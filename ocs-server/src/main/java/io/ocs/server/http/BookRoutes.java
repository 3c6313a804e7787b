package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.CdrProgress;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** {@code /admin/v1/journal} and {@code /admin/v1/cdrs}: for those who read the books beside the running server. */
final class BookRoutes {
    private final Books books;

    BookRoutes(AdminPorts ports) {
        books = ports.books();
    }

    void journal(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("folder", books.dataFolder().toString());
        ArrayNode shards = json.putArray("shards");
        books.committed()
                .forEach((shard, position) ->
                        shards.addObject().put("shard", shard).put("position", position));
        Replies.json(context, 200, json);
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
