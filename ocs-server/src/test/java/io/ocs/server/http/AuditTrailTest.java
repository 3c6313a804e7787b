package io.ocs.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.server.AdminFixture;
import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFile;
import io.ocs.server.audit.AuditKey;
import io.ocs.server.audit.AuditVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: every change is in the log with who, what and result before its answer is believed, and no subscriber's number is. */
class AuditTrailTest {
    private static final String SUBSCRIBERS = "/admin/v1/subscribers";
    private static final String NUMBER = "491700000001";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String token;

    private int send(AdminFixture fixture, String method, String path, String body) throws Exception {
        return answer(fixture, method, path, body).statusCode();
    }

    private HttpResponse<String> answer(AdminFixture fixture, String method, String path, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Results are noted behind the answers. */
    private static List<JsonNode> lines(AdminFixture fixture, int count) throws IOException {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        List<JsonNode> lines = List.of();
        while (lines.size() < count) {
            assertThat(System.nanoTime())
                    .as("waiting for " + count + " lines: " + lines)
                    .isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            List<JsonNode> read = new ArrayList<>();
            assertThat(new AuditVerifier(fixture.auditFolder(), read::add)
                            .run(null)
                            .problems())
                    .isEmpty();
            lines = read;
        }
        return lines;
    }

    @Test
    void whoWhatAndResultAreNotedAndNoNumber() throws Exception {
        TokenFile file = new TokenFile(folder.resolve("tokens"));
        token = file.add("alice", Role.ADMIN, Instant.EPOCH);
        try (AdminFixture fixture = new AdminFixture(Optional.of(file.path()), Optional.empty())) {
            String one = SUBSCRIBERS + "/" + NUMBER;
            assertThat(send(
                            fixture,
                            "POST",
                            SUBSCRIBERS,
                            "{'identities':['" + NUMBER
                                    + "','imsi:001010000000001'],'offer':'prepaid-data','balance':'10.00EUR'}"))
                    .isEqualTo(201);
            assertThat(send(fixture, "POST", one + "/top-ups", "{'amount':'5.00EUR'}"))
                    .isEqualTo(200);
            assertThat(send(fixture, "POST", one + "/top-ups", "{'amount':'5.00USD'}"))
                    .isEqualTo(422);
            assertThat(send(
                            fixture,
                            "POST",
                            SUBSCRIBERS + "/bulk",
                            "{'from':'491700000100','count':3,'offer':'postpaid'}"))
                    .isEqualTo(200);
            assertThat(send(fixture, "POST", one + "/identities", "{'identity':'sip-uri:alice@example.com'}"))
                    .isEqualTo(200);
            assertThat(send(fixture, "DELETE", one + "/identities/imsi:001010000000001", null))
                    .isEqualTo(200);
            assertThat(send(fixture, "DELETE", "/admin/v1/sessions/smf;1;" + NUMBER, null))
                    .isEqualTo(404);
            assertThat(send(fixture, "GET", one, null)).as("no change, no line").isEqualTo(200);

            List<JsonNode> lines = lines(fixture, 14);
            assertThat(lines).hasSize(14);
            List<JsonNode> begun = lines.stream()
                    .filter(line -> line.path("event").asText().equals("begin"))
                    .toList();
            assertThat(begun).extracting(line -> line.path("who").asText()).containsOnly("alice");
            String mask = AuditKey.read(fixture.auditFolder()).mask("e164", NUMBER);
            assertThat(begun.get(0).at("/details/identities/0").asText()).isEqualTo(mask);
            assertThat(begun.get(1).path("subject").asText()).isEqualTo(mask);
            assertThat(begun.get(1).at("/details/amount").asText()).isEqualTo("5.00EUR");
            assertThat(begun.get(1).path("route").asText()).isEqualTo(SUBSCRIBERS + "/{identity}/top-ups");
            assertThat(begun.get(3).at("/details/count").asText()).isEqualTo("3");
            assertThat(results(lines))
                    .containsExactlyInAnyOrder(
                            "done", "done", "done", "done", "done", "currency-mismatch", "unknown-session");
            assertThat(textOf(fixture.auditFolder()))
                    .doesNotContain(NUMBER, "00101000000000", "491700000100", "alice@example.com");
        }
    }

    private static List<String> results(List<JsonNode> lines) {
        return lines.stream()
                .filter(line -> line.path("event").asText().equals("end"))
                .map(line -> line.path("result").asText())
                .toList();
    }

    private static String textOf(Path auditFolder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(auditFolder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** A device that is always full stands in for the disk: the second file is a link to it. */
    @Test
    void whatCannotBeNotedIsNotDone() throws Exception {
        try (AdminFixture fixture = new AdminFixture(Optional.empty(), Optional.empty(), 1)) {
            assertThat(send(fixture, "POST", SUBSCRIBERS, "{'identities':['" + NUMBER + "'],'offer':'postpaid'}"))
                    .isEqualTo(201);
            lines(fixture, 2);
            Path full = fixture.auditFolder().resolve("audit-0000000003.jsonl");
            Files.createSymbolicLink(full, Path.of("/dev/full"));

            HttpResponse<String> refused =
                    answer(fixture, "POST", SUBSCRIBERS + "/" + NUMBER + "/top-ups", "{'amount':'5.00EUR'}");

            Files.delete(full);
            assertThat(refused.statusCode()).isEqualTo(507);
            assertThat(refused.body())
                    .contains(
                            "urn:ocs:problem:audit-log-full",
                            "nothing was changed",
                            "No space left on device",
                            "make room");
            assertThat(answer(fixture, "GET", SUBSCRIBERS + "/" + NUMBER + "/balance", null)
                            .body())
                    .contains("\"balance\":\"0.00EUR\"");
            assertThat(lines(fixture, 2)).hasSize(2);
        }
    }
}
