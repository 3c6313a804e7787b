package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command, with real processes; only the charging server is a {@link FakeOcs}. */
class BenchCommandTest {
    private static final String[] SHORT = {"--warmup", "50ms", "--duration", "100ms", "--load", "1x4,2x8"};

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void forgetHome() {
        System.clearProperty(BenchCommand.HOME_PROPERTY);
    }

    @Test
    void bothServersAreMeasuredInTurnUnderEveryLoad() throws IOException {
        launcher(FakeOcs.class);
        int exit = bench(
                "--runs",
                "2",
                "--set",
                "shards=1",
                "--output",
                "json",
                "--data",
                folder.resolve("data").toString());
        assertThat(exit).as(err.toString()).isZero();

        JsonNode rows = new ObjectMapper().readTree(out.toString()).path("rows");
        List<String> order = new ArrayList<>();
        for (JsonNode row : rows) {
            boolean open = row.path("offeredPerSecond").asLong() > 0;
            order.add(row.path("server").asText() + " "
                    + row.path("connections").asInt() + "x" + row.path("window").asInt() + (open ? " open" : ""));
            assertThat(row.path("runs").asInt()).isEqualTo(2);
            assertThat(row.path("ratePerSecond").asLong()).isPositive();
            assertThat(row.path("failures").asLong()).isZero();
            assertThat(row.path("resultCodes").has("2001")).isTrue();
        }
        assertThat(order)
                .containsExactly(
                        "ocs 1x4", "no-logic 1x4", "ocs 2x8", "no-logic 2x8", "ocs 2x8 open", "no-logic 2x8 open");
        assertThat(rows.get(0).path("serverBytesPerRequest").asLong())
                .as("looks at the metrics taken off")
                .isZero();
        assertThat(rows.get(1).path("ratioPercent").asLong()).isEqualTo(100);
        assertThat(err.toString().indexOf("ocs 1x4, run 2"))
                .isGreaterThan(err.toString().indexOf("no-logic 1x4, run 1"));
        assertThat(folder.resolve("data/ocs-1")).doesNotExist();
        JsonNode books = new ObjectMapper().readTree(out.toString()).path("books");
        assertThat(books.path("balance").asBoolean()).isTrue();
        assertThat(books.path("lines"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "books of ocs-1: balance; credited = spent, EUR (1.00)",
                        "books of ocs-2: balance; credited = spent, EUR (1.00)");
        assertThat(folder.resolve("data/ocs-1.log")).content().contains("starting");
    }

    @Test
    void theTableNamesMachineLoadsAndServers() {
        assertThat(bench("--runs", "1", "--only", "no-logic", "--histograms", folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("cores")
                .contains("JDK " + System.getProperty("java.vm.version"))
                .contains("mix data, 100,000 subscribers")
                .containsPattern("2x8 +no-logic +[0-9,]+ +1\\.00 ")
                .containsPattern("2x8 @ [0-9]+/s +no-logic ");
        assertThat(folder.resolve("no-logic-2x8-open-1.hgrm")).content().contains("Percentile");
    }

    @Test
    void loadCanBeDrivenAgainstAServerThatRuns() {
        try (NoLogicServer server = new NoLogicServer(0, 1)) {
            String target = "127.0.0.1:" + server.address().getPort();
            assertThat(bench("--target", target, "--rate", "500", "--mix", "data-3rg"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .containsPattern("1x4 @ 500/s +" + target + " ")
                    .contains(" - ");
        }
    }

    @Test
    void failedRequestsAreTheExitCodeAndShown() {
        try (NoLogicServer server =
                new NoLogicServer(0, 1, () -> new TamperingHandler(2, TamperingHandler.RESULT_CODE))) {
            assertThat(bench("--target", "127.0.0.1:" + server.address().getPort()))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("Result-Codes {2001=").contains("5012=");
        }
    }

    @Test
    void aServerThatDoesNotStartIsQuotedAndItsLogIsKept() throws IOException {
        launcher(FakeOcs.class);
        assertThat(bench("--only", "ocs", "--set", "no=thing", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("ended before it was ready").contains("unexpected arguments [run, ");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("ocs-1.log");
        }
    }

    @Test
    void aMissingCentFailsTheBenchAndKeepsTheFolder() throws IOException {
        launcher(FakeOcs.class);
        Files.createFile(folder.resolve("loss"));
        assertThat(bench("--runs", "1", "--only", "ocs", "--set", "shards=1", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("books of ocs-1: DO NOT BALANCE: credited 1.00, accounted for 0.99");
        assertThat(folder.resolve("ocs-1/clean-stop")).exists();
    }

    @Test
    void booksThatCannotBeComparedDoNotPass() throws IOException {
        launcher(FakeOcs.class);
        Path script = folder.resolve("home/ocs");
        Files.writeString(script, Files.readString(script).replace("exec", "[ $1 = run ] || exit 3\nexec"));
        assertThat(bench("--runs", "1", "--only", "ocs", "--set", "shards=1", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("books of ocs-1: NOT COMPARED, exit code 3");
    }

    @Test
    void leavingTheCheckOutIsSaid() throws IOException {
        launcher(FakeOcs.class);
        Files.createFile(folder.resolve("loss"));
        String data = folder.toString();
        assertThat(bench("--runs", "1", "--only", "ocs", "--no-check", "--set", "shards=1", "--data", data))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("books: NOT CHECKED (--no-check)").doesNotContain("books of");
    }

    @Test
    void aFamilyIsToppedUpBesideItsLoad() throws IOException {
        launcher(FakeOcs.class);
        assertThat(bench(
                        "--runs",
                        "1",
                        "--mix",
                        "family",
                        "--distribution",
                        "zipf",
                        "--top-ups",
                        "20",
                        "--set",
                        "shards=1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("mix family, 64 subscribers (zipf)")
                .containsPattern("ocs 2x8: [1-9][0-9,]* top-ups beside, [0-9.]+ % of the requests; 0 failed")
                .doesNotContain("no-logic 2x8: ");
    }

    @Test
    void aTopUpThatIsRefusedFailsTheBench() throws IOException {
        launcher(FakeOcs.class);
        String[] options = {"--runs", "1", "--only", "ocs", "--top-ups", "20", "--set", "shards=1"};
        assertThat(bench(options)).as("numbers that the fake does not top up").isEqualTo(1);
        assertThat(out.toString()).containsPattern("top-ups beside, [0-9.]+ % of the requests; [1-9][0-9,]* failed");
    }

    /** Goal: refusals under overload are told and are no failures, and what is served then is what could be served before. */
    @Test
    void theKneeIsFoundAndThreeTimesItIsNoFailure() throws IOException {
        launcher(FakeOcs.class);
        String[] options = {
            "--ramp",
            "--only",
            "ocs",
            "--rate",
            "500",
            "--ramp-p99",
            "10s",
            "--set",
            "shards=1",
            "--set",
            "capacity=2000",
            "--load",
            "2x64",
            "--warmup",
            "100ms",
            "--duration",
            "500ms",
            "--output",
            "json"
        };
        assertThat(run(options)).as(err + out.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        String notes = report.path("notes").toString();
        assertThat(notes)
                .containsPattern(
                        "ocs: knee at offered (5|6|7|8|9|1[0-9]|20)[0-9]{2}|ocs: knee at offered [12],[0-9]{3}")
                .containsPattern("ocs: 3 times the knee: offered .*, refused with 3004 [1-9]")
                .containsPattern("ocs: recovered [0-9,]+ ms after the overload");
        assertThat(report.path("books").path("balance").asBoolean()).isTrue();
        assertThat(err.toString()).containsPattern("ocs step: offered 500/s, goodput [0-9]+/s");
    }

    @Test
    void aServerThatTheFirstStepIsTooMuchForHasNoKnee() throws IOException {
        launcher(FakeOcs.class);
        assertThat(bench("--ramp", "--only", "ocs", "--rate", "500", "--set", "shards=1", "--ramp-p99", "0ms"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("ocs: no knee").contains("--rate");
    }

    @Test
    void aSoakTellsHowItGoesAndSwapsTheCatalogueUnderLoad() throws IOException {
        catalog();
        String data = folder.resolve("data").toString();
        assertThat(bench("--soak", "2s", "--set", "shards=1", "--data", data))
                .as(err + out.toString())
                .isZero();
        assertThat(err.toString())
                .containsPattern(
                        "s: [0-9,]+/s, p99 [0-9,]+ µs, server CPU [0-9]+ %, heap 2 KiB, journal without snapshot 3 KiB, CDR lag 5 KiB, 0 s")
                .contains("catalogue swapped (in ");
        assertThat(out.toString())
                .contains("beside the load: CDR files closed")
                .contains("3 snapshots written")
                .contains("books of ocs-1: balance");
    }

    @Test
    void aCatalogueThatIsRefusedFailsTheSoak() throws IOException {
        catalog();
        Files.writeString(folder.resolve("home/config/catalog/more.yaml"), "offers: []\n");
        assertThat(bench("--soak", "1s", "--set", "shards=1")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("beside the load: not done.*FAILED.*catalog/versions: 422");
    }

    @Test
    void wrongOptionsAreRefusedAsUsage() {
        for (List<String> wrong : List.of(
                List.of("--only", "both"),
                List.of("--target", "nowhere"),
                List.of("--mix", "video"),
                List.of("--load", "4by4"),
                List.of("--duration", "10 s"),
                List.of("--output", "xml"),
                List.of("--distribution", "normal"),
                List.of("--top-ups", "101"),
                List.of("--ramp", "--soak", "2m"),
                List.of("--soak", "2m", "--target", "127.0.0.1:1"),
                List.of("--only", "ocs"))) {
            assertThat(new CommandLine(new BenchCommand())
                            .setErr(new PrintWriter(err))
                            .execute(wrong.toArray(String[]::new)))
                    .as(wrong.toString())
                    .isEqualTo(CommandLine.ExitCode.USAGE);
        }
    }

    private int bench(String... options) {
        return run(Stream.of(SHORT, options).flatMap(Stream::of).toArray(String[]::new));
    }

    private int run(String... options) {
        CommandLine command = new CommandLine(new BenchCommand());
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(options);
    }

    /** With a catalogue beside the launcher. */
    private void catalog() throws IOException {
        launcher(FakeOcs.class);
        Path catalog = Files.createDirectories(folder.resolve("home/config/catalog/zones"));
        Files.writeString(catalog.resolve("a.csv"), "49\n");
        Files.writeString(catalog.resolveSibling("offers.yaml"), "offers: []\n");
        Files.writeString(catalog.resolveSibling("catalog.schema.json"), "{}");
    }

    /** An executable {@code ocs} in the home folder that ends in {@code exec java}, as the launcher does. */
    private void launcher(Class<?> main) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path home = Files.createDirectories(folder.resolve("home"));
        Path script = Files.writeString(
                home.resolve("ocs"),
                "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n"
                        .formatted(java, System.getProperty("java.class.path"), main.getName()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty(BenchCommand.HOME_PROPERTY, home.toString());
    }
}
