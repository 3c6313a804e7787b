package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.server.audit.AuditException;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.http.AdminServer.AdminRoute;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Lets a change be made only after it was noted in the audit log, and notes there what came of it. */
final class AuditTrail {
    /** Members of requests that say what is to be done and nothing about whom. */
    private static final List<String> SHOWN = List.of(
            "amount",
            "balance",
            "cause",
            "count",
            "directory",
            "offer",
            "state",
            "validateOnly",
            "allowances",
            "version",
            "expectedVersion",
            "reason");
    /** Members that name subscribers. */
    private static final List<String> MASKED = List.of("identity", "from", "memberOf");

    private static final List<String> PARAMETERS = List.of("identity", "sessionId");

    private static final String CALLER = "ocs.caller";

    private final AuditLog log;
    /** Made with the first change. */
    private WorkerExecutor worker;

    AuditTrail(AuditLog log) {
        this.log = log;
    }

    /** Who sends a request that may change something. */
    static Caller caller(RoutingContext context) {
        return context.get(CALLER);
    }

    /** Handles a request, after it was noted if it may change something, or tells what somebody does. */
    void handle(RoutingContext context, AdminRoute route, Caller caller) {
        if (route.method().equals(HttpMethod.GET) && !route.path().equals(TraceRoutes.ONE)) {
            route.handler().handle(context);
            return;
        }
        context.put(CALLER, caller);
        AuditLog.Change change = change(context, route, caller);
        worker(context)
                .executeBlocking(() -> log.begin(change))
                .onSuccess(number -> {
                    context.addEndHandler(ended -> end(context, number));
                    Replies.guarded(context, () -> route.handler().handle(context));
                })
                .onFailure(cause -> context.fail(
                        cause instanceof AuditException
                                ? new ProblemException(507, "audit-log-full", cause.getMessage())
                                : cause));
    }

    private void end(RoutingContext context, long number) {
        int status = context.response().ended() ? context.response().getStatusCode() : 0;
        String result = context.failure() instanceof ProblemException problem
                ? problem.name()
                : context.failure() != null ? "internal-error" : status == 0 ? "not-answered" : "done";
        worker(context).executeBlocking(() -> {
            log.end(number, status, result);
            return null;
        });
    }

    /** A thread of its own, so that no long reading holds up what changes something. On the event loop. */
    private WorkerExecutor worker(RoutingContext context) {
        if (worker == null) {
            worker = context.vertx().createSharedWorkerExecutor("audit", 1);
        }
        return worker;
    }

    private AuditLog.Change change(RoutingContext context, AdminRoute route, Caller caller) {
        return new AuditLog.Change(
                caller.name(),
                caller.role().label(),
                caller.from(),
                route.method().name(),
                route.path(),
                subject(context),
                details(context));
    }

    private String subject(RoutingContext context) {
        for (String parameter : PARAMETERS) {
            String value = context.pathParam(parameter);
            if (value != null) {
                return mask(parameter, value);
            }
        }
        return "";
    }

    /** What is no identity is masked as well: it may be one with a slip in it. */
    private String mask(String member, String text) {
        try {
            SubscriptionId identity = SubscriptionId.parse(text);
            return log.key().mask(identity.type().label(), identity.data());
        } catch (IllegalArgumentException e) {
            return log.key().mask(member, text);
        }
    }

    private ObjectNode details(RoutingContext context) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        String key = context.request().getHeader(Replies.IDEMPOTENCY_KEY);
        if (key != null) {
            details.put("idempotencyKey", key.substring(0, Math.min(key.length(), Replies.KEY_LENGTH_MAX)));
        }
        if (context.pathParam("other") != null) {
            details.put("other", mask("identity", context.pathParam("other")));
        }
        if (context.pathParam("originHost") != null) {
            details.put("originHost", context.pathParam("originHost"));
        }
        if (context.pathParam("hold") != null) {
            details.put("hold", context.pathParam("hold"));
        }
        if (context.pathParam("trace") != null) {
            details.put("trace", context.pathParam("trace"));
        }
        JsonNode body = JsonBody.tree(context);
        SHOWN.stream().filter(body::hasNonNull).forEach(member -> details.put(member, shown(body.get(member))));
        MASKED.stream()
                .filter(body::hasNonNull)
                .forEach(member ->
                        details.put(member, mask(member, body.get(member).asText())));
        body.path("identities")
                .forEach(identity -> details.withArray("identities").add(mask("identity", identity.asText())));
        if (body.path("files").isObject()) {
            details.put("files", body.path("files").size());
        }
        if (body.path("rows").isArray()) {
            details.put("rows", body.path("rows").size());
        }
        return details;
    }

    private static String shown(JsonNode value) {
        String text = value.asText();
        return text.length() <= 256 ? text : text.substring(0, 256) + "…";
    }
}
