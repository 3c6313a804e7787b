package io.ocs.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** Provisions the subscribers of the demo through the administration interface, as an operator would. */
final class DemoSubscribers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private DemoSubscribers() {}

    static int count() {
        return Arrays.stream(DemoOffer.values()).mapToInt(offer -> offer.count).sum();
    }

    /** First those with an account of their own, then those who join one. */
    static void provision(InetSocketAddress http) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI uri = URI.create(
                "http://" + http.getAddress().getHostAddress() + ":" + http.getPort() + "/admin/v1/subscribers/bulk");
        post(client, uri, "demo-accounts", rows(false));
        post(client, uri, "demo-members", rows(true));
    }

    private static ObjectNode rows(boolean members) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("rows");
        for (DemoOffer offer : DemoOffer.values()) {
            for (int index = 0; index < offer.count; index++) {
                if (offer.isMember(index) == members) {
                    addRow(body.withArray("rows").addObject(), offer, index);
                }
            }
        }
        return body;
    }

    private static void addRow(ObjectNode row, DemoOffer offer, int index) {
        row.putArray("identities").add("e164:" + (offer.firstNumber + index));
        row.put("offer", offer.offer);
        if (offer.isMember(index)) {
            row.put("memberOf", "e164:" + offer.accountNumber(index)).put("allowances", false);
        }
        if (offer.balance(index) != null) {
            row.put("balance", offer.balance(index));
        }
    }

    private static void post(HttpClient client, URI uri, String key, ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        JsonNode report = JSON.readTree(response.body());
        if (response.statusCode() != 200
                || report.path("created").asInt() != body.path("rows").size()) {
            throw new IOException("the demo's subscribers were refused: " + response.body());
        }
    }
}
