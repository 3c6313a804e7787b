package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.AccountCommand;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /admin/v1/sessions}. */
final class SessionRoutes {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    private final AccountAdministration administration;
    private final Views views;

    SessionRoutes(AdminPorts ports, Views views) {
        this.administration = ports.administration();
        this.views = views;
    }

    void list(RoutingContext context) {
        List<String> subscriber = context.queryParam("subscriber");
        SubscriptionId identity = subscriber.isEmpty() ? null : SubscriptionId.parse(subscriber.get(0));
        int limit = SubscriberRoutes.parameter(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
        Replies.when(context, administration.sessions(identity, limit), found -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("sessions", views.sessions(found));
            Replies.json(context, 200, json);
        });
    }

    void show(RoutingContext context) {
        String id = context.pathParam("sessionId");
        Replies.when(
                context,
                administration.session(id),
                found -> Replies.json(
                        context,
                        200,
                        views.session(found.orElseThrow(
                                () -> new ProblemException(404, "unknown-session", "no session " + id + " is open")))));
    }

    void abort(RoutingContext context) {
        String key = Replies.idempotencyKey(context);
        AccountCommand command = new AccountCommand.AbortSession(context.pathParam("sessionId"));
        Replies.command(context, administration.execute(key, command), Replies::done);
    }
}
