package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.SubscriptionId;
import io.ocs.core.time.SystemClock;
import io.ocs.server.audit.AuditVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of one subscriber on a server that charges two. */
class TraceTest {
    private static final String HOST = "smf.example.com";
    private static final long NUMBER = 491700960000L;
    private static final String IMSI = "001010000000099";
    private static final Path TSHARK = Path.of("/usr/bin/tshark");

    @TempDir
    Path folder;

    private final long seed = Seeds.seed();
    private final Ocs ocs = new Ocs();
    private ServerUnderTest server;
    private GyConnection gy;
    private DataSession traced;
    private DataSession other;

    @BeforeEach
    void start() throws Exception {
        System.out.println("TraceTest: seed " + seed);
        server = ServerUnderTest.start(new SystemClock(), folder.resolve("data"), "database.url=none", "shards=2");
        server.createPrepaid("10.00EUR", SubscriptionId.e164(Long.toString(NUMBER)), SubscriptionId.imsi(IMSI));
        server.createPrepaid("10.00EUR", NUMBER + 1, 1);
        gy = server.connect(HOST);
        SplittableRandom random = new SplittableRandom(seed);
        traced = new DataSession(HOST, Long.toString(NUMBER), random.split());
        other = new DataSession(HOST, Long.toString(NUMBER + 1), random.split());
    }

    @AfterEach
    void stop() throws Exception {
        gy.close();
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.http().getPort();
    }

    private void next(DataSession session) throws Exception {
        session.sendNext(gy, false);
        session.onAnswer(gy.receive());
    }

    /** A request and its answer that nobody traces, then some that are traced, between those of somebody else. */
    private JsonNode trace(int requests, String... where) throws Exception {
        next(traced);
        List<String> words =
                new ArrayList<>(List.of("trace", "--imsi", IMSI, "--for", "1h", "--admin", url(), "--output", "json"));
        words.addAll(List.of(where));
        FutureTask<Integer> command = new FutureTask<>(() -> ocs.run(words.toArray(String[]::new)));
        new Thread(command, "ocs trace").start();
        try (AdminConnection admin = new AdminConnection(server.http())) {
            ServerUnderTest.await("the trace to run", () -> get(admin).contains("\"over\":false"));
        }
        for (int i = 0; i < requests; i++) {
            next(traced);
            next(other);
        }
        assertThat(new Ocs().run("trace", "stop", "1", "--admin", url())).isZero();
        assertThat(command.get()).as(ocs.toString()).isZero();
        next(traced);
        return new ObjectMapper().readTree(ocs.out());
    }

    private static String get(AdminConnection admin) {
        try {
            return admin.get("/admin/v1/traces");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> of(JsonNode trace, String kind) {
        List<JsonNode> events = new ArrayList<>();
        trace.path("events").forEach(event -> {
            if (event.path("kind").asText().equals(kind)) {
                events.add(event);
            }
        });
        return events;
    }

    @Test
    void itHasWhatCameWhatWasDecidedAndWhatWasAnswered() throws Exception {
        Path html = folder.resolve("trace.html");
        JsonNode trace = trace(4, "--html", html.toString());

        assertThat(trace.path("over").asBoolean()).isTrue();
        assertThat(trace.path("leftOut").asInt()).isZero();
        assertThat(trace.path("journal").asText()).isEmpty();
        assertThat(of(trace, "request")).hasSize(4);
        assertThat(of(trace, "answer")).hasSize(4).allSatisfy(answer -> assertThat(answer.toString())
                .contains("\"Result-Code\"", "2001"));
        assertThat(of(trace, "request")).allSatisfy(request -> {
            assertThat(request.toString()).contains("Multiple-Services-Credit-Control", Long.toString(NUMBER));
            assertThat(request.path("peer").asText()).isEqualTo(HOST);
        });
        assertThat(trace.toString()).doesNotContain(Long.toString(NUMBER + 1));
        assertRecords(of(trace, "record"));
        assertThat(Files.readString(html))
                .startsWith("<!DOCTYPE html>")
                .contains("decided: credit-control, journal position", "Granted-Service-Unit", "CDR ")
                .doesNotContain("<script", "src=", "href=");
        assertNoted();
    }

    /** One decision a request, whose charges lead from one balance to the next. */
    private static void assertRecords(List<JsonNode> records) {
        assertThat(records).hasSize(4).allSatisfy(event -> {
            JsonNode record = event.path("record");
            assertThat(record.path("type").asText()).isEqualTo("credit-control");
            assertThat(record.path("position").asLong()).isPositive();
            assertThat(record.path("subscriptions").toString()).contains(Long.toString(NUMBER));
        });
        long balance = -1;
        int debits = 0;
        for (JsonNode event : records) {
            for (JsonNode service : event.path("record").path("services")) {
                for (JsonNode debit : service.path("debits")) {
                    assertThat(service.path("recordNumber").asLong()).isPositive();
                    assertThat(service.path("charged").asText()).endsWith("EUR");
                    long before = debit.path("balanceBefore").asLong();
                    assertThat(before).isGreaterThan(debit.path("balanceAfter").asLong());
                    if (balance >= 0) {
                        assertThat(before).isEqualTo(balance);
                    }
                    balance = debit.path("balanceAfter").asLong();
                    debits++;
                }
            }
        }
        assertThat(debits).isPositive();
    }

    /** Who began it, and who read it; the subscriber is not named. */
    private void assertNoted() throws Exception {
        List<String> routes = new ArrayList<>();
        AuditVerifier verifier = new AuditVerifier(folder.resolve("data/audit"), line -> {
            if (line.path("event").asText().equals("begin")) {
                routes.add(
                        line.path("method").asText() + " " + line.path("route").asText());
            }
            assertThat(line.toString()).doesNotContain(IMSI, Long.toString(NUMBER));
        });
        assertThat(verifier.run(null).problems()).isEmpty();
        assertThat(routes)
                .containsExactly(
                        "POST /admin/v1/traces", "POST /admin/v1/traces/{trace}/end", "GET /admin/v1/traces/{trace}");
    }

    @Test
    void wiresharkOpensTheMessages() throws Exception {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed");
        Path capture = folder.resolve("trace.pcapng");
        trace(2, "--pcapng", capture.toString());
        Process tshark = new ProcessBuilder(
                        TSHARK.toString(),
                        "-r",
                        capture.toString(),
                        "-T",
                        "fields",
                        "-E",
                        "separator=;",
                        "-e",
                        "diameter.cmd.code",
                        "-e",
                        "diameter.flags.request",
                        "-e",
                        "diameter.CC-Request-Number",
                        "-e",
                        "diameter.Result-Code",
                        "-e",
                        "_ws.malformed")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(tshark.exitValue()).isZero();
        assertThat(said.lines()).hasSize(4);
        assertThat(said.lines().filter(line -> line.matches("272;(1|True);\\d+;;")))
                .hasSize(2);
        assertThat(said.lines().filter(line -> line.matches("272;(0|False);\\d+;2001.*")))
                .hasSize(2);
    }

    @Test
    void tracesAreListedShownAndStopped() throws Exception {
        assertThat(ocs.run("trace", "list", "--admin", url())).isZero();
        assertThat(ocs.out()).contains("no traces");
        trace(1);
        assertThat(ocs.run("trace", "list", "--admin", url())).isZero();
        assertThat(ocs.out()).contains("imsi:" + IMSI, "lab", "true");
        assertThat(ocs.run("trace", "show", "1", "--admin", url())).isZero();
        assertThat(ocs.out())
                .contains("  request of smf.example.com, ", "  CC-Request-Number", "bucket 0: ", ", CDR ", "position ");
        assertThat(ocs.run("trace", "forget", "1", "--admin", url())).isZero();
        assertThat(ocs.run("trace", "show", "1", "--admin", url())).isEqualTo(1);
        assertThat(ocs.err()).contains("unknown trace");
        assertThat(ocs.run("trace", "--msisdn", "4999", "--admin", url())).isEqualTo(1);
        assertThat(ocs.err()).contains("no subscriber has the identity");
        assertThat(ocs.run("trace", "--admin", url())).isEqualTo(2);
        assertThat(ocs.run("trace", "--msisdn", "4999", "--for", "2h", "--admin", url()))
                .isEqualTo(1);
        assertThat(ocs.err()).contains("a whole number of 1 to 3600");
    }
}
