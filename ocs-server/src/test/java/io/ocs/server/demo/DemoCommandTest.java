package io.ocs.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.server.config.ConfigLoader;
import io.ocs.server.reconcile.CdrSource;
import io.ocs.server.reconcile.ClientFold;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One short demo, kept; then one record after another of what it left is flipped, and reconciliation must fail and name it. */
class DemoCommandTest {

    @TempDir
    private static Path folder;

    private static Path kept;
    private static String output;

    @BeforeAll
    static void run() {
        kept = folder.resolve("kept");
        StringWriter out = new StringWriter();
        Path home = Path.of("").toAbsolutePath().getParent();
        CommandLine demo = new CommandLine(new DemoCommand(new ConfigLoader(home, home)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out));
        int code = demo.execute(
                "--for",
                "5s",
                "--rate",
                "20",
                "--seed",
                "3",
                "--keep",
                kept.toString(),
                "--set",
                "diameter.listen=127.0.0.1:0",
                "--set",
                "http.listen=127.0.0.1:0");
        output = out.toString();
        assertThat(code).as(output).isZero();
    }

    private static Path cdrs() {
        return kept.resolve("data/cdr");
    }

    private static List<Path> files(Path in, String extension) throws IOException {
        try (Stream<Path> entries = Files.list(in)) {
            return entries.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        }
    }

    private static Reconciliation reconcile() throws IOException {
        return new Reconciler(kept.resolve("data"))
                .withCdrs(CdrSource.csv(cdrs()))
                .withCdrs(CdrSource.jsonLines(cdrs()))
                .withClients(ClientFold.of(files(kept, ".jsonl")))
                .complete()
                .run();
    }

    /** Reconciles with the file changed, and leaves the file as it was. */
    private static Reconciliation with(Path file, UnaryOperator<byte[]> change) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        byte[] changed = change.apply(sound.clone());
        assertThat(changed).isNotEqualTo(sound);
        Files.write(file, changed);
        try {
            return reconcile();
        } finally {
            Files.write(file, sound);
        }
    }

    /** In the first line that holds {@code part}, replaces what stands behind it. */
    private static void changeLine(Path file, String pattern, String replacement, String... named) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int index = 0;
        while (!lines.get(index).matches("(?s).*" + pattern + ".*")) {
            index++;
        }
        String line = lines.get(index);
        Reconciliation result = with(file, octets -> new String(octets, StandardCharsets.UTF_8)
                .replace(line, line.replaceFirst(pattern, replacement))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(result.allEqual()).isFalse();
        assertThat(result.firstDifference().orElseThrow()).contains(named);
    }

    @Test
    void endsWithEverythingEqual() throws IOException {
        assertThat(output)
                .contains("All equal.")
                .contains("credited = balance + reserved + spent, EUR")
                .contains("balances by journal = by server, EUR")
                .contains("charges in the journal = table")
                .contains("told at ends = charged in sessions, EUR")
                .doesNotContain("≠");
        assertThat(output.lines().filter(line -> line.contains(" = ")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(reconcile().allEqual()).isTrue();
    }

    @Test
    void lastUnitsAndCreditLimitsAreSeen() throws IOException {
        StringBuilder told = new StringBuilder();
        for (Path log : files(kept, ".jsonl")) {
            told.append(Files.readString(log));
        }
        assertThat(told).contains("\"finalUnitAction\"", "\"resultCode\":4012", "\"retransmitted\":true");
    }

    @Test
    void aBitOfTheJournalIsNoticed() throws IOException {
        Path segment = files(kept.resolve("data/shard-0/journal"), ".journal").get(0);

        Reconciliation result = with(segment, octets -> {
            octets[4096 + 64 + 100] ^= 1;
            return octets;
        });

        assertThat(result.allEqual()).isFalse();
        assertThat(result.firstDifference().orElseThrow())
                .contains(segment.getFileName().toString(), "journal position 0", "no intact frame");
    }

    /** The amount of an opening balance, the checksum made anew as a forger would. */
    @Test
    void anAmountInTheJournalIsNoticed() throws IOException {
        Path segment = files(kept.resolve("data/shard-0/journal"), ".journal").get(0);

        Reconciliation result = with(segment, DemoCommandTest::raiseFirstBalance);

        assertThat(result.allEqual()).isFalse();
        assertThat(result.lines().stream().filter(line -> !line.equal()).map(Reconciliation.Line::difference))
                .anySatisfy(difference -> assertThat(difference).contains("record 1-0-"));
    }

    private static byte[] raiseFirstBalance(byte[] segment) {
        ByteBuffer octets = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        int frame = 4096;
        int at = frame + 64;
        while (octets.getShort(at + 4) != 8) {
            at += (octets.getInt(at) + 7) & ~7;
        }
        octets.putLong(at + 8 + 40, octets.getLong(at + 8 + 40) + 1);
        CRC32C crc = new CRC32C();
        crc.update(segment, frame, 60);
        crc.update(segment, frame + 64, octets.getInt(frame + 8) - 64);
        octets.putInt(frame + 60, (int) crc.getValue());
        return segment;
    }

    @Test
    void aChargeInACsvFileIsNoticed() throws IOException {
        changeLine(
                files(cdrs(), ".csv").get(0), "OPENING,(.*)MONEY,1", "OPENING,$1MONEY,2", "record 1-0-", "CSV files");
    }

    @Test
    void aChargeInAJsonFileIsNoticed() throws IOException {
        changeLine(
                files(cdrs(), ".jsonl").get(0),
                "\"bucket_amount\":1",
                "\"bucket_amount\":2",
                "record 1-0-",
                "JSON files");
    }

    @Test
    void aRecordThatIsGoneIsNoticed() throws IOException {
        Path file = files(cdrs(), ".csv").get(0);

        Reconciliation result = with(file, octets -> {
            int end = octets.length - 1;
            while (octets[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(octets, end);
        });

        assertThat(result.firstDifference().orElseThrow()).contains("record 1-0-", "missing in CSV files");
    }

    @Test
    void aCostThatWasToldIsNoticed() throws IOException {
        changeLine(
                kept.resolve("prepaid-data.jsonl"),
                "(\"type\":\"TERMINATION\".*\"micros\":)([1-9])",
                "$11$2",
                "told at ends",
                "prepaid-data.jsonl, line ",
                "TERMINATION");
    }

    @Test
    void aUsageThatWasReportedIsNoticed() throws IOException {
        changeLine(
                kept.resolve("prepaid-data.jsonl"),
                "(\"type\":\"UPDATE\".*\"used\":.*\"inputOctets\":)(\\d)",
                "$11$2",
                "reported",
                "prepaid-data.jsonl, line ",
                "UPDATE");
    }

    @Test
    void aRequestThatWasNeverSentIsNoticed() throws IOException {
        changeLine(
                kept.resolve("prepaid-data.jsonl"),
                "\"session\":\"[^\"]*\"(.*\"type\":\"TERMINATION\".*\"cost\")",
                "\"session\":\"nobody\"$1",
                "charged = sent",
                "never sent");
    }

    @Test
    void aRowOfTheTableIsNoticed() throws IOException, SQLException {
        try (BillingDatabase database = BillingDatabase.embedded(kept.resolve("data/billing"))) {
            assertThat(withTable(database).allEqual()).isTrue();
            try (var connection = DriverManager.getConnection(database.jdbcUrl());
                    var statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE cdr SET bucket_amount = bucket_amount + 1 WHERE record_number = 2");
            }
            Reconciliation result = withTable(database);
            assertThat(result.firstDifference().orElseThrow()).contains("record 1-0-2", "table");
        }
    }

    private static Reconciliation withTable(BillingDatabase database) throws IOException {
        return new Reconciler(kept.resolve("data"))
                .withCdrs(CdrSource.table(database.jdbcUrl()))
                .complete()
                .run();
    }
}
