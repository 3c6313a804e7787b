package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocs health}. */
@Command(
        name = "health",
        description = "Tells whether a server can charge: exit code 0 if so, 1 if not or if there is none.",
        footerHeading = "%nExamples:%n",
        footer = {"  ocs health", "  until ocs health; do sleep 1; done"})
public final class HealthCommand implements Callable<Integer> {
    private static final int OK = 200;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() throws IOException {
        HttpResponse<String> response = server.client().peek("/health/ready");
        JsonNode health = new ObjectMapper().readTree(response.body());
        server.print(
                health,
                response.statusCode() == OK
                        ? "ready"
                        : "not ready: " + health.path("reason").asText());
        return response.statusCode() == OK ? 0 : 1;
    }
}
