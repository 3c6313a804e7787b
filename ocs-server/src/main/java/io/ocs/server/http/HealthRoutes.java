package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.access.Role;
import io.ocs.server.http.AdminServer.AdminRoute;
import io.ocs.server.metrics.ServerMetrics;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Metrics and health: what is served even while the server recovers. */
final class HealthRoutes {
    private final Readiness readiness;
    private final ServerMetrics metrics;

    HealthRoutes(Readiness readiness, ServerMetrics metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute(HttpMethod.GET, "/metrics", Role.VIEWER, this::metrics),
                new AdminRoute(HttpMethod.GET, "/health/live", null, this::live),
                new AdminRoute(HttpMethod.GET, "/health/ready", null, this::ready));
    }

    private void metrics(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape());
    }

    private void live(RoutingContext context) {
        Replies.json(context, 200, JsonNodeFactory.instance.objectNode().put("live", true));
    }

    private void ready(RoutingContext context) {
        Optional<String> hindrance = readiness.hindrance();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ready", hindrance.isEmpty());
        hindrance.ifPresent(reason -> json.put("reason", reason));
        Replies.json(context, hindrance.isEmpty() ? 200 : 503, json);
    }
}
