package io.ocs.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.AdminFixture;
import io.ocs.server.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on catalogues, as they are typed. */
class CatalogCommandsTest {
    private static final String DEMO =
            Path.of(System.getProperty("ocs.root"), "config", "catalog").toString();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int ocs(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(config -> null)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private int rate(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "rate";
        all[1] = "--catalog";
        all[2] = DEMO;
        System.arraycopy(words, 0, all, 3, words.length);
        return ocs(all);
    }

    private String write(String yaml) throws IOException {
        Files.writeString(folder.resolve("test.yaml"), yaml);
        return folder.toString();
    }

    @Test
    void theDemoCatalogueIsSound() {
        assertThat(ocs("catalog", "validate", DEMO)).as(out.toString()).isZero();
        assertThat(out.toString()).contains("Nothing is wrong.");
    }

    @Test
    void mistakesAreToldWithFileLineRuleAndExample() throws IOException {
        String directory = write(
                """
                offers:
                - name: a
                  currency: EUR
                  prices:
                  - {name: p, match: {service: sms}, amount: 1}
                  - {name: q, match: {service: sms}, amount: 2}
                """);
        assertThat(ocs("catalog", "validate", directory)).isOne();
        assertThat(out.toString())
                .contains("error   test.yaml:6: price 'q' and price 'p' (line 5) match the same requests")
                .contains("[price-clash]")
                .contains("for example: a request of service sms has two prices")
                .contains("refused test.yaml:5: price 'p' does not say how it is rounded")
                .contains("1 errors, 2 warnings.");
        assertThat(ocs("catalog", "validate", directory, "--errors-only", "--output", "json"))
                .isOne();
        assertThat(out.toString())
                .contains("\"rule\" : \"price-clash\"")
                .contains("\"line\" : 6")
                .doesNotContain("rounding");
    }

    @Test
    void differencesAreToldByName() throws IOException {
        String before =
                write("offers: [{name: a, currency: EUR, prices: [{name: p, match: {service: sms}, amount: 1}]}]\n");
        assertThat(ocs("catalog", "diff", before, before)).isZero();
        assertThat(out.toString()).contains("Nothing differs.");
        assertThat(ocs("catalog", "diff", before, DEMO)).isOne();
        assertThat(out.toString()).containsPattern("offers/a +there +-").containsPattern("offers/family +- +there");
        assertThat(ocs("catalog", "diff", before, folder.resolve("nowhere").toString()))
                .isOne();
        assertThat(err.toString()).startsWith("ocs: ").contains("nowhere");
    }

    @Test
    void aUsageIsRatedAndExplained() {
        assertThat(rate(
                        "--offer",
                        "prepaid-voice",
                        "--service",
                        "voice",
                        "--called",
                        "4930123456",
                        "--used",
                        "time=3600",
                        "--at",
                        "2026-11-24T18:30",
                        "--time-zone",
                        "Europe/Berlin",
                        "--explain"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("prepaid-voice/national: applies")
                .contains("prepaid-voice/mobile: another destination")
                .contains("prepaid-voice/sms: another service")
                .contains("prepaid-voice/national/peak from 2026-11-24T18:30+01:00, 1800 s")
                .contains("1800 s at 0.12 per 60 s: 3.60")
                .contains("prepaid-voice/national/off-peak from 2026-11-24T19:00+01:00, 1800 s")
                .contains("paid by money: 1.80 for 1800 units")
                .contains("Total: 5.40EUR");
    }

    @Test
    void tiersDiscountsTaxesAndAllowancesAreExplained() throws IOException {
        assertThat(rate("--offer", "business", "--used", "octets=20000000000", "--explain"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "20000000000 octets at 0.80 per 1000000000 octets, volume tier from 10000000000 to 100000000000 octets: 16.00")
                .containsPattern("tax +vat \\+19%: 3.04")
                .containsPattern("of which tax +vat 19%: 3.04")
                .contains("Total: 19.04EUR");
        assertThat(rate("--offer", "youth", "--service", "voice", "--used", "time=60", "--explain"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("discount +under-27 -20%: -0.02\\d*")
                .containsPattern("discount +hello per session: -0.02")
                .contains("Total: 0.06EUR");
        assertThat(rate("--offer", "family", "--used", "octets=" + (21L << 30), "--output", "json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("total").asText()).isEqualTo("3.00");
        assertThat(json.path("payments").get(0).path("bucket").asText()).isEqualTo("family-data");
        assertThat(json.path("payments").get(0).path("left").asText()).isEqualTo("0");
        assertThat(json.path("payments").get(1).path("bucket").asText()).isEqualTo("money");
    }

    @Test
    void whatCannotBeRatedOrPaidIsSaid() {
        assertThat(rate("--offer", "prepaid-voice", "--used", "octets=1", "--explain"))
                .isOne();
        assertThat(out.toString()).contains("No price of the offer applies").contains("5031");
        assertThat(rate("--offer", "prepaid-data", "--used", "octets=" + (1L << 30), "--balance", "1.00EUR"))
                .isZero();
        assertThat(out.toString()).contains("Total: 2.00EUR, more than the account has");
        assertThat(rate("--offer", "prepaid-dada", "--used", "octets=1")).isOne();
        assertThat(err.toString()).contains("there is no offer 'prepaid-dada'; did you mean 'prepaid-data'?");
        assertThat(rate("--offer", "prepaid-data", "--used", "bytes=1")).isEqualTo(2);
        assertThat(rate("--offer", "prepaid-data", "--used", "octets=1", "--at", "noon"))
                .isEqualTo(2);
        assertThat(rate("--offer", "prepaid-data", "--used", "octets=1", "--balance", "1.00USD"))
                .isEqualTo(2);
        assertThat(rate("--offer", "prepaid-data", "--used", "octets=1", "--service", "dta"))
                .isEqualTo(2);
    }

    @Test
    void aCatalogueThatIsRefusedIsNotRated() throws IOException {
        assertThat(ocs("rate", "--catalog", write("offers: []\n"), "--offer", "a", "--used", "octets=1"))
                .isOne();
        assertThat(err.toString()).contains("is refused").contains("test.yaml:1");
    }

    // --- on a running server

    private int atServer(AdminFixture fixture, String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--admin";
        all[words.length + 1] = fixture.url();
        return ocs(all);
    }

    @Test
    void aCatalogueIsAppliedRolledBackAndRemembered() throws IOException {
        try (AdminFixture fixture = new AdminFixture()) {
            String directory = write(AdminFixture.catalogOf("text", 2));
            assertThat(atServer(fixture, "catalog", "apply", directory, "--reason", "january", "--validate-only"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("Nothing is wrong: the server would take it.");
            assertThat(atServer(fixture, "catalog", "apply", directory + "/test.yaml", "--reason", "january"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("Version 2 of the catalogue is in force.");
            assertThat(atServer(fixture, "catalog", "apply", directory, "--reason", "january"))
                    .isZero();
            assertThat(out.toString()).contains("Version 2 of the catalogue is in force already: nothing differs.");

            assertThat(atServer(fixture, "catalog", "rollback", "--reason", "too dear"))
                    .isZero();
            assertThat(out.toString()).contains("Version 3 of the catalogue is in force.");
            assertThat(atServer(fixture, "catalog", "rollback", "2", "--reason", "after all", "--expect", "2"))
                    .isOne();
            assertThat(err.toString()).contains("version 3 of the catalogue is in force, by 'lab': too dear");

            assertThat(atServer(fixture, "catalog", "history")).isZero();
            assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                    .anyMatch(line -> line.matches("3 .* lab rolled-back of 1 [0-9a-f]{12} too dear"))
                    .anyMatch(line -> line.matches("2 .* lab applied [0-9a-f]{12} january"))
                    .anyMatch(line -> line.matches("1 .* start directory [0-9a-f]{12} first start"));
        }
    }

    /** Goal: a mistake is seen before anything is sent, and says where it is. */
    @Test
    void aBadCatalogueIsNotSent() throws IOException {
        try (AdminFixture fixture = new AdminFixture()) {
            String directory = write(AdminFixture.catalogOf("text", -2));
            assertThat(atServer(fixture, "catalog", "apply", directory, "--reason", "january"))
                    .isOne();
            assertThat(err.toString()).contains("the catalogue is refused:").contains("test.yaml:1: ");
            assertThat(fixture.shards.rating.number()).isEqualTo(1);
            assertThat(atServer(fixture, "catalog", "rollback", "--reason", "back"))
                    .isOne();
            assertThat(err.toString()).contains("version 1 of the catalogue is in force: there is none before it");
            assertThat(atServer(fixture, "catalog", "apply", directory)).isEqualTo(2);
            assertThat(err.toString()).contains("--reason");
        }
    }
}
