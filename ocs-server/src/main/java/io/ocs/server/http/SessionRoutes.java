package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
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
        new SessionEnding(context, administration, context.pathParam("sessionId")).begin();
    }

    void reauthorize(RoutingContext context) {
        String id = context.pathParam("sessionId");
        Replies.when(
                context,
                administration.request(ClientRequest.Kind.RE_AUTHORIZE, id),
                answer -> Replies.json(
                        context,
                        200,
                        asked(answer.orElseThrow(
                                () -> new ProblemException(404, "unknown-session", "no session " + id + " is open")))));
    }

    /** What the client has answered, if it does what it is asked for. */
    private static ObjectNode asked(ClientAnswer answer) {
        return switch (answer.status()) {
            case ACCEPTED ->
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", "done")
                        .put("resultCode", answer.resultCode())
                        .put("detail", "the client has answered " + answer.resultCode());
            case UNKNOWN_SESSION ->
                throw new ProblemException(
                        404, "unknown-session", "the client does not know the session: it is ended here, too");
            case REFUSED ->
                throw new ProblemException(
                        502,
                        "client-refused",
                        "the client has answered " + answer.resultCode() + " and goes on as before");
            case TIMED_OUT ->
                throw new ProblemException(
                        504,
                        "client-silent",
                        "the client does not answer; the session ends by its time-out if it stays so");
            case UNROUTABLE ->
                throw new ProblemException(
                        503, "client-unreachable", "no connection leads to the client of the session");
            case TOO_MANY ->
                throw new ProblemException(503, "too-busy", "too many requests to clients are under way: try again");
        };
    }
}
