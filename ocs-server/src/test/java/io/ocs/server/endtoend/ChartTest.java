package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the flows that the specifications draw are what happens over sockets, word for word. The charts are {@code src/test/resources/charts}. */
@ExtendWith(SharedDatabase.class)
class ChartTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("ocs.root")).resolve("ocs-server/src/test/resources/charts");
    private static final int FLOWS_OF_RFC_8506 = 9;

    @TempDir
    static Path data;

    private static ServerUnderTest server;

    @BeforeAll
    static void start(SharedDatabase.Server database) throws Exception {
        server = ServerUnderTest.start(
                data,
                "database.url=" + database.newDatabase(),
                "catalog.directory=" + FOLDER.resolve("catalog"),
                "accounts.low-balance=0.50",
                "diameter.profiles=[{name: able, credit-pools: true, tariff-time-change: true, low-balance-calls: true}]",
                "diameter.peers=[{origin-host: pgw.example.com, realm: example.com, profile: able},"
                        + " {origin-host: open5gs.example.com, realm: example.com, profile: open5gs}]");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Chart> charts(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .map(Chart::read)
                    .toList();
        }
    }

    static List<Chart> flowsOfRfc8506() throws IOException {
        List<Chart> charts = charts("rfc8506-");
        assertThat(charts).hasSize(FLOWS_OF_RFC_8506);
        return charts;
    }

    static List<Chart> flowsOfTs32299() throws IOException {
        return charts("ts32299-");
    }

    static List<Chart> oddRequests() throws IOException {
        return charts("odd-");
    }

    private static void play(Chart chart) throws Exception {
        try (ChartRun run = new ChartRun(chart, server)) {
            run.play();
        }
    }

    @ParameterizedTest
    @MethodSource("flowsOfRfc8506")
    void aFlowOfRfc8506(Chart chart) throws Exception {
        play(chart);
    }

    @ParameterizedTest
    @MethodSource("flowsOfTs32299")
    void aFlowOfTs32299(Chart chart) throws Exception {
        play(chart);
    }

    /** RFC 8506 §7. */
    @ParameterizedTest
    @MethodSource("oddRequests")
    void anOddRequest(Chart chart) throws Exception {
        play(chart);
    }

    static List<Chart> pools() throws IOException {
        return charts("pool-");
    }

    /** RFC 8506 §5.1.2. */
    @ParameterizedTest
    @MethodSource("pools")
    void aCreditPool(Chart chart) throws Exception {
        play(chart);
    }

    static List<Chart> extensions() throws IOException {
        return charts("more-");
    }

    /** RFC 8506 §5.1.1, §5.5, §8.16, §9.1. */
    @ParameterizedTest
    @MethodSource("extensions")
    void whatFewClientsDo(Chart chart) throws Exception {
        play(chart);
    }

    /** Goal: a chart that is not so fails, and shows where. */
    @Test
    void theFirstDifferenceIsMarked() {
        Chart chart = Chart.parse(
                "wrong",
                List.of(
                        "given 491700109901 offer=chart balance=1.00EUR",
                        "smf → CCR-I 0 [rg=1 rsu=total:20000]",
                        "smf ← CCA-I 0 2001 [rg=1 2001 gsu=total:10000 validity>0]  # twice as much",
                        "smf → CCR-T 1"));
        assertThatThrownBy(() -> play(chart))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("  smf → CCR-I 0 [rg=1 rsu=total:20000]\n✗ smf ← CCA-I 0 2001")
                .hasMessageContaining("in service 1: no gsu=total:10000")
                .hasMessageContaining("got: CCA-I 0 2001 [gsu=total:20000 rg=1 validity=600 2001]")
                .hasMessageContaining("· smf → CCR-T 1");
    }

    @Test
    void metricsTellWhatClientsWereAskedAndWhatBecameOfIt() throws Exception {
        play(Chart.parse(
                "metrics",
                List.of(
                        "given 491700109801 offer=chart balance=0.01EUR",
                        "smf → CCR-I 0 [rg=1 rsu=total:20000]",
                        "smf ← CCA-I 0 2001 [rg=1 2001 gsu=total:10000 validity>0 final=terminate]",
                        "care top-up 491700109801 1.00EUR",
                        "smf ← RAR authorize-only",
                        "smf → RAA 5002")));
        try (AdminConnection admin = new AdminConnection(server.http())) {
            ServerUnderTest.await(
                    "the metrics",
                    () -> count(admin, "ended_total{command=\"re-auth\",outcome=\"unknown-session\"}") > 0);
            assertThat(count(admin, "sent_total{command=\"re-auth\"}")).isPositive();
        }
        ServerUnderTest.await(
                "the end of a session that its client does not know",
                () -> server.subscriber("491700109801").openSessions() == 0);
    }

    private static double count(AdminConnection admin, String meter) {
        try {
            return admin.get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith("ocs_diameter_requests_" + meter))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new AssertionError("asking for metrics", e);
        }
    }

    @Test
    void wordsAreComparedOneByOne() {
        ChartWords actual = ChartWords.parse("CCA-I 0 2001 [rg=1 2001 validity=600]");
        for (String same : List.of(
                "CCA-I 0 2001 [validity=600 2001 rg=1]",
                "CCA-I 0 2001 [rg=1 2001 validity>599]",
                "CCA-I 0 2001 cost=*? [rg=1 2001 validity=*]")) {
            assertThat(ChartWords.parse(same).difference(actual)).as(same).isEmpty();
        }
        for (String other : List.of(
                "CCA-I 0 2001 [rg=1 2001]",
                "CCA-I 0 2001 [rg=1 2001 validity>600]",
                "CCA-I 0 2001 [rg=1 2001 validity=600 final=terminate]",
                "CCA-I 0 2001",
                "CCA-I 0 2001 [rg=1 2001 validity=600] [rg=2 2001]",
                "CCA-I 1 2001 [rg=1 2001 validity=600]")) {
            assertThat(ChartWords.parse(other).difference(actual)).as(other).isPresent();
        }
    }

    @Test
    void aLineThatIsNoStepIsNamed() {
        assertThatThrownBy(() -> Chart.parse("typo", List.of("# head", "gvien 49170 offer=chart")))
                .hasMessageStartingWith("typo.txt, line 2: 'gvien' is no step");
    }
}
