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
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Talks to the HTTP interface of a running server. */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http;
    private final String base;
    private final String token;
    private final Consumer<String> notes;

    /**
     * A client of one server.
     *
     * @param token null for none
     * @param authority PEM file of the authority that its certificate is believed by; null: those of the Java platform
     */
    AdminClient(String base, String token, Path authority, Consumer<String> notes) {
        this.base = base.replaceAll("/+$", "");
        this.token = token;
        this.notes = notes;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (authority != null) {
            builder.sslContext(TrustedAuthority.context(authority));
        }
        http = builder.build();
    }

    JsonNode get(String path) {
        return answered(send(request(path).GET()));
    }

    /** Asks for something that changes nothing which is charged, so that it needs no key. */
    JsonNode post(String path) {
        return post(path, JsonNodeFactory.instance.objectNode());
    }

    /** As above, with a body. */
    JsonNode post(String path, JsonNode body) {
        return answered(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
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
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
            return token == null ? request : request.header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "--admin: '" + base
                            + "' is no URL like http://127.0.0.1:8080, or the token has characters that none has",
                    e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (java.net.ConnectException e) {
            throw new CommandFailure(
                    "no server answers at " + base + "; start one with 'ocs run', or say where with --admin URL", e);
        } catch (SSLException e) {
            throw new CommandFailure(
                    "the certificate of the server at " + base + " is not believed: " + e.getMessage()
                            + "; name its authority with --authority FILE",
                    e);
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
