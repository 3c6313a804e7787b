package io.ocs.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SimulationTest {
    private static final String ORIGIN = "sim.example.com";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static NetworkElementOptions to(int port) {
        return NetworkElementOptions.of("127.0.0.1", port, ORIGIN)
                .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    private static SimulationOptions fast(Mix mix, long sessions) {
        return SimulationOptions.defaults()
                .withMix(mix)
                .withLoad(2_000, sessions, null, 100)
                .withSessions(4, 2);
    }

    private static SimulationReport run(StubAccount account, SimulationOptions options) throws Exception {
        try (StubServer server = StubServer.start(account);
                NetworkElement element = NetworkElement.connect(to(server.port()))) {
            return new Simulation(element, options).run();
        }
    }

    private List<JsonNode> lines(Path log) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void playsDataSessionsToTheEnd() throws Exception {
        StubAccount account = new StubAccount();
        SimulationReport report = run(account, fast(Mix.only(Scenario.DATA), 100));

        assertThat(report.isSound()).isTrue();
        assertThat(report.sessionsStarted()).isEqualTo(100);
        assertThat(report.sessionsEnded()).isEqualTo(100);
        assertThat(report.requests())
                .isEqualTo(report.answers())
                .isEqualTo(account.requests())
                .isGreaterThan(200);
        assertThat(report.resultCodes()).containsExactly(entry(2001L, report.answers()));
        assertThat(report.octetsUsed())
                .as("at 1 micro an octet")
                .isEqualTo(account.chargedMicros())
                .isPositive();
        assertThat(report.charged()).containsExactly(entry((long) StubAccount.EUR, account.chargedMicros()));
        assertThat(report.latency().p50())
                .isPositive()
                .isLessThanOrEqualTo(report.latency().max());
    }

    @Test
    void playsAMixAndIsToldWhatWasCharged() throws Exception {
        StubAccount account = new StubAccount();
        SimulationReport report = run(account, fast(Mix.parse("data=2,voice=2,sms=2,event=2"), 200));

        assertThat(report.isSound()).isTrue();
        assertThat(report.octetsUsed()).isPositive();
        assertThat(report.secondsUsed()).isPositive();
        assertThat(report.unitsUsed()).isPositive();
        long refunded = report.refunded().get((long) StubAccount.EUR);
        assertThat(report.charged().get((long) StubAccount.EUR) - refunded).isEqualTo(account.chargedMicros());
        assertThat(report.charged().get((long) StubAccount.EUR))
                .isEqualTo(report.octetsUsed()
                        + 1_000 * report.secondsUsed()
                        + StubAccount.EVENT_MICROS * report.unitsUsed());
    }

    @Test
    void logsEveryRequestAndWhatItWasTold() throws Exception {
        Path log = folder.resolve("client.jsonl");
        StubAccount account = new StubAccount();
        SimulationReport report = run(
                account,
                fast(Mix.parse("data=2,voice=2,sms=2,event=2"), 200)
                        .withRepeats(200)
                        .withLog(log));

        assertThat(report.isSound()).isTrue();
        assertThat(report.repeats()).isPositive().isEqualTo(account.retransmissions());
        List<JsonNode> lines = lines(log);
        assertThat(lines).hasSize((int) report.requests());
        assertThat(lines)
                .filteredOn(line -> line.get("retransmitted").booleanValue())
                .hasSize((int) report.repeats());
        assertThat(toldMicros(lines)).isEqualTo(account.chargedMicros());
        assertThat(usedOctets(lines)).isEqualTo(report.octetsUsed());
    }

    private static String key(JsonNode line) {
        return line.get("session").textValue() + "/" + line.get("type").textValue() + "/" + line.get("number");
    }

    /** What reconciliation does: each request counts once, refunds count back, enquiries count not. */
    private static long toldMicros(List<JsonNode> lines) {
        Map<String, Long> told = new HashMap<>();
        for (JsonNode line : lines) {
            JsonNode cost = line.get("answer").get("cost");
            String action = line.path("action").asText();
            if (cost != null && !action.equals("PRICE_ENQUIRY")) {
                assertThat(cost.get("currency").intValue()).isEqualTo(StubAccount.EUR);
                long micros = cost.get("micros").longValue();
                told.put(key(line), action.equals("REFUND_ACCOUNT") ? -Math.abs(micros) : micros);
            }
        }
        return told.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long usedOctets(List<JsonNode> lines) {
        Set<String> counted = new HashSet<>();
        long octets = 0;
        for (JsonNode line : lines) {
            if (counted.add(key(line))) {
                for (JsonNode service : line.get("services")) {
                    JsonNode used = service.path("used");
                    octets += used.path("inputOctets").asLong()
                            + used.path("outputOctets").asLong();
                }
            }
        }
        return octets;
    }

    @Test
    void playsTheSameUsageForTheSameSeed() throws Exception {
        SimulationOptions options = fast(Mix.parse("data=1,voice=1"), 50).withSeed(42);
        SimulationReport first = run(new StubAccount(), options);
        SimulationReport second = run(new StubAccount(), options);
        SimulationReport other = run(new StubAccount(), options.withSeed(43));

        assertThat(second.octetsUsed()).isEqualTo(first.octetsUsed()).isNotEqualTo(other.octetsUsed());
        assertThat(second.secondsUsed()).isEqualTo(first.secondsUsed());
        assertThat(second.requests()).isEqualTo(first.requests());
    }

    @Test
    void terminatesWhatWasRefusedInAService() throws Exception {
        SimulationReport report = run(new StubAccount().refuseServices(4012), fast(Mix.only(Scenario.DATA), 20));

        assertThat(report.isSound()).isTrue();
        assertThat(report.requests()).as("an I and a T each").isEqualTo(40);
        assertThat(report.serviceResultCodes()).containsOnlyKeys(4012L);
        assertThat(report.octetsUsed()).isZero();
    }

    @Test
    void endsAtTheLastUnits() throws Exception {
        SimulationReport report = run(new StubAccount().finalFrom(0), fast(Mix.only(Scenario.DATA), 20));
        assertThat(report.requests()).isEqualTo(40);
        assertThat(report.octetsUsed()).isPositive();
    }

    @Test
    void countsRefusals() throws Exception {
        SimulationReport report = run(new StubAccount().refuseMessages(5030), fast(Mix.only(Scenario.DATA), 20));
        assertThat(report.isSound()).isTrue();
        assertThat(report.resultCodes()).containsExactly(entry(5030L, 20L));
    }

    @Test
    void failsOnARepeatThatIsAnsweredOtherwise() throws Exception {
        SimulationReport report = run(
                new StubAccount().forgetful(), fast(Mix.only(Scenario.SMS), 20).withRepeats(1_000));
        assertThat(report.repeats()).isEqualTo(20);
        assertThat(report.mismatches()).isEqualTo(20);
        assertThat(report.isSound()).isFalse();
    }

    @Test
    void countsWhatWasNotAnswered() throws Exception {
        Path log = folder.resolve("client.jsonl");
        try (StubServer server = StubServer.start(new StubAccount().silentFrom(1));
                NetworkElement element = NetworkElement.connect(
                        to(server.port()).withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(2)))) {
            SimulationReport report =
                    new Simulation(element, fast(Mix.only(Scenario.DATA), 10).withLog(log)).run();
            assertThat(report.timeouts()).isEqualTo(10);
            assertThat(report.sessionsAbandoned()).isEqualTo(10);
            assertThat(report.isSound()).isFalse();
        }
        assertThat(lines(log)).hasSize(20);
        assertThat(lines(log))
                .filteredOn(line -> line.get("answer").isNull())
                .hasSize(10)
                .allSatisfy(line -> assertThat(line.get("missing").textValue()).isEqualTo("TIMED_OUT"));
    }

    /** The twin of every session: the server dies in the middle, and remembers what it had answered. */
    @Test
    void goesOnAfterARestartAndRepeatsWhatWasOpen() throws Exception {
        Path log = folder.resolve("client.jsonl");
        StubAccount account = new StubAccount();
        StubServer before = StubServer.start(account);
        int port = before.port();
        try (NetworkElement element = NetworkElement.connect(to(port))) {
            SimulationOptions options = SimulationOptions.defaults()
                    .withLoad(200, 200, null, 100)
                    .withSessions(4, 20)
                    .withLog(log);
            Simulation simulation = new Simulation(element, options);
            CompletableFuture<SimulationReport> running = inBackground(simulation);
            before.await(Avps.CREDIT_CONTROL_COMMAND);
            while (account.requests() < 100) {
                before.await(Avps.CREDIT_CONTROL_COMMAND);
            }
            before.close();
            try (StubServer after = StubServer.start(port, account)) {
                SimulationReport report = running.get(50, TimeUnit.SECONDS);
                assertThat(after.port()).isEqualTo(port);
                assertThat(report.isSound()).isTrue();
                assertThat(report.sessionsEnded()).isEqualTo(200);
                assertThat(report.charged()).containsEntry((long) StubAccount.EUR, account.chargedMicros());
            }
        }
        List<JsonNode> answered =
                lines(log).stream().filter(line -> !line.get("answer").isNull()).toList();
        assertThat(toldMicros(answered)).isEqualTo(account.chargedMicros());
    }

    private static CompletableFuture<SimulationReport> inBackground(Simulation simulation) {
        CompletableFuture<SimulationReport> report = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                report.complete(simulation.run());
            } catch (IOException | InterruptedException | RuntimeException e) {
                report.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return report;
    }

    @Test
    void endsInOrderWhenTold() throws Exception {
        StubAccount account = new StubAccount();
        try (StubServer server = StubServer.start(account);
                NetworkElement element = NetworkElement.connect(to(server.port()))) {
            SimulationOptions endless = SimulationOptions.defaults()
                    .withLoad(200, SimulationOptions.UNBOUNDED, null, 1_000)
                    .withSessions(1_000, 50);
            Simulation simulation = new Simulation(element, endless);
            CompletableFuture<SimulationReport> running = inBackground(simulation);
            while (account.requests() < 50) {
                server.await(Avps.CREDIT_CONTROL_COMMAND);
            }
            assertThat(simulation.report().sessionsOpen()).isPositive();
            simulation.end();

            SimulationReport report = running.get(20, TimeUnit.SECONDS);
            assertThat(report.isSound()).isTrue();
            assertThat(report.charged()).containsEntry((long) StubAccount.EUR, account.chargedMicros());
        }
    }

    @Test
    void keepsToItsDurationAndRate() throws Exception {
        SimulationOptions options = SimulationOptions.defaults()
                .withLoad(50, SimulationOptions.UNBOUNDED, Duration.ofSeconds(1), 1_000)
                .withSessions(2, 1);
        SimulationReport report = run(new StubAccount(), options);
        assertThat(report.sessionsStarted())
                .as("50, less what a stall at the end cuts off")
                .isBetween(25L, 50L);
        assertThat(report.elapsed()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }

    /** One slot and a slow user: later sessions wait, and their latency says so. */
    @Test
    void countsLatencyFromTheIntendedTime() throws Exception {
        SimulationOptions options =
                SimulationOptions.defaults().withLoad(1_000, 5, null, 1).withSessions(0, 100);
        SimulationReport report = run(new StubAccount(), options);
        assertThat(report.latency().max()).isGreaterThan(150_000);
    }
}
