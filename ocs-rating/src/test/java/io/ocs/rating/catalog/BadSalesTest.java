package io.ocs.rating.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused of generations, eligibility, exclusions, dated discounts and prices that nobody gets: the line (marked {@code #!}), the rule, the reason. */
class BadSalesTest {

    private static final String PRICE = "\n  prices: [{name: p, match: {service: sms}, amount: 1}]\n";

    private static String offer(String terms) {
        return "- currency: EUR\n" + terms.indent(2).stripTrailing() + PRICE;
    }

    private static Arguments row(Rule rule, String reason, String... offers) {
        return arguments(rule, reason, "offers:\n" + String.join("", List.of(offers)));
    }

    static Stream<Arguments> generations() {
        return Stream.of(
                row(
                        Rule.GENERATION_CLASH,
                        "offer 'a' applies to all, and another generation of it stands in test.yaml:",
                        offer("name: a #!"),
                        offer("name: a\ngeneration: 2\napplies-to: new")),
                row(
                        Rule.GENERATION_CLASH,
                        "two generations of offer 'a' apply to new subscribers; the other one stands in test.yaml:3",
                        offer("name: a\napplies-to: new"),
                        offer("name: a #!\ngeneration: 2\napplies-to: new")),
                row(
                        Rule.NAME_TWICE,
                        "there is an offer 'a@2' already, in test.yaml:3",
                        offer("name: a\ngeneration: 2\napplies-to: existing"),
                        offer("name: a #!\ngeneration: 2\napplies-to: new")),
                row(
                        Rule.NAME_TWICE,
                        "there is an offer 'a' already, in test.yaml:3",
                        offer("name: a"),
                        offer("name: a #!")),
                row(Rule.VALUE, "'applies-to': 'old' is no group of subscribers", offer("name: a\napplies-to: old #!")),
                row(
                        Rule.VALUE,
                        "'generations' belongs to 'applies-to: all'",
                        offer("name: a\napplies-to: new\ngenerations: [2] #!")),
                row(
                        Rule.VALUE,
                        "'sold-from' makes no sense beside 'applies-to: existing'",
                        offer("name: a\napplies-to: existing\nsold-from: 2027-01-01 #!")),
                row(
                        Rule.VALUE,
                        "'generation' makes no sense for an add-on",
                        offer("name: a"),
                        offer("name: b\nadd-on: true\ngeneration: 2 #!")),
                row(
                        Rule.VALUE,
                        "is too long: the names of offer and generation have 47 letters together at most",
                        offer("name: " + "a".repeat(40) + "\ngeneration: " + "b".repeat(8) + " #!\napplies-to: new")),
                row(Rule.NAME, "there is no offer 'a@3'", offer("name: a"), offer("name: c\nincludes: [a@3] #!")),
                row(Rule.VALUE, "'includes': 'A' is no name", offer("name: a"), offer("name: c\nincludes: [a@A] #!")));
    }

    static Stream<Arguments> rules() {
        String a = offer("name: a");
        return Stream.of(
                row(
                        Rule.NAME,
                        "there is no offer 'aa'; did you mean 'a'?",
                        a,
                        offer("name: b\neligibility: [{name: r, has: [aa]}] #!")),
                row(Rule.NAME, "there is no offer 'x'", a, offer("name: b\nexclusions: [{name: r, with: [x]}] #!")),
                row(
                        Rule.VALUE,
                        "a rule of eligibility has 'has' or 'with', one of them",
                        a,
                        offer("name: b\neligibility: [{name: r}] #!")),
                row(
                        Rule.VALUE,
                        "a rule of eligibility has 'has' or 'with', one of them",
                        a,
                        offer("name: b\neligibility: [{name: r, has: [a], with: [a]}] #!")),
                row(
                        Rule.VALUE,
                        "a rule of exclusions needs the key 'with'",
                        a,
                        offer("name: b\nexclusions: [{name: r}] #!")),
                row(
                        Rule.VALUE,
                        "a rule of eligibility has no key 'hass'; did you mean 'has'?",
                        a,
                        offer("name: b\neligibility: [{name: r, with: a, hass: [a]}] #!")),
                row(
                        Rule.VALUE,
                        "a rule of exclusions needs the key 'name'",
                        a,
                        offer("name: b\nexclusions: [{with: [a]}] #!")),
                row(
                        Rule.NAME_TWICE,
                        "there is a rule 'r' already",
                        a,
                        offer("name: b\neligibility: [{name: r, with: [a]}]\nexclusions: [{name: r, with: [a]}] #!")),
                row(
                        Rule.VALUE,
                        "rules 'r' and 's' cannot both hold: a new subscriber has no offer",
                        a,
                        offer("name: b\neligibility: [{name: r, has: none}, {name: s, has: [a]}] #!")),
                row(
                        Rule.EXCLUSION_CLASH,
                        "offer 'c' has both 'b' and 'a', which rule 'r' excludes (test.yaml:7)",
                        a,
                        offer("name: b\nexclusions: [{name: r, with: [a]}]")
                                .replace("name: p,", "name: q,")
                                .replace("sms", "mms"),
                        "- name: c #!\n  currency: EUR\n  includes: [a, b]\n"),
                row(
                        Rule.EXCLUSION_CLASH,
                        "offer 'b' has both 'b' and 'a', which rule 'r' excludes",
                        a,
                        offer("name: b #!\nincludes: [a]\nexclusions: [{name: r, with: [a]}]")),
                row(
                        Rule.CYCLE,
                        "nobody can ever take offer 'a': rule 'r' wants 'b', which nobody can have before",
                        offer("name: a\neligibility: [{name: r, has: [b]}] #!"),
                        offer("name: b\neligibility: [{name: s, with: [a]}] #!")),
                row(
                        Rule.CYCLE,
                        "nobody can ever take offer 'a'",
                        offer("name: a\neligibility: [{name: r, has: [a]}] #!")));
    }

    static Stream<Arguments> discounts() {
        String sms =
                "offers:\n- name: a\n  currency: EUR\n  time-zone: UTC\n  prices:\n  - name: p #!\n    match: {service: sms}\n";
        String dated = "    discounts: [{name: d, percent: 10%, valid-from: 2027-01-01}]\n";
        return Stream.of(
                arguments(
                        Rule.VALUE,
                        "'valid-until' is not behind 'valid-from'",
                        sms.replace(" #!", "")
                                + "    amount: 1\n    discounts: [{name: d, percent: 10%, valid-from: 2027-01-01, valid-until: 2027-01-01}] #!\n"),
                arguments(
                        Rule.VALUE,
                        "'valid-from': '2027-02-29' is no date",
                        sms.replace(" #!", "")
                                + "    amount: 1\n    discounts: [{name: d, percent: 10%, valid-from: 2027-02-29}] #!\n"),
                arguments(
                        Rule.VALUE,
                        "so it or its offer needs a 'time-zone'",
                        sms.replace("  time-zone: UTC\n", "") + "    amount: 1\n" + dated),
                arguments(
                        Rule.VALUE,
                        "does not go together with tiers",
                        sms + "    amount: 1\n    maximum-cost: 5\n" + dated),
                arguments(
                        Rule.VALUE,
                        "does not go together with tiers",
                        sms + "    volume-tiers: [{amount: 1}]\n" + dated),
                arguments(
                        Rule.VALUE,
                        "does not go together with tiers",
                        sms
                                + "    amount: 1\n    discounts: [{name: e, amount: 0.1}, {name: d, percent: 10%, valid-until: 2027-01-01}]\n"));
    }

    static Stream<Arguments> unreachable() {
        String head = "offers:\n- name: a\n  currency: EUR\n  prices:\n";
        String tiers =
                """
                  - name: p
                    match: {service: data}
                    per: 1MB
                    step: 1MB
                    maximum-cost: %s
                    graduated-tiers:
                    - {up-to: 10MB, amount: 1}
                    - {up-to: 20MB, amount: 1} %s
                    - {amount: 1} %s
                """;
        return Stream.of(
                arguments(
                        Rule.PRICE_UNREACHABLE,
                        "price 'any' applies to no request: for each of them another price is more specific",
                        head
                                + "  - {name: any, match: {service: any}, unit: events, amount: 1} #!\n"
                                + "  - {name: some, match: {service: [data, voice]}, unit: events, amount: 1}\n"
                                + "  - {name: others, match: {service: [sms, mms, event]}, amount: 1}\n"),
                arguments(
                        Rule.PRICE_UNREACHABLE,
                        "price 'any' applies to no request",
                        head
                                + "  - {name: any, match: {service: any, rating-groups: [1, 2]}, unit: events, amount: 1} #!\n"
                                + "  - {name: one, match: {service: [data, voice, sms, mms, event], rating-groups: [1, 3]}, unit: events, amount: 1}\n"
                                + "  - {name: two, match: {service: [data, voice, sms, mms, event], rating-groups: 2}, unit: events, amount: 1}\n"),
                arguments(
                        Rule.PRICE_UNREACHABLE,
                        "'maximum-cost' is reached within the first 10000000 octets",
                        head + tiers.formatted("10", "#!", "")),
                arguments(
                        Rule.PRICE_UNREACHABLE,
                        "'maximum-cost' is reached within the first 20000000 octets",
                        head + tiers.formatted("{amount: 20, then: free}", "", "#!")),
                arguments(
                        Rule.PRICE_UNREACHABLE,
                        "'maximum-cost' is reached within the first 20000000 octets",
                        head + tiers.formatted("11.5", "", "#!").replace("per: 1MB", "per: 1MB\n    set-up: 1")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"generations", "rules", "discounts", "unreachable"})
    void isRefused(Rule rule, String reason, String yaml) {
        List<CatalogProblem> found = rule.refusesChange() ? problemsOfChange(yaml) : problems(yaml);
        List<Integer> marked = Stream.iterate(1, line -> line + 1)
                .limit(yaml.lines().count())
                .filter(line ->
                        yaml.lines().skip(line - 1L).findFirst().orElseThrow().contains("#!"))
                .toList();
        assertThat(found).as("%s", found).anySatisfy(problem -> {
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.reason()).contains(reason);
            assertThat(marked).contains(problem.line());
        });
        boolean wanted = Set.of(Rule.GENERATION_CLASH, Rule.EXCLUSION_CLASH, Rule.CYCLE, Rule.PRICE_UNREACHABLE)
                .contains(rule);
        boolean given =
                found.stream().filter(problem -> problem.rule() == rule).allMatch(problem -> problem.example() != null);
        assertThat(given || !wanted)
                .as("an example of what goes wrong: %s", found)
                .isTrue();
    }

    /** Goal: what is nearly unreachable is not refused. */
    @ParameterizedTest
    @MethodSource("reachable")
    void isAccepted(String yaml) {
        assertThat(problems(yaml)).as(yaml).isEmpty();
        assertThat(problemsOfChange(yaml)).as(yaml).noneMatch(problem -> problem.rule() == Rule.PRICE_UNREACHABLE);
    }

    static Stream<String> reachable() {
        String head = "offers:\n- name: a\n  currency: EUR\n  prices:\n";
        return Stream.of(
                head
                        + "  - {name: any, match: {service: any}, unit: events, amount: 1}\n"
                        + "  - {name: some, match: {service: [data, voice, sms, mms]}, unit: events, amount: 1}\n",
                head
                        + "  - {name: any, match: {service: any, rating-groups: [1, 2]}, unit: events, amount: 1}\n"
                        + "  - {name: one, match: {service: [data, voice, sms, mms, event], rating-groups: 1}, unit: events, amount: 1}\n",
                head
                        + "  - {name: any, match: {service: any}, unit: events, amount: 1}\n"
                        + "  - {name: all, match: {service: [data, voice, sms, mms, event], apns: [x]}, unit: events, amount: 1}\n",
                head
                        + "  - name: p\n    match: {service: data}\n    per: 1MB\n    step: 1MB\n    maximum-cost: 10.01\n"
                        + "    graduated-tiers: [{up-to: 10MB, amount: 1}, {amount: 1}]\n",
                "offers:\n"
                        + offer("name: a\neligibility: [{name: r, has: [b]}]")
                        + offer("name: b\nsold-until: 2026-01-01\neligibility: [{name: s, with: [a]}]"));
    }

    private static List<CatalogProblem> problems(String yaml) {
        return problems(yaml, TariffCatalog::load);
    }

    /** Of a catalogue that shall come into force. */
    private static List<CatalogProblem> problemsOfChange(String yaml) {
        return problems(yaml, TariffCatalog::loadForChange);
    }

    private static List<CatalogProblem> problems(String yaml, Consumer<CatalogFiles> load) {
        try {
            load.accept(CatalogFiles.of(Map.of("test.yaml", yaml.getBytes(UTF_8))));
            return List.of();
        } catch (CatalogException e) {
            return e.problems();
        }
    }
}
