package io.ocs.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.AdminFixture;
import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFile;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.HttpSettings;
import io.ocs.server.metrics.ServerMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and roles, on every route, over real sockets. */
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminFixture fixture;

    @BeforeEach
    void start() throws IOException {
        TokenFile file = new TokenFile(folder.resolve("tokens"));
        for (Role role : Role.values()) {
            tokens.put(role, file.add(role.label() + "-1", role, Instant.EPOCH));
        }
        fixture = new AdminFixture(Optional.of(file.path()), Optional.empty());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> send(String method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET") || method.equals("DELETE")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString("{}"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Goal: there is no route that somebody may use who should not, and none that nobody thought of. */
    @Test
    void everyRouteHasALeastRoleAndTheDocumentSaysIt() throws Exception {
        JsonNode document = JSON.readTree(
                send("GET", "/admin/v1/openapi.json", tokens.get(Role.VIEWER)).body());
        try (ServerMetrics metrics = new ServerMetrics()) {
            for (AdminServer.AdminRoute route : AdminRoutes.all(fixture.ports(Optional::empty), metrics)) {
                String what = route.method() + " " + route.path();
                JsonNode operation = document.path("paths")
                        .path(route.path())
                        .path(route.method().name().toLowerCase(java.util.Locale.ROOT));
                if (route.least() == null) {
                    assertThat(route.path()).startsWith("/health/");
                    assertThat(operation.path("security")).as(what).isEmpty();
                    assertThat(operation.has("security")).as(what).isTrue();
                } else {
                    assertThat(operation.path("x-least-role").asText())
                            .as(what)
                            .isEqualTo(route.least().label());
                    assertLetsIn(route);
                }
            }
        }
    }

    private void assertLetsIn(AdminServer.AdminRoute route) throws Exception {
        String method = route.method().name();
        String path = route.path().replaceAll("\\{\\w+}", "491700000001");
        HttpResponse<String> nobody = send(method, path, null);
        assertThat(nobody.statusCode()).as(path).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        assertThat(problem(nobody)).isEqualTo("urn:ocs:problem:token-wanted");
        for (Role role : Role.values()) {
            HttpResponse<String> response = send(method, path, tokens.get(role));
            if (role.includes(route.least())) {
                assertThat(response.statusCode())
                        .as(method + " " + path + " as " + role)
                        .isNotIn(401, 403, 500);
            } else {
                assertThat(response.statusCode())
                        .as(method + " " + path + " as " + role)
                        .isEqualTo(403);
                assertThat(problem(response)).isEqualTo("urn:ocs:problem:role-too-low");
                assertThat(response.body())
                        .contains("takes the role " + route.least().label())
                        .contains(role.label() + "-1");
            }
        }
    }

    private static String problem(HttpResponse<String> response) throws IOException {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        return JSON.readTree(response.body()).path("type").asText();
    }

    @Test
    void healthIsForEverybody() throws Exception {
        assertThat(send("GET", "/health/live", null).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/ready", "wrong").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongTokensAreSlowedDownAndRightOnesAreNot() throws Exception {
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> response = send("GET", "/admin/v1/offers", "ocs_wrong" + i);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(problem(response)).isEqualTo("urn:ocs:problem:token-unknown");
            assertThat(response.body()).doesNotContain("ocs_wrong");
        }
        HttpResponse<String> tooMany = send("GET", "/admin/v1/offers", "ocs_wrong");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(tooMany.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 6L);
        assertThat(send("GET", "/admin/v1/offers", tokens.get(Role.VIEWER)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRevokedTokenIsNoMore() throws Exception {
        new TokenFile(folder.resolve("tokens")).revoke("viewer-1");
        long until = System.nanoTime() + 30_000_000_000L;
        int status = 200;
        while (status == 200 && System.nanoTime() < until) {
            status = send("GET", "/admin/v1/offers", tokens.get(Role.VIEWER)).statusCode();
        }
        assertThat(status).isEqualTo(401);
        assertThat(send("GET", "/admin/v1/offers", tokens.get(Role.CARE)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFileThatIsNoGoodStopsTheStart() {
        HttpSettings settings = new HttpSettings(
                new HostPort("127.0.0.1", 0), 1 << 20, Optional.of(folder.resolve("none")), Optional.empty());
        try (ServerMetrics metrics = new ServerMetrics()) {
            assertThatThrownBy(() -> AdminServer.start(settings, Optional::empty, metrics))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("http.tokens: there is no file");
        }
    }
}
