package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ocs.rating.TestCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use agrees with what the catalogue's reader accepts. */
class CatalogSchemaTest {

    private static final Path DIRECTORY = Path.of(System.getProperty("ocs.root"), "config", "catalog");

    private static List<String> mistakes(String yaml) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(DIRECTORY.resolve("catalog.schema.json")));
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void acceptsTheDemoCatalogue() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Path> yaml =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(yaml).hasSizeGreaterThan(4);
            for (Path file : yaml) {
                assertThat(mistakes(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount: 1, per: 1s, step: 1s",
                "amount: 0.123456789, per: 60s, step: 1s, set-up: 0.1, first-step: 60s, maximum-cost: 10",
                "first-step: {units: 60s, amount: 0.2}, amount: 1, per: 1s, step: 1s, rounding: {mode: up, decimals: 2}",
                "per: 60s, step: 60s, graduated-tiers: [{up-to: 10m, amount: 1}, {amount: 0.5, per: 30s}]",
                "per: 60s, step: 60s, volume-tiers: [{amount: 0.5}], minimum-cost: 1, maximum-cost: {amount: 5, then: free}",
                "amount: 1, per: 1s, step: 1s, discounts: [{name: a, percent: 12.5%}, {name: b, amount: 0.1}]",
                "amount: 1, per: 1s, step: 1s, tax: {included: false, rates: [{name: vat, percent: 19%}]}, rounding: {decimals: currency}",
                "amount: 1, per: 1s, step: 1s, time-zone: UTC, bands: [{name: a, month-days: [1, last], priority: 1}, {name: b, valid-from: 2027-01-01, valid-until: 2027-02-01, priority: 2}, {name: c}]",
                "amount: 1, per: 1s, step: 1s, tax: {included: false, rounding: line, rates: [{name: vat, percent: 19%}]}",
                "amount: 1, per: 1s, step: 1s, time-zone: UTC, discounts: [{name: a, percent: 1%, valid-from: 2027-01-01, valid-until: 2027-02-01}]",
                "amount: 1, per: 1s, step: 1s, quota: {holding-time: 2m, consumption-time: none}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: '2001:db8::1', filter-ids: [a, b]}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: 192.0.2.1}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: 'sip:top-up@example.com'}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: ['permit out 6 from any to 10.0.0.0/8 80,443 established']}",
                "amount: 1, per: 1s, step: 1s, time-zone: UTC, bands: [{name: a, days: mon-fri, from: 08:00, to: 19:00}, {name: b, first-step: none}]"
            })
    void acceptsWhatTheReaderAccepts(String terms) throws IOException {
        String yaml = offer(terms);
        assertThat(mistakes(yaml)).isEmpty();
        assertThat(TestCatalog.load(Map.of("test.yaml", yaml)).offers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount: 1, per: 1s, step: 1s, setup: 1",
                "amount: -1, per: 1s, step: 1s",
                "amount: 1, per: 1s, step: 1 parsec",
                "amount: 1, per: 1s, step: 0",
                "amount: 1, per: 1s, step: 1s, rounding: {mode: nearest}",
                "amount: 1, per: 1s, step: 1s, quota: {threshold: 100%}",
                "amount: 1, per: 1s, step: 1s, bands: [{days: mon}]",
                "per: 1s, step: 1s, volume-tiers: [{up-to: 1s}, {amount: 1}]",
                "amount: 1, per: 1s, step: 1s, maximum-cost: {then: free}",
                "amount: 1, per: 1s, step: 1s, discounts: [{name: a}]",
                "amount: 1, per: 1s, step: 1s, tax: {included: true}",
                "amount: 1, per: 1s, step: 1s, bands: [{name: a, month-days: [32]}, {name: b}]",
                "amount: 1, per: 1s, step: 1s, quota: {holding-time: never}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict, filter-ids: a}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: portal}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'allow out ip from any to any'}",
                "amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-ids: 'two words'}"
            })
    void refusesWhatTheReaderRefuses(String terms) throws IOException {
        String yaml = offer(terms);
        assertThat(mistakes(yaml)).isNotEmpty();
        assertThat(catchThrowable(() -> TestCatalog.load(Map.of("test.yaml", yaml))))
                .isInstanceOf(CatalogException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generation: 2027, applies-to: new",
                "applies-to: existing",
                "applies-to: all, generations: [2027, x]",
                "eligibility: [{name: r, has: none}, {name: s, with: [b, b@2]}]",
                "exclusions: [{name: r, with: b, description: why}]",
                "allowances: [{name: x, unit: seconds, amount: 1s, expires: never}]"
            })
    void acceptsWhatTheReaderAcceptsOfOffers(String terms) throws IOException {
        String yaml = ofOffer(terms);
        assertThat(mistakes(yaml)).isEmpty();
        assertThat(TestCatalog.load(Map.of("test.yaml", yaml)).offers()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "applies-to: old",
                "generations: []",
                "generation: A",
                "eligibility: [{name: r}]",
                "eligibility: [{name: r, has: [b], with: [b]}]",
                "eligibility: [{has: none}]",
                "exclusions: [{name: r}]",
                "exclusions: [{name: r, has: b}]",
                "allowances: [{name: x, unit: seconds, amount: 1s, expires: soon}]"
            })
    void refusesWhatTheReaderRefusesOfOffers(String terms) throws IOException {
        String yaml = ofOffer(terms);
        assertThat(mistakes(yaml)).isNotEmpty();
        assertThat(catchThrowable(() -> TestCatalog.load(Map.of("test.yaml", yaml))))
                .isInstanceOf(CatalogException.class);
    }

    private static String ofOffer(String terms) {
        String price = ", prices: [{name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s}]}\n";
        return "offers:\n- {name: a, currency: EUR, " + terms + price
                + "- {name: b, currency: EUR, applies-to: existing" + price
                + "- {name: b, generation: 2, currency: EUR, applies-to: new" + price;
    }

    private static String offer(String terms) {
        return "offers:\n- name: a\n  currency: EUR\n  prices:\n  - {name: p, match: {service: voice}, " + terms
                + "}\n";
    }
}
