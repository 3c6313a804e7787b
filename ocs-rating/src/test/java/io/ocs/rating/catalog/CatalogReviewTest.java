package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.rating.catalog.CatalogDiff.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a catalogue is told of by those who look before they load: warnings, examples, differences. */
class CatalogReviewTest {

    private static final String OFFER =
            """
            offers:
            - name: a
              currency: EUR
              rounding: {mode: up, decimals: 2}
              prices:
              - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s}
              - {name: q, match: {service: sms}, amount: 0.10}
            """;

    @TempDir
    private Path directory;

    private Path write(String name, String yaml) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Files.writeString(folder.resolve("test.yaml"), yaml);
        return folder;
    }

    private List<String> warnings(String yaml) throws IOException {
        Path folder = write("one", yaml);
        assertThat(TariffCatalog.load(folder))
                .as("warnings do not stop a server")
                .isNotNull();
        return TariffCatalog.validate(folder).stream()
                .map(problem -> problem.rule() + " " + problem)
                .toList();
    }

    @Test
    void aSoundCatalogueIsToldNothingOf() throws IOException {
        assertThat(warnings(OFFER)).isEmpty();
    }

    @Test
    void theDemoCatalogueIsSound() {
        Path demo = Path.of(System.getProperty("ocs.root"), "config", "catalog");
        assertThat(TariffCatalog.validate(demo)).isEmpty();
    }

    @Test
    void unstatedRounding() throws IOException {
        assertThat(warnings(OFFER.replace("  rounding: {mode: up, decimals: 2}\n", "")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("rounding-unstated test.yaml:5: price 'p' does not say how it is rounded"),
                        second -> assertThat(second).startsWith("rounding-unstated test.yaml:6: price 'q'"));
    }

    @Test
    void anAllowanceWithoutExpiry() throws IOException {
        assertThat(warnings(OFFER + "  allowances: [{name: x, unit: events, amount: 1}]\n"))
                .singleElement()
                .asString()
                .startsWith("allowance-without-expiry test.yaml:8: allowance 'x' never expires: write 'validity: 30d'");
    }

    @Test
    void prefixesThatChangeNothing() throws IOException {
        String zones =
                """
                zones:
                - name: z
                  prefixes: [49, 4930, 4917, 491799]
                  except: [4916, 33]
                - {name: y, prefixes: [491]}
                - {name: unused, prefixes: [1]}
                """;
        String yaml = OFFER.replace("service: voice}", "service: voice, zones: [z, y]}") + zones;
        assertThat(warnings(yaml))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .startsWith(
                                        "prefix-unreachable test.yaml:10: prefix 4930 of zone 'z' changes nothing: prefix 49"),
                        one -> assertThat(one)
                                .startsWith(
                                        "prefix-unreachable test.yaml:10: prefix 491799 of zone 'z' changes nothing: prefix 4917"),
                        one -> assertThat(one)
                                .startsWith(
                                        "prefix-unreachable test.yaml:11: zone 'z' excepts 33, but has no shorter prefix"),
                        one -> assertThat(one)
                                .startsWith("zone-unused test.yaml:13: zone 'unused' is used by no price"));
    }

    @Test
    void anAddOnThatNobodyCanHave() throws IOException {
        assertThat(warnings(OFFER + "- {name: extra, add-on: true, currency: EUR}\n"))
                .singleElement()
                .asString()
                .startsWith("add-on-unused test.yaml:8: add-on 'extra' is included by no offer");
    }

    @Test
    void errorsComeWithAnExampleRequest() throws IOException {
        Path folder = write(
                "one",
                """
                offers:
                - name: a
                  currency: EUR
                  time-zone: UTC
                  prices:
                  - {name: p, match: {service: voice, rating-groups: [7]}, amount: 1, per: 1s, step: 1s, bands: [{name: x, days: mon}]}
                  - {name: q, match: {service: voice, rating-groups: [7]}, amount: 1, per: 1s, step: 1s}
                """);
        assertThat(TariffCatalog.validate(folder).stream()
                        .filter(CatalogProblem::isError)
                        .map(CatalogProblem::example))
                .containsExactlyInAnyOrder(
                        "a request on tue 00:00 finds no price",
                        "a request of service voice in rating group 7 has two prices");
    }

    @Test
    void differencesAreFoundByNameWhereverTheyStand() throws IOException {
        Path before = write("before", OFFER + "zones: [{name: z, prefixes: [49, 43]}]\n");
        Files.writeString(
                write("after", "zones: [{name: z, prefixes: [43, 41]}]\n").resolve("other.yaml"),
                OFFER.replace("amount: 0.10", "amount: 0.12, set-up: 0.01").replace("  - {name: p,", "  - {name: r,"));
        assertThat(CatalogDiff.between(before, directory.resolve("after")))
                .containsExactly(
                        new Change("offers/a/prices/p", "there", null),
                        new Change("offers/a/prices/q/amount", "0.10", "0.12"),
                        new Change("offers/a/prices/q/set-up", null, "0.01"),
                        new Change("offers/a/prices/r", null, "there"),
                        new Change("zones/z/prefixes", "1 (49)", "1 (41)"));
        assertThat(CatalogDiff.between(before, before)).isEmpty();
    }

    @Test
    void offersAreSoldFromAndUntilADay() throws IOException {
        Offer offer = TariffCatalog.load(
                        write(
                                "one",
                                OFFER.replace(
                                        "  currency: EUR\n",
                                        "  currency: EUR\n  time-zone: Europe/Berlin\n  sold-from: 2026-12-01\n  sold-until: 2027-01-01\n")))
                .offer("a")
                .orElseThrow();
        assertThat(offer.isSoldAt(Instant.parse("2026-11-30T22:59:59Z"))).isFalse();
        assertThat(offer.isSoldAt(Instant.parse("2026-11-30T23:00:00Z"))).isTrue();
        assertThat(offer.isSoldAt(Instant.parse("2026-12-31T22:59:59Z"))).isTrue();
        assertThat(offer.isSoldAt(Instant.parse("2026-12-31T23:00:00Z"))).isFalse();
    }
}
