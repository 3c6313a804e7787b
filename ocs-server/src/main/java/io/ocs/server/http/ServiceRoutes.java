package io.ocs.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The list of offers, and the description of the interface itself. */
final class ServiceRoutes {
    private final AdminPorts ports;
    private final JsonNode openApi = readOpenApi();

    ServiceRoutes(AdminPorts ports) {
        this.ports = ports;
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
