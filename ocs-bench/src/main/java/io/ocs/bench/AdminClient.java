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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What a bench asks of a server over HTTP. */
final class AdminClient {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int ACCOUNTS_AT_ONCE = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    AdminClient(InetSocketAddress server) {
        base = "http://" + server.getHostString() + ":" + server.getPort();
    }

    /** Creates the subscribers of the mix, {@code balance} on each account; all of them, or it is an error. */
    void createSubscribers(Subscribers subscribers, Mix mix, String balance) throws IOException, InterruptedException {
        if (mix.accountMembers() == 1) {
            Map<String, Object> body = Map.of(
                    "from", subscribers.from(), "count", subscribers.count(), "offer", mix.offer(), "balance", balance);
            create(body, subscribers.count());
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long index = 0; index < subscribers.count(); index++) {
            rows.add(member(subscribers, mix, index, balance));
            if (rows.size() == mix.accountMembers() * ACCOUNTS_AT_ONCE || index == subscribers.count() - 1) {
                create(Map.of("rows", rows), rows.size());
                rows.clear();
            }
        }
    }

    /** The first one brings the account and its money, those behind join it. */
    private static Map<String, Object> member(Subscribers subscribers, Mix mix, long index, String balance) {
        long first = index - index % mix.accountMembers();
        Map<String, Object> row = new HashMap<>();
        row.put("identities", List.of(subscribers.identity(subscribers.first() + index)));
        row.put("offer", mix.offer());
        if (index == first) {
            row.put("balance", balance);
        } else {
            row.put("memberOf", subscribers.identity(subscribers.first() + first));
        }
        return row;
    }

    /** Credits the subscriber's account; completes with the status of the answer. */
    CompletableFuture<Integer> topUp(String identity, String amount) {
        HttpRequest request = request("/admin/v1/subscribers/" + identity + "/top-ups")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":\"" + amount + "\"}"))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private void create(Map<String, Object> body, long count) throws IOException, InterruptedException {
        HttpRequest request = request("/admin/v1/subscribers/bulk")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        String answer = send(request);
        JsonNode counts = json.readTree(answer);
        if (counts.path("created").asLong() != count || counts.path("failed").asLong() != 0) {
            throw new IllegalStateException("not all of " + count + " subscribers were created: " + answer);
        }
    }

    /** @throws IllegalStateException if the server does not count them */
    long allocatedBytes() throws IOException, InterruptedException {
        return Metrics.sum(metrics(), Metrics.ALLOCATED_BYTES)
                .orElseThrow(
                        () -> new IllegalStateException("no " + Metrics.ALLOCATED_BYTES + " in " + base + "/metrics"));
    }

    /** The page for Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return send(request("/metrics").GET().build());
    }

    /** Has the open files of charging data records closed. */
    void flushCdrs() throws IOException, InterruptedException {
        HttpRequest request = request("/admin/v1/cdrs/flush")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        send(request, ACCEPTED);
    }

    /** Brings another catalogue into force, contents by name; it is an error if it is no other one. */
    void applyCatalog(Map<String, String> files) throws IOException, InterruptedException {
        Map<String, Object> body = Map.of("files", files, "reason", "ocs bench");
        HttpRequest request = request("/admin/v1/catalog/versions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        send(request, CREATED);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        return send(request, OK);
    }

    private String send(HttpRequest request, int expectedStatus) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expectedStatus) {
            throw new IllegalStateException(request.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
