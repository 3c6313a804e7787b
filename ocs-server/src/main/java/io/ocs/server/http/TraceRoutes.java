package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.SubscriberView;
import io.ocs.server.trace.Trace;
import io.ocs.server.trace.TraceReport;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/** {@code /admin/v1/traces}. Who begins one, and who reads one, stands in the audit log. */
final class TraceRoutes {
    static final String ALL = "/admin/v1/traces";
    static final String ONE = ALL + "/{trace}";
    private static final long LASTS_MAX_S = 3_600;

    private final AdminPorts ports;

    TraceRoutes(AdminPorts ports) {
        this.ports = ports;
    }

    void list(RoutingContext context) {
        ports.traces().expire();
        ArrayNode traces = JsonNodeFactory.instance.arrayNode();
        ports.traces().all().forEach(trace -> traces.add(TraceReport.head(trace)));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("traces", traces);
        Replies.json(context, 200, json);
    }

    void begin(RoutingContext context) {
        JsonBody body = JsonBody.of(context, "identity", "lastsS");
        SubscriptionId identity = body.parsed("identity", SubscriptionId::parse);
        long lastsS = body.number("lastsS", 1, LASTS_MAX_S);
        String by = AuditTrail.caller(context).name();
        Replies.when(
                context,
                ports.administration().subscriber(identity),
                found -> Replies.json(
                        context,
                        201,
                        begin(
                                identity,
                                found.orElseThrow(() -> new ProblemException(
                                        404, "unknown-subscriber", "no subscriber has the identity " + identity)),
                                lastsS,
                                by)));
    }

    private ObjectNode begin(SubscriptionId identity, SubscriberView subscriber, long lastsS, String by) {
        long nowMs = ports.clock().nowMs();
        Trace.Subject subject = new Trace.Subject(
                identity,
                subscriber.identities(),
                subscriber.accountId(),
                subscriber.shard(),
                by,
                nowMs,
                nowMs + TimeUnit.SECONDS.toMillis(lastsS),
                ports.books().committed());
        return TraceReport.head(ports.traces()
                .begin(subject)
                .orElseThrow(() -> new ProblemException(
                        429, "too-many-traces", "as many traces run as may: wait, or end one of them")));
    }

    void show(RoutingContext context) {
        Trace trace = ports.traces().find(id(context)).orElseThrow(TraceRoutes::unknown);
        ports.traces().expire();
        TraceReport report =
                new TraceReport(ports.books().dataFolder(), ports.books().committed());
        context.vertx()
                .executeBlocking(() -> report.of(trace), false)
                .onSuccess(json -> Replies.guarded(context, () -> Replies.json(context, 200, json)))
                .onFailure(context::fail);
    }

    void end(RoutingContext context) {
        JsonBody.of(context);
        Trace trace = ports.traces().end(id(context)).orElseThrow(TraceRoutes::unknown);
        Replies.json(context, 200, TraceReport.head(trace));
    }

    void remove(RoutingContext context) {
        if (!ports.traces().remove(id(context))) {
            throw unknown();
        }
        context.response().setStatusCode(204).end();
    }

    private static ProblemException unknown() {
        return new ProblemException(
                404, "unknown-trace", "there is no such trace: it was removed, or forgotten for a later one");
    }

    private static int id(RoutingContext context) {
        String text = context.pathParam("trace");
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("a trace is a number, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
