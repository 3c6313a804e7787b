package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.SubscriberView;
import io.ocs.server.charges.LastCharges.Found;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** {@code /admin/v1/subscribers/{identity}/charges} and {@code /admin/v1/cdrs/files}: what was delivered. */
final class ChargeRoutes {
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    private final AccountAdministration administration;
    private final Books books;

    ChargeRoutes(AdminPorts ports) {
        administration = ports.administration();
        books = ports.books();
    }

    void charges(RoutingContext context) {
        int limit = SubscriberRoutes.parameter(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
        var identity = SubscriberRoutes.identity(context);
        Replies.when(
                context,
                administration.subscriber(identity),
                found -> charges(
                        context,
                        found.orElseThrow(() -> new ProblemException(
                                404, "unknown-subscriber", "no subscriber has the identity " + identity)),
                        limit));
    }

    private void charges(RoutingContext context, SubscriberView subscriber, int limit) {
        context.vertx()
                .executeBlocking(() -> books.lastCharges(subscriber.shard(), subscriber.subscriberId(), limit), false)
                .onSuccess(found -> Replies.guarded(context, () -> Replies.json(context, 200, json(found))))
                .onFailure(cause -> context.fail(problem(cause)));
    }

    private static ObjectNode json(Found found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("charges").addAll(found.charges());
        return json.put("note", found.note());
    }

    void files(RoutingContext context) {
        int limit = SubscriberRoutes.parameter(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
        context.vertx()
                .executeBlocking(() -> books.closedFiles(limit), false)
                .onSuccess(files -> Replies.guarded(context, () -> {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.put("directory", books.cdrDirectory().toString());
                    files.forEach(file -> json.withArray("files")
                            .addObject()
                            .put("file", file.name())
                            .put("octets", file.octets())
                            .put("closed", Instant.ofEpochMilli(file.closedMs()).toString()));
                    json.withArray("files");
                    Replies.json(context, 200, json);
                }))
                .onFailure(cause -> context.fail(problem(cause)));
    }

    private static Throwable problem(Throwable cause) {
        return cause instanceof java.io.IOException
                ? new ProblemException(503, "records-not-readable", cause.getMessage())
                : cause;
    }
}
