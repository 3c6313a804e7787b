package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ocs.rating.TestCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, with the line (marked {@code #!}) and the reason. */
class BadCatalogTest {

    private static final String HEAD = "offers:\n- name: a\n  currency: EUR\n  prices:\n";
    private static final String GOOD = "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s}\n";

    private static Arguments price(String reason, String yaml) {
        return arguments(reason, HEAD + yaml);
    }

    static Stream<Arguments> mistakesInPrices() {
        return Stream.of(
                price(
                        "'step': '0s' must be more than zero",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 0s} #!"),
                price(
                        "'step': '-1s' is not what is wanted here: seconds",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: -1s} #!"),
                price(
                        "'per': '1MiB' is not what is wanted here: seconds",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1MiB, step: 1s} #!"),
                price(
                        "'amount': '-1' is no amount",
                        "  - {name: p, match: {service: voice}, amount: -1, per: 1s, step: 1s} #!"),
                price(
                        "'amount': '0.1234567891' is no amount",
                        "  - {name: p, match: {service: voice}, amount: 0.1234567891, per: 1s, step: 1s} #!"),
                price(
                        "'amount': '1e3' is no amount",
                        "  - {name: p, match: {service: voice}, amount: 1e3, per: 1s, step: 1s} #!"),
                price(
                        "a price has no key 'setup'; did you mean 'set-up'?",
                        "  - name: p\n    match: {service: voice}\n    setup: 1 #!\n    amount: 1\n    per: 1s\n    step: 1s\n"),
                price(
                        "'match' has no key 'zone'; did you mean 'zones'?",
                        "  - {name: p, match: {service: voice, zone: x}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "'service': 'vioce' is no service; did you mean 'voice'?",
                        "  - {name: p, match: {service: vioce}, unit: seconds, amount: 1, per: 1s, step: 1s} #!"),
                price("a price needs the key 'match'", "  - {name: p, unit: seconds, amount: 1, per: 1s, step: 1s} #!"),
                price("a price needs the key 'name'", "  - {match: {service: voice}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "'name': 'Big One' is no name",
                        "  - {name: Big One, match: {service: voice}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "'amount' is missing (or 'flat')",
                        "  - {name: p, match: {service: voice}, per: 1s, step: 1s} #!"),
                price(
                        "'amount' makes no sense beside 'credit-control: none'",
                        "  - {name: p, match: {service: voice}, credit-control: none, amount: 1} #!"),
                price(
                        "'credit-control': 'off' is no credit control",
                        "  - {name: p, match: {service: voice}, credit-control: off} #!"),
                price("'qos-class': '0' ", "  - {name: p, match: {service: data, qos-class: [0]}, flat: 1} #!"),
                price("'step' is missing", "  - {name: p, match: {service: voice}, amount: 1, per: 1s} #!"),
                price(
                        "'set-up' makes no sense beside 'flat'",
                        "  - {name: p, match: {service: voice}, flat: 1, set-up: 1} #!"),
                price(
                        "a price for several services needs the key 'unit'",
                        "  - {name: p, match: {service: any}, amount: 1, per: 1, step: 1} #!"),
                price(
                        "'rating-groups': '-1' is neither a number",
                        "  - {name: p, match: {service: voice, rating-groups: [-1]}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "'rating-groups': '4294967296' is neither a number",
                        "  - {name: p, match: {service: voice, rating-groups: 4294967296}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "'rating-groups' is an empty list",
                        "  - {name: p, match: {service: voice, rating-groups: []}, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "there is no zone 'germny'; did you mean 'germany'?",
                        "  - {name: p, match: {service: voice, zones: [germny]}, amount: 1, per: 1s, step: 1s} #!\nzones: [{name: germany, prefixes: [49]}]"),
                price(
                        "there is a price 'p' already, in test.yaml:5",
                        GOOD + "  - {name: p, match: {service: data}, amount: 1, per: 1, step: 1} #!"),
                price(
                        "price 'q' and price 'p' (line 5) match the same requests",
                        GOOD
                                + "  - {name: q, match: {service: [sms, voice]}, unit: seconds, amount: 1, per: 1s, step: 1s} #!"),
                price(
                        "has a default above its maximum",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {default: 2h}} #!"),
                price(
                        "is less than one step of 60",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 60s, step: 60s, quota: {default: 10s, maximum: 30s}} #!"),
                price(
                        "'redirect' needs 'redirect-to'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect}} #!"),
                price(
                        "'redirect-to' needs 'final-unit-action: redirect'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {redirect-to: 'http://x'}} #!"),
                price(
                        "'redirect-to': 'portal' is no http or https URL",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: portal}} #!"),
                price(
                        "'redirect' needs 'redirect-to' with a URL, SIP URI or IP address",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, filter-ids: a}} #!"),
                price(
                        "'redirect-to': '192.0.2.256' is no http or https URL, SIP URI, IPv4 or IPv6 address",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: 192.0.2.256}} #!"),
                price(
                        "'redirect-to': '2001:db8::1::2' is no http or https URL",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: '2001:db8::1::2'}} #!"),
                price(
                        "'redirect-to': 'sip:' is no http or https URL",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: redirect, redirect-to: 'sip:'}} #!"),
                price(
                        "'final-unit-action': 'restrict' is no final unit action; did you mean",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict}} #!"),
                price(
                        "'restrict-access' needs 'filter-rules' or 'filter-ids'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access}} #!"),
                price(
                        "'filter-rules' needs 'final-unit-action: restrict-access' or 'redirect'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {filter-rules: permit out ip from any to any}} #!"),
                price(
                        "'filter-ids' needs 'final-unit-action: restrict-access' or 'redirect'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: terminate, filter-ids: a}} #!"),
                price(
                        "it begins with permit or deny",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'allow out ip from any to any'}} #!"),
                price(
                        "the second word is in or out",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit up ip from any to any'}} #!"),
                price(
                        "the third word is ip or a protocol number",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out tcp from any to any'}} #!"),
                price(
                        "the third word is ip or a protocol number",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out 256 from any to any'}} #!"),
                price(
                        "it has fewer than 7 words",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out ip any to any'}} #!"),
                price(
                        "an address, any or assigned follows 'from'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out ip from 10.0.0.0/33 to any'}} #!"),
                price(
                        "an address, any or assigned follows 'to'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out ip from any to 10.0.0.300'}} #!"),
                price(
                        "'fast' is no option",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out 6 from any to any 80 fast'}} #!"),
                price(
                        "an address, any or assigned follows 'to'",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-rules: 'permit out 6 from any 70000 to any'}} #!"),
                price(
                        "'filter-ids': 'two words' is no filter id",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: restrict-access, filter-ids: two words}} #!"),
                price(
                        "'holding-time': '0s' must be more than zero",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {holding-time: 0s}} #!"),
                price(
                        "'consumption-time' is for prices in seconds only",
                        "  - {name: p, match: {service: data}, amount: 1, per: 1, step: 1, quota: {consumption-time: 10s}} #!"),
                price(
                        "'threshold': '100%' is not a percentage such as 20%, 0 to 99",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {threshold: 100%}} #!"),
                price(
                        "'validity': '0s' must be more than zero",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {validity: 0s}} #!"),
                price(
                        "'mode': 'nearest' is no rounding mode",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, rounding: {mode: nearest}} #!"),
                price(
                        "'decimals': '7' is not a whole number, 0 to 6",
                        "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s, rounding: {decimals: 7}} #!"),
                price(
                        "too fine or too large",
                        "  - {name: p, match: {service: data}, amount: 0.000000007, per: 1000000TiB, step: 1, rounding: {decimals: 0}} #!"),
                price(
                        "key 'amount' stands here twice",
                        "  - name: p\n    match: {service: voice}\n    amount: 1\n    amount: 2 #!\n    per: 1s\n    step: 1s\n"));
    }

    static Stream<Arguments> mistakesInBands() {
        String price =
                "  - name: p\n    match: {service: voice}\n    amount: 1\n    per: 1s\n    step: 1s\n    time-zone: Europe/Berlin\n";
        return Stream.of(
                price(
                        "leave a gap from sun 23:00 to mon 00:00",
                        price.replace("p\n    m", "p #!\n    m")
                                + "    bands:\n    - {name: x, days: [mon-sat]}\n    - {name: y, days: sun, from: 00:00, to: 23:00}"),
                price(
                        "band 'y' overlaps band 'x' on fri 18:00",
                        price
                                + "    bands:\n    - {name: x, from: 08:00, to: 19:00}\n    - {name: y, days: fri, from: 18:00, to: 20:00} #!\n    - {name: z}"),
                price(
                        "band 'y' overlaps band 'x' on mon 00:00",
                        price
                                + "    bands:\n    - {name: x, days: mon}\n    - {name: y, days: sun, from: 22:00, to: 06:00} #!\n    - {name: z}"),
                price("band 'y' never holds", price + "    bands:\n    - {name: x, days: mon-sun}\n    - {name: y} #!"),
                price("only one band may be without", price + "    bands:\n    - {name: x}\n    - {name: y} #!"),
                price(
                        "there is a band 'x' already",
                        price + "    bands:\n    - {name: x, days: mon}\n    - {name: x} #!"),
                price(
                        "both 'from' and 'to', or neither",
                        price + "    bands:\n    - {name: x, from: 08:00} #!\n    - {name: y}"),
                price(
                        "must not end when it begins",
                        price + "    bands:\n    - {name: x, from: 08:00, to: 08:00} #!\n    - {name: y}"),
                price(
                        "'to': '24:01' is no time of day",
                        price + "    bands:\n    - {name: x, from: 08:00, to: 24:01} #!\n    - {name: y}"),
                price("'days': 'mo' is no day", price + "    bands:\n    - {name: x, days: mo} #!\n    - {name: y}"),
                price(
                        "a band has no key 'day'; did you mean 'days'?",
                        price + "    bands:\n    - {name: x, day: mon} #!\n    - {name: y}"),
                price(
                        "needs a 'time-zone'",
                        price.replace("    time-zone: Europe/Berlin\n", "").replace("p\n    m", "p #!\n    m")
                                + "    bands:\n    - {name: x, days: mon}\n    - {name: y}"),
                price("'time-zone': 'Berlin' is no time zone", price.replace("Europe/Berlin", "Berlin #!")),
                price(
                        "'maximum-cost' and 'bands' do not go together",
                        price.replace("p\n    m", "p #!\n    m")
                                + "    maximum-cost: 1\n    bands:\n    - {name: x, days: mon}\n    - {name: y}"),
                price(
                        "is flat, so it has no other amounts",
                        "  - name: p\n    match: {service: voice}\n    flat: 1\n    time-zone: UTC\n"
                                + "    bands:\n    - {name: x, days: mon, set-up: 1} #!\n    - {name: y}"));
    }

    static Stream<Arguments> mistakesElsewhere() {
        return Stream.of(
                arguments(
                        "'currency': 'EURO' is no ISO 4217 currency",
                        "offers:\n- name: a\n  currency: EURO #!\n  prices:\n" + GOOD),
                arguments(
                        "'currency': 'XXQ' is no ISO 4217 currency",
                        "offers:\n- name: a\n  currency: XXQ #!\n  prices:\n" + GOOD),
                arguments("an offer needs the key 'currency'", "offers:\n- name: a #!\n  prices:\n" + GOOD),
                arguments("an offer needs the key 'prices'", "offers:\n- name: a #!\n  currency: EUR\n"),
                arguments("'prices' wants a list", "offers:\n- name: a\n  currency: EUR\n  prices: none #!\n"),
                arguments(
                        "'prices' wants blocks of keys, not 'p'",
                        "offers:\n- name: a\n  currency: EUR\n  prices:\n  - p #!\n"),
                arguments(
                        "an offer has no key 'creditlimit'; did you mean 'credit-limit'?",
                        "offers:\n- name: a\n  creditlimit: 5 #!\n  currency: EUR\n  prices:\n" + GOOD),
                arguments(
                        "'credit-limit': '0.0000001' has more than 6 decimals",
                        "offers:\n- name: a\n  credit-limit: 0.0000001 #!\n  currency: EUR\n  prices:\n" + GOOD),
                arguments("a catalogue file has no key 'offer'; did you mean 'offers'?", "offer: [] #!\n"),
                arguments(
                        "there is an offer 'a' already, in test.yaml:2",
                        HEAD + GOOD + "- name: a #!\n  currency: EUR\n  prices:\n" + GOOD),
                arguments(
                        "the quota of an offer has no key 'default'",
                        "offers:\n- name: a\n  currency: EUR\n  quota: {default: 10s} #!\n  prices:\n" + GOOD),
                arguments(
                        "there is no price 'q' in this offer; did you mean 'p'?",
                        "offers:\n- name: a\n  currency: EUR\n  allowances:\n  - {name: x, unit: seconds, amount: 1h, pays-for: [q]} #!\n  prices:\n"
                                + GOOD),
                arguments(
                        "price 'p' counts s and allowance 'x' units",
                        "offers:\n- name: a\n  currency: EUR\n  allowances:\n  - {name: x, unit: events, amount: 1, pays-for: [p]} #!\n  prices:\n"
                                + GOOD),
                arguments(
                        "allowance 'x' pays for nothing",
                        "offers:\n- name: a\n  currency: EUR\n  allowances:\n  - {name: x, unit: events, amount: 1} #!\n  prices:\n"
                                + GOOD),
                arguments(
                        "'amount': '0' must be more than zero",
                        "offers:\n- name: a\n  currency: EUR\n  allowances:\n  - {name: x, unit: events, amount: 0} #!\n  prices:\n"
                                + GOOD),
                arguments(
                        "'validity' or 'expires', not both",
                        "offers:\n- name: a\n  currency: EUR\n  allowances:\n  - {name: x, unit: seconds, amount: 1s, validity: 1d, expires: 2027-01-01} #!\n  prices:\n"
                                + GOOD),
                arguments(
                        "there is a zone 'z' already, in test.yaml:2",
                        "zones:\n- {name: z, prefixes: [1]}\n- {name: z, prefixes: [2]} #!\n"),
                arguments("a zone needs 'prefixes' or 'prefix-file'", "zones:\n- {name: z} #!\n"),
                arguments("'4x' is no prefix", "zones:\n- name: z\n  prefixes:\n  - 49\n  - 4x #!\n"),
                arguments("'prefix-file'", "zones: [{name: z, prefix-file: [a]}] #!\n"),
                arguments("there is no file 'missing.csv'", "zones:\n- name: z\n  prefix-file: missing.csv #!\n"),
                arguments(
                        "is outside the catalogue's directory", "zones:\n- name: z\n  prefix-file: ../secret.csv #!\n"),
                arguments(
                        "prefix 49 of zone 'y' stands in zone 'x' already, and offer 'a' uses both",
                        "zones:\n- {name: x, prefixes: [49]}\n- {name: y, prefixes: [49]} #!\n" + HEAD
                                + "  - {name: p, match: {service: voice, zones: [x, y]}, amount: 1, per: 1s, step: 1s}"),
                arguments("no valid YAML", "offers:\n- name: a\n  currency: [EUR\n  prices: {} #!\n"),
                arguments("aliases (*name) are not supported", "offers: &x\n- *x #!\n"),
                arguments("a catalogue file begins with", "- name: a #!\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"mistakesInPrices", "mistakesInBands", "mistakesElsewhere"})
    void isRefusedWithFileLineAndReason(String reason, String yaml) {
        int line = yaml.lines()
                        .toList()
                        .indexOf(yaml.lines()
                                .filter(text -> text.contains("#!"))
                                .findFirst()
                                .orElseThrow())
                + 1;
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> TestCatalog.load(Map.of("test.yaml", yaml)));
        assertThat(refused).as(yaml).isNotNull();
        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.reason()).contains(reason);
            assertThat(problem.file()).isEqualTo("test.yaml");
            assertThat(problem.line()).isEqualTo(line);
        });
        assertThat(refused.getMessage()).contains("test.yaml:" + line + ": ");
    }

    @Test
    void allMistakesOfAllFilesAreReportedTogetherInOrder() {
        CatalogException refused = catchThrowableOfType(
                CatalogException.class,
                () -> TestCatalog.load(Map.of(
                        "b.yaml", HEAD + "  - {name: p, match: {service: voice}, amount: x, per: 1s, step: 0s}\n",
                        "a.yaml", "zones:\n- name: z\n  prefix-file: z.csv\n- {nam: y, prefixes: [1]}\n",
                        "z.csv", "prefix,country\n49,Germany\n4a,Nowhere\n",
                        "ignored.txt", "not a catalogue")));
        assertThat(refused.problems().stream().map(CatalogProblem::toString))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("a.yaml:4: a zone has no key 'nam'; did you mean 'name'?"),
                        problem -> assertThat(problem).startsWith("a.yaml:4: a zone needs the key 'name'"),
                        problem -> assertThat(problem).startsWith("b.yaml:5: 'amount': 'x' is no amount"),
                        problem -> assertThat(problem).startsWith("b.yaml:5: 'step': '0s' must be more than zero"),
                        problem -> assertThat(problem).startsWith("b.yaml:5: the price in 'p' is not complete"),
                        problem -> assertThat(problem).startsWith("z.csv:3: '4a' is no prefix"));
    }

    @Test
    void anOfferHasNoMoreAllowancesThanAnAccountHasBuckets() {
        StringBuilder yaml = new StringBuilder("offers:\n- name: a\n  currency: EUR\n  allowances:\n");
        for (int i = 0; i < 8; i++) {
            yaml.append("  - {name: x").append(i).append(", unit: seconds, amount: 1s}\n");
        }
        CatalogException refused = catchThrowableOfType(
                CatalogException.class, () -> TestCatalog.load(Map.of("test.yaml", yaml + "  prices:\n" + GOOD)));
        assertThat(refused).hasMessageContaining("test.yaml:12: an offer has at most 7 allowances");
    }

    @Test
    void aDirectoryWithoutCatalogueIsRefused(@TempDir Path directory) {
        assertThat(List.of(directory, directory.resolve("missing"))).allSatisfy(path -> assertThat(
                        catchThrowableOfType(CatalogException.class, () -> TariffCatalog.load(path)))
                .hasMessageContaining(path.toString()));
    }
}
