package io.ocs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What a bench asks of a server over HTTP. */
final class AdminClient {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    AdminClient(InetSocketAddress server) {
        base = "http://" + server.getHostString() + ":" + server.getPort();
    }

    /** Creates the subscribers; all of them, or it is an error. */
    void createSubscribers(Subscribers subscribers, String offer, String balance)
            throws IOException, InterruptedException {
        Map<String, Object> body =
                Map.of("from", subscribers.from(), "count", subscribers.count(), "offer", offer, "balance", balance);
        HttpRequest request = request("/admin/v1/subscribers/bulk")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        String answer = send(request);
        JsonNode counts = json.readTree(answer);
        if (counts.path("created").asLong() != subscribers.count()
                || counts.path("failed").asLong() != 0) {
            throw new IllegalStateException("not all of " + subscribers + " were created: " + answer);
        }
    }

    /** @throws IllegalStateException if the server does not count them */
    long allocatedBytes() throws IOException, InterruptedException {
        String page = send(request("/metrics").GET().build());
        return Metrics.sum(page, Metrics.ALLOCATED_BYTES)
                .orElseThrow(
                        () -> new IllegalStateException("no " + Metrics.ALLOCATED_BYTES + " in " + base + "/metrics"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(request.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
