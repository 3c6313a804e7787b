package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ocs.server.metrics.ServerMetrics;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Metrics, health, the list of offers, and the description of the interface itself. */
final class ServiceRoutes {
    private final AdminPorts ports;
    private final ServerMetrics metrics;
    private final JsonNode openApi = readOpenApi();

    ServiceRoutes(AdminPorts ports, ServerMetrics metrics) {
        this.ports = ports;
        this.metrics = metrics;
    }

    void metrics(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape());
    }

    void live(RoutingContext context) {
        Replies.json(context, 200, JsonNodeFactory.instance.objectNode().put("live", true));
    }

    void ready(RoutingContext context) {
        Optional<String> hindrance = ports.readiness().hindrance();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ready", hindrance.isEmpty());
        hindrance.ifPresent(reason -> json.put("reason", reason));
        Replies.json(context, hindrance.isEmpty() ? 200 : 503, json);
    }

    void offers(RoutingContext context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ports.offers().names().forEach(json.putArray("offers")::add);
        Replies.json(context, 200, json);
    }

    void openApi(RoutingContext context) {
        Replies.json(context, 200, openApi);
    }

    static JsonNode readOpenApi() {
        try (InputStream yaml = ServiceRoutes.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml is part of this jar", e);
        }
    }
}
