package io.ocs.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** Talks to the HTTP interface of a running server. */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String base;
    private final Consumer<String> notes;

    AdminClient(String base, Consumer<String> notes) {
        this.base = base.replaceAll("/+$", "");
        this.notes = notes;
    }

    JsonNode get(String path) {
        return answered(send(request(path).GET()));
    }

    /** Asks for something that changes nothing which is charged, so that it needs no key. */
    JsonNode post(String path) {
        return answered(
                send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"))));
    }

    /** Ends something that is not charged for; whether it was there still is no matter. */
    void end(String path) {
        send(request(path).DELETE());
    }

    /** Answer whatever its status; for health. */
    HttpResponse<String> peek(String path) {
        return send(request(path).GET());
    }

    /**
     * A change under an idempotency key, which is shown if the change may or may not have happened.
     *
     * @param body null for none
     */
    JsonNode change(String method, String path, JsonNode body, String key) {
        HttpRequest.Builder request = request(path).header("Idempotency-Key", key);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
        }
        try {
            return answered(send(request));
        } catch (CommandFailure e) {
            notes.accept("To repeat it safely: --idempotency-key " + key);
            throw e;
        }
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--admin: '" + base + "' is no URL like http://127.0.0.1:8080", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (java.net.ConnectException e) {
            throw new CommandFailure(
                    "no server answers at " + base + "; start one with 'ocs run', or say where with --admin URL", e);
        } catch (IOException e) {
            throw new CommandFailure("the server at " + base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private JsonNode answered(HttpResponse<String> response) {
        JsonNode body = json(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new CommandFailure(body.path("title").asText("HTTP " + response.statusCode()) + ": "
                    + body.path("detail").asText(response.body()));
        }
        return body;
    }

    private JsonNode json(String text) {
        try {
            return text.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
        } catch (IOException e) {
            throw new CommandFailure("the server at " + base + " is no OCS: it answers no JSON", e);
        }
    }
}
