package io.ocs.server.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Catalogues whose prices tell their number: in number N an octet of rating group {@value #LOW} costs N micros, one of {@value #HIGH} N times
 * {@value #FACTOR} micros. What both cost together therefore says by which catalogue each was priced.
 */
final class PricedCatalog {
    static final String OFFER = "numbered";
    static final int LOW = 1;
    static final int HIGH = 2;
    static final long FACTOR = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private PricedCatalog() {}

    static String yaml(int number) {
        return """
                offers:
                  - name: %s
                    currency: EUR
                    rounding: {mode: half-up, decimals: 6}
                    prices:
                      - {name: low, match: {service: data, rating-groups: [%d]}, amount: %s, per: 1, step: 1}
                      - {name: high, match: {service: data, rating-groups: [%d]}, amount: %s, per: 1, step: 1}
                """
                .formatted(OFFER, LOW, money(number), HIGH, money(number * FACTOR));
    }

    private static String money(long micros) {
        return String.format("%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    /** A directory with number 1 in it. */
    static Path directory(Path parent) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("offers"));
        Files.writeString(directory.resolve("offers.yaml"), yaml(1));
        return directory;
    }

    /** Brings a number into force. @return the version that it is, as the server says */
    static int apply(InetSocketAddress server, int number) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("reason", "number " + number);
        body.putObject("files").put("offers.yaml", yaml(number));
        HttpResponse<String> response = HTTP.send(
                request(server, "/versions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                body.toString().getBytes(UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body()).get("version").intValue();
    }

    /** What the server says of the version in force. */
    static JsonNode inForce(InetSocketAddress server) throws IOException, InterruptedException {
        return JSON.readTree(HTTP.send(request(server, "").GET().build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static HttpRequest.Builder request(InetSocketAddress server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/admin/v1/catalog" + path))
                .timeout(Duration.ofSeconds(60));
    }
}
