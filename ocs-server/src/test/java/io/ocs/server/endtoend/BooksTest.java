package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: {@code ocs reconcile} and {@code ocs journal dump} as they are typed, first beside a server under load, then on the folder that it leaves
 * behind, with and without damage.
 */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_NUMBER = 491700500000L;
    private static final int REST_MS = 50;
    private static final String SESSION_ENDS = "\"request\":\"TERMINATION\"";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final long seed = Seeds.seed();

    @TempDir
    private static Path folder;

    private String url;
    private int exitBeside;
    private JsonNode beside;
    private String dumpedBeside;
    private int exitElsewhere;
    private int exitRotate;
    private String elsewhere;

    /** Runs a server with three shards, reconciles and dumps while it is under load, and stops it cleanly. */
    @BeforeAll
    void run(SharedDatabase.Server database) throws Exception {
        System.out.println("BooksTest: seed " + seed);
        url = "database.url=" + database.newDatabase();
        try (ServerUnderTest server = ServerUnderTest.start(
                folder,
                url,
                "shards=3",
                "cdr.formats=csv,jsonl,asn1,parquet",
                "cdr.rotate-age=1s",
                "journal.segment-size=64MiB")) {
            List<String> numbers = server.createPrepaid("100.00EUR", FIRST_NUMBER, 40);
            List<LoadClient> clients = LoadClient.of(numbers, 20, new SplittableRandom(seed));
            for (LoadClient client : clients) {
                client.rest(REST_MS);
                client.start(server.diameter());
            }
            ServerUnderTest.await("load", () -> answers(clients) > 400);
            String admin = "http://127.0.0.1:" + server.http().getPort();
            exitBeside = ocs("reconcile", "--admin", admin, "--output", "json");
            beside = JSON.readTree(out.toString());
            ocs("journal", "dump", "--admin", admin, "--json");
            dumpedBeside = out.toString();
            exitRotate = execute(out, List.of("cdr", "rotate", "--admin", admin));
            exitElsewhere = ocs("reconcile", "--admin", "http://127.0.0.1:1");
            elsewhere = err.toString();
            for (LoadClient client : clients) {
                client.stop();
            }
            for (LoadClient client : clients) {
                client.await();
            }
        }
    }

    @AfterAll
    void nothingWasChanged() {
        assertThat(ocs("reconcile")).as(out.toString()).isZero();
    }

    private static long answers(List<LoadClient> clients) {
        return clients.stream().mapToLong(LoadClient::answers).sum();
    }

    /** Both outputs are emptied first. */
    private int ocs(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return ocs(out, words);
    }

    private int ocs(Writer to, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.toString(), "--set", url));
        return execute(to, all);
    }

    private int verify(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("cdr", "verify"));
        all.addAll(List.of(options));
        return execute(out, all);
    }

    private int execute(Writer to, List<String> all) {
        return Main.commandLine(config -> {
                    throw new AssertionError("no server is to be started");
                })
                .setOut(new PrintWriter(to))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void besideTheRunningServerAllIsEqualUpToWhatIsCommitted() {
        assertThat(exitBeside).as(beside.toPrettyString()).isZero();
        assertThat(beside.path("equal").booleanValue()).isTrue();
        assertThat(beside.path("comparisons").findValuesAsText("what"))
                .contains(
                        "credited = balance + reserved + spent, EUR",
                        "charges in the journal = CSV files",
                        "charges in the journal = JSON files",
                        "charges in the journal = table");
        assertThat(beside.path("hours").get(0).path("offer").textValue()).isEqualTo("prepaid-data");
    }

    @Test
    void aServerThatCannotBeAskedIsSaid() {
        assertThat(exitElsewhere).isEqualTo(1);
        assertThat(elsewhere).contains("no server answers at http://127.0.0.1:1");
    }

    @Test
    void offlineTheHoursAreShownWithOfferAndUnit() {
        assertThat(ocs("reconcile")).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("HOUR +OFFER +MOVEMENT +UNIT +JOURNAL +CSV FILES +JSON FILES +TABLE")
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\dZ +prepaid-data +charged +EUR +\\d+\\.\\d{6} .* =")
                .containsPattern(
                        "prepaid-data +opening +EUR +4000\\.000000 +4000\\.000000 +4000\\.000000 +4000\\.000000 +=")
                .contains("All equal.");
    }

    @Test
    void theFirstDifferingRecordIsNamedWithPositionSessionAndBothValues() throws Exception {
        Path csv = files("cdr", ".csv").stream()
                .filter(file -> read(file).contains(",UPDATE,"))
                .findFirst()
                .orElseThrow();
        String sound = read(csv);
        String line = sound.lines()
                .filter(one -> one.contains(",UPDATE,"))
                .findFirst()
                .orElseThrow();
        String session = line.replaceFirst(".*?\"(pgw[^\"]*)\",UPDATE,.*", "$1");
        String changed = line.replaceFirst("\"amount\"\":(\\d+)", "\"amount\"\":1$1");
        assertThat(changed).isNotEqualTo(line);
        try {
            Files.writeString(csv, sound.replace(line, changed));
            assertThat(ocs("reconcile", "--without-table")).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern(
                            "NOT EQUAL: charges in the journal = CSV files: record \\d+-\\d+-\\d+ \\(shard \\d, journal position \\d+,"
                                    + " record \\d+ of its frame\\): the journal has session " + session)
                    .contains("; CSV files (" + csv.getFileName() + ", line ");
        } finally {
            Files.writeString(csv, sound);
        }
    }

    @Test
    void theFilesAreClosedAtAWord() {
        assertThat(exitRotate).isZero();
    }

    @Test
    void theFilesAreVerifiedAloneAndAChangedLineIsNamed() throws Exception {
        String cdrs = folder.resolve("cdr").toString();
        assertThat(files("cdr", ".cdr")).hasSameSizeAs(files("cdr", ".csv"));
        assertThat(files("cdr", ".parquet")).hasSameSizeAs(files("cdr", ".csv"));
        assertThat(verify(cdrs)).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("EPOCH +SHARD +RECORDS +FIRST +LAST")
                .containsPattern("[0-9,]+ files of [0-9,]+ octets, [0-9,]+ records by their manifests: all agrees\\.");

        Path json = files("cdr", ".jsonl").get(0);
        String sound = read(json);
        String first = sound.lines().findFirst().orElseThrow();
        try {
            Files.writeString(
                    json, sound.replace(first, first.replace("\"currency\":\"EUR\"", "\"currency\":\"USD\"")));
            assertThat(verify(cdrs)).isEqualTo(1);
            assertThat(out.toString())
                    .contains("WRONG: " + json + ", line 1, record ")
                    .contains("currency is USD, and EUR in ")
                    .contains("Restore the file from a copy.");
            assertThat(verify(cdrs, "--output", "json")).isEqualTo(1);
            JsonNode report = JSON.readTree(out.toString());
            assertThat(report.path("ok").booleanValue()).isFalse();
            assertThat(report.at("/problems/0/file").textValue()).isEqualTo(json.toString());
            assertThat(report.at("/problems/0/line").intValue()).isEqualTo(1);
            assertThat(report.at("/problems/0/recordNumber").longValue()).isPositive();
        } finally {
            Files.writeString(json, sound);
        }
    }

    @Test
    void aFolderWithoutFilesIsNotCalledRight(@TempDir Path empty) {
        assertThat(verify(empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(empty + " holds no closed charging data record files");
        assertThat(verify(empty.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none is no folder");
        assertThat(verify()).isEqualTo(2);
    }

    @Test
    void aRowThatIsGoneIsNoBacklog() throws Exception {
        Path json = files("cdr", ".jsonl").get(files("cdr", ".jsonl").size() - 1);
        byte[] sound = Files.readAllBytes(json);
        try {
            Files.delete(json);
            assertThat(ocs("reconcile", "--without-table")).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern("record \\d+-\\d+-\\d+ \\(.*\\) of the journal is missing in JSON files");
        } finally {
            Files.write(json, sound);
        }
    }

    @Test
    void theDumpHasEveryRecordOnALine() throws IOException {
        assertThat(ocs("journal", "dump", "--json")).isZero();
        List<String> offline = out.toString().lines().toList();
        assertThat(ocs("journal", "dump")).isZero();
        assertThat(out.toString().lines())
                .hasSameSizeAs(offline)
                .allMatch(line -> line.matches("\\d \\d+\\.\\d+ \\S+Z \\S+ .*"));
        assertThat(new HashSet<>(offline).containsAll(dumpedBeside.lines().toList()))
                .as("what was committed then is there")
                .isTrue();
        assertThat(dumpedBeside.lines().filter(line -> line.contains(SESSION_ENDS)))
                .isNotEmpty();
        TreeMap<Long, Long> charged = new TreeMap<>();
        for (String line : offline) {
            for (JsonNode service : JSON.readTree(line).path("services")) {
                charged.merge(
                        service.path("result").asLong(),
                        service.path("chargedMicros").asLong(),
                        Long::sum);
            }
        }
        assertThat(charged.get(2001L)).isPositive();
    }

    @Test
    void theDumpOfOneSubscriberHasItsAccountOnly() throws IOException {
        assertThat(ocs("journal", "dump", "--msisdn", Long.toString(FIRST_NUMBER), "--json"))
                .isZero();
        List<JsonNode> records = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            records.add(JSON.readTree(line));
        }
        assertThat(records)
                .extracting(record -> record.path("type").textValue())
                .contains("identity-added", "credit-control");
        long account = records.get(0).path("account").longValue();
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(record.path("account").longValue()).isEqualTo(account));
        assertThat(ocs("journal", "dump", "--account", Long.toString(account), "--limit", "3"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(3);
    }

    @Test
    void aPositionInTheMiddleOfABatchIsRefusedWithTheNearest() throws IOException {
        ocs("journal", "dump", "--shard", "1", "--json", "--limit", "400");
        List<String> lines = out.toString().lines().toList();
        long position =
                JSON.readTree(lines.get(lines.size() - 1)).path("position").longValue();

        assertThat(ocs("journal", "dump", "--shard", "1", "--from", Long.toString(position), "--limit", "1"))
                .isZero();
        assertThat(out.toString()).startsWith("1 " + position + ".1 ");
        assertThat(ocs("journal", "dump", "--shard", "1", "--from", Long.toString(position + 8)))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("no batch of shard 1 begins at position " + (position + 8))
                .contains("the one before begins at " + position)
                .contains("say --from " + position);
        assertThat(ocs("journal", "dump", "--from", "8")).isEqualTo(2);
        assertThat(err.toString()).contains("name it with --shard");
        assertThat(ocs("journal", "dump", "--shard", "7")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no shard 7");
    }

    /** A pipe whose reader has gone, as {@code | head} does. */
    @Test
    void theDumpStopsQuietlyWhenNobodyReads() {
        err.getBuffer().setLength(0);
        class Closed extends Writer {
            private int tries;

            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                tries++;
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }
        Closed closed = new Closed();
        assertThat(ocs(closed, "journal", "dump")).isZero();
        assertThat(closed.tries).isPositive();
        assertThat(err.toString()).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files(String in, String extension) {
        try (Stream<Path> entries = Files.list(folder.resolve(in))) {
            return entries.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderThatIsNoneOrOfAnotherVersionIsRefused() throws IOException {
        Path properties = folder.resolve("ocs.properties");
        String sound = Files.readString(properties, StandardCharsets.ISO_8859_1);
        try {
            Files.writeString(properties, sound.replace("format-version=1", "format-version=9"));
            for (String[] command : List.of(new String[] {"reconcile"}, new String[] {"journal", "dump"})) {
                assertThat(ocs(command)).isEqualTo(1);
                assertThat(err.toString()).contains("was made with format-version 9, not 1");
            }
            Files.delete(properties);
            assertThat(ocs("reconcile")).isEqualTo(1);
            assertThat(err.toString()).contains("is no data folder");
        } finally {
            Files.writeString(properties, sound, StandardCharsets.ISO_8859_1);
        }
    }
}
