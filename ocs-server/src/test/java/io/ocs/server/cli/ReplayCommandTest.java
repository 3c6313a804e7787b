package io.ocs.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ocs rate --replay}, as it is typed. */
class ReplayCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int replay(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = java.util.Arrays.copyOf(new String[] {"rate", "--replay", folder.toString()}, words.length + 3);
        System.arraycopy(words, 0, all, 3, words.length);
        return Main.commandLine(config -> null)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private int replayed(String catalog, String... words) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("catalog"));
        Files.writeString(directory.resolve("offers.yaml"), catalog);
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--catalog";
        all[words.length + 1] = directory.toString();
        return replay(all);
    }

    private static List<String> columns() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/schema/cdr-v1.columns.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }

    /** A message that cost 9 cents. */
    private static String message(Map<String, String> other) throws IOException {
        Map<String, String> values = new java.util.HashMap<>(
                Map.ofEntries(
                        Map.entry("epoch", "1"),
                        Map.entry("record_type", "USAGE"),
                        Map.entry("received_at", "2026-11-24T12:00:00.000Z"),
                        Map.entry("rated_at", "2026-11-24T12:00:00.000Z"),
                        Map.entry("account_id", "1"),
                        Map.entry("subscriber_id", "2"),
                        Map.entry("subscription_e164", "\"4917\""),
                        Map.entry("currency", "EUR"),
                        Map.entry("session_id", "\"s;1\""),
                        Map.entry("request_type", "EVENT"),
                        Map.entry("service_context_id", "\"32274@3gpp.org\""),
                        Map.entry("tariff", "\"text/sms\""),
                        Map.entry("charged_unit", "SERVICE_SPECIFIC"),
                        Map.entry("charged_units", "1"),
                        Map.entry("charged_micros", "90000"),
                        Map.entry("setup_micros", "0"),
                        Map.entry("service_total_units", "1"),
                        Map.entry(
                                "debits",
                                "\"[{\"\"bucket\"\":0,\"\"unit\"\":\"\"MONEY\"\",\"\"amount\"\":90000,\"\"units\"\":1,\"\"balance_after\"\":0}]\"")));
        values.putAll(other);
        return columns().stream().map(column -> values.getOrDefault(column, "")).collect(Collectors.joining(","));
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join(",", columns()) + "\n" + String.join("\n", lines) + "\n");
    }

    private static String catalog(String amount) {
        return "offers: [{name: text, currency: EUR, prices: [{name: sms, match: {service: sms}, amount: " + amount
                + "}]}]\n";
    }

    @Test
    void revenueAndCustomersAreCompared() throws IOException {
        write(
                "ocs-1-0-1-2.csv",
                message(Map.of()),
                message(Map.of("subscription_e164", "\"4918\"", "subscriber_id", "3")));
        write("ocs-1-0-3-3.csv", message(Map.of("session_id", "\"s;2\"")));
        assertThat(replayed(catalog("0.10"))).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("EUR: 3 records, charged 0.27, under the other catalogue 0.30, difference +0.03")
                .contains("2 of 2 customers would pay something else.")
                .containsPattern("4917 +EUR: 0.18 -> 0.20 \\(\\+0.02\\)");
        assertThat(replayed(catalog("0.09"), "--output", "json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("changed")).isEmpty();
        assertThat(json.path("customers").intValue()).isEqualTo(2);
        assertThat(json.at("/currencies/0/difference").textValue()).isEqualTo("0.00");
    }

    @Test
    void theLargestDifferencesComeFirst() throws IOException {
        write(
                "ocs-1-0-1-3.csv",
                message(Map.of()),
                message(Map.of("subscription_e164", "\"4918\"", "subscriber_id", "3", "charged_units", "5")),
                message(Map.of("subscription_e164", "\"4919\"", "subscriber_id", "4", "tariff", "\"gone/sms\"")));
        assertThat(replayed(catalog("0.09"), "--shown", "1")).isZero();
        assertThat(out.toString())
                .contains("1 records would have no price (5031)")
                .containsPattern("4918 +EUR: 0.09 -> 0.45 \\(\\+0.36\\)")
                .doesNotContain("4919 ")
                .contains("1 more: see --output json");
    }

    @Test
    void mistakesAreTold() throws IOException {
        assertThat(replayed(catalog("0.09"))).isOne();
        assertThat(err.toString()).contains("holds no *.csv of charging data records");
        assertThat(replay("--offer", "text")).isEqualTo(2);
        write("ocs-1-0-1-1.csv", message(Map.of("charged_units", "many")));
        assertThat(replayed(catalog("0.09"))).isOne();
        assertThat(err.toString()).contains("ocs-1-0-1-1.csv:2: no charging data record");
        Files.writeString(folder.resolve("ocs-1-0-1-1.csv"), "a,b\n1,2\n");
        assertThat(replayed(catalog("0.09"))).isOne();
        assertThat(err.toString()).contains("ocs-1-0-1-1.csv:1: the first line does not name the columns");
        assertThat(Main.commandLine(config -> null)
                        .setErr(new PrintWriter(err, true))
                        .execute("rate", "--offer", "prepaid-data"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--used is wanted");
    }
}
