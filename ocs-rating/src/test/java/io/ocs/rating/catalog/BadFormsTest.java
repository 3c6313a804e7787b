package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ocs.rating.TestCatalog;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused of tiers, limits, discounts, taxes, dates, networks and bundles, with the line (marked {@code #!}), rule and reason. */
class BadFormsTest {

    private static final String HEAD = "offers:\n- name: a\n  currency: EUR\n  time-zone: UTC\n  prices:\n";
    private static final String GOOD = "  - {name: p, match: {service: voice}, amount: 1, per: 1s, step: 1s}\n";

    private static Arguments price(Rule rule, String reason, String terms) {
        return arguments(rule, reason, HEAD + "  - name: p\n    match: {service: voice}\n" + terms.indent(4));
    }

    private static Arguments price(String reason, String terms) {
        return price(Rule.VALUE, reason, terms);
    }

    static Stream<Arguments> tiers() {
        String head = "per: 60s\nstep: 60s\n";
        return Stream.of(
                price(
                        "only the last tier is without 'up-to'",
                        head + "graduated-tiers:\n- {amount: 1} #!\n- {amount: 2}"),
                price(
                        "the last tier has no 'up-to'",
                        head + "graduated-tiers:\n- {up-to: 60s, amount: 1}\n- {up-to: 120s, amount: 2} #!"),
                price(
                        "a tier ends behind the tier before it",
                        head
                                + "graduated-tiers:\n- {up-to: 120s, amount: 1}\n- {up-to: 60s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "a tier ends behind the tier before it",
                        head
                                + "graduated-tiers:\n- {up-to: 120s, amount: 1}\n- {up-to: 120s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "a tier ends with a step: 90 is not a multiple of the step of 60 s",
                        head + "graduated-tiers:\n- {up-to: 90s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "nor is the first step of 30",
                        head + "first-step: 30s\ngraduated-tiers:\n- {up-to: 120s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "behind the first step",
                        head + "first-step: 120s\nvolume-tiers:\n- {up-to: 60s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "a tier has no key 'upto'; did you mean 'up-to'?",
                        head + "volume-tiers:\n- {upto: 60s, amount: 1} #!\n- {amount: 2}"),
                price("a tier needs the key 'amount'", head + "volume-tiers:\n- {up-to: 60s} #!\n- {amount: 2}"),
                price(
                        "'up-to': '1MB' is not what is wanted here",
                        head + "volume-tiers:\n- {up-to: 1MB, amount: 1} #!\n- {amount: 2}"),
                price(
                        "'up-to': '0s' must be more than zero",
                        head + "volume-tiers:\n- {up-to: 0s, amount: 1} #!\n- {amount: 2}"),
                price(
                        "'amount': '-1' is no amount",
                        head + "volume-tiers:\n- {up-to: 60s, amount: -1} #!\n- {amount: 2}"),
                price(
                        "'graduated-tiers' or 'volume-tiers', not both",
                        head + "graduated-tiers: [{amount: 1}]\nvolume-tiers: [{amount: 1}] #!"),
                price("'amount' makes no sense beside tiers", head + "amount: 1 #!\nvolume-tiers: [{amount: 1}]"),
                price("'flat' makes no sense beside tiers", "flat: 1 #!\nvolume-tiers: [{amount: 1}]"),
                price(
                        "tiers and 'bands' do not go together",
                        head + "volume-tiers: [{amount: 1}]\nbands: [{name: x}] #!"),
                atName("'step' is missing", "per: 60s\nvolume-tiers: [{amount: 1}]"));
    }

    static Stream<Arguments> limits() {
        String head = "amount: 1\nper: 1s\nstep: 1s\n";
        return Stream.of(
                price("'minimum-cost' is above 'maximum-cost'", head + "minimum-cost: 2 #!\nmaximum-cost: 1"),
                price(
                        "'then': 'go-on' is no thing to do at the maximum",
                        head + "maximum-cost: {amount: 1, then: go-on} #!"),
                price(
                        "'maximum-cost' has no key 'than'; did you mean 'then'?",
                        head + "maximum-cost: {amount: 1, than: free} #!"),
                price("'maximum-cost' needs the key 'amount'", head + "maximum-cost: {then: free} #!"),
                price("'minimum-cost': '0.0000001' has more than 6 decimals", head + "minimum-cost: 0.0000001 #!"),
                atName("has more decimals than its rounding, 2", head + "minimum-cost: 0.001\nrounding: {decimals: 2}"),
                atName("has more decimals than its rounding, 0", head + "maximum-cost: 1.5\nrounding: {decimals: 0}"),
                atName(
                        "'minimum-cost' and 'bands' do not go together",
                        head + "minimum-cost: 1\nbands: [{name: x, days: mon}, {name: y}]"),
                atName(
                        "a discount of an amount per session and 'bands' do not go together",
                        head + "discounts: [{name: d, amount: 1}]\nbands: [{name: x, days: mon}, {name: y}]"));
    }

    private static Arguments atName(String reason, String terms) {
        return arguments(Rule.VALUE, reason, HEAD + "  - name: p #!\n    match: {service: voice}\n" + terms.indent(4));
    }

    static Stream<Arguments> discountsAndTaxes() {
        String head = "amount: 1\nper: 1s\nstep: 1s\n";
        return Stream.of(
                price("a discount has 'percent' or 'amount', one of them", head + "discounts: [{name: d}] #!"),
                price(
                        "a discount has 'percent' or 'amount', one of them",
                        head + "discounts: [{name: d, percent: 1%, amount: 1}] #!"),
                price("'percent': '0%' is not a percentage", head + "discounts: [{name: d, percent: 0%}] #!"),
                price("'percent': '101%' is not a percentage", head + "discounts: [{name: d, percent: 101%}] #!"),
                price("'percent': '-5%' is not a percentage", head + "discounts: [{name: d, percent: -5%}] #!"),
                price(
                        "'percent': '1.00001%' is not a percentage",
                        head + "discounts: [{name: d, percent: 1.00001%}] #!"),
                price("a discount needs the key 'name'", head + "discounts: [{percent: 1%}] #!"),
                price("'discounts' wants a list", head + "discounts: 20% #!"),
                price("'tax' needs the key 'included'", head + "tax: {rates: [{name: vat, percent: 19%}]} #!"),
                price(
                        "'included': 'yes' is no answer",
                        head + "tax: {included: yes, rates: [{name: vat, percent: 19%}]} #!"),
                price(
                        "'rounding: line' is for taxes that are not included",
                        head + "tax: {included: true, rounding: line, rates: [{name: vat, percent: 19%}]} #!"),
                price(
                        "'rounding': 'each' is no rounding of taxes",
                        head + "tax: {included: false, rounding: each, rates: [{name: vat, percent: 19%}]} #!"),
                price("'tax' needs the key 'rates'", head + "tax: {included: true} #!"),
                price("a tax rate needs the key 'percent'", head + "tax: {included: true, rates: [{name: vat}]} #!"),
                price(
                        "'tax' has no key 'include'; did you mean 'included'?",
                        head + "tax: {include: true, rates: [{name: vat, percent: 19%}]} #!"),
                price("'mode': 'half-even' is no rounding mode", head + "rounding: {mode: half-even} #!"),
                price("'decimals': 'money' is not a whole number", head + "rounding: {decimals: money} #!"));
    }

    static Stream<Arguments> times() {
        String head = "amount: 1\nper: 1s\nstep: 1s\nbands:\n";
        return Stream.of(
                price(
                        "'month-days': '0' is not a day of the month",
                        head + "- {name: x, month-days: [0]} #!\n- {name: y}"),
                price(
                        "'month-days': '32' is not a day of the month",
                        head + "- {name: x, month-days: [32]} #!\n- {name: y}"),
                price(
                        "'valid-from': '2027-02-29' is no date",
                        head + "- {name: x, valid-from: 2027-02-29} #!\n- {name: y}"),
                price(
                        "'valid-until' is not behind 'valid-from'",
                        head + "- {name: x, valid-from: 2027-02-01, valid-until: 2027-02-01} #!\n- {name: y}"),
                price(
                        "'priority': '-1' is not a whole number",
                        head + "- {name: x, days: mon, priority: -1} #!\n- {name: y}"),
                price(
                        "so the price or its offer needs the key 'holidays'",
                        head + "- {name: x, days: holiday} #!\n- {name: y}"),
                price(
                        "so it ends at 24:00 at the latest",
                        head + "- {name: x, month-days: last, from: 22:00, to: 06:00} #!\n- {name: y}"),
                price(
                        Rule.BAND_OVERLAP,
                        "band 'y' overlaps band 'x' on mon 00:00, day 1 of a month",
                        head + "- {name: x, month-days: 1}\n- {name: y, days: mon} #!\n- {name: z}"),
                price(
                        Rule.BAND_OVERLAP,
                        "give the one that shall hold there a lower 'priority' number",
                        head
                                + "- {name: x, from: 08:00, to: 12:00}\n- {name: y, from: 11:59, to: 13:00} #!\n- {name: z}"),
                price(
                        Rule.BAND_UNREACHABLE,
                        "band 'y' never holds: bands of a lower 'priority' number cover it",
                        head
                                + "- {name: x, from: 08:00, to: 12:00, priority: 1}\n- {name: y, from: 09:00, to: 11:00} #!\n- {name: z}"),
                price(Rule.NAME, "there is no list of holidays 'h'", "holidays: h #!\n" + head + "- {name: y}"),
                arguments(
                        Rule.BAND_GAP,
                        "so it needs a band for all other times",
                        HEAD
                                + "  - name: p #!\n    match: {service: sms}\n    amount: 1\n    bands: [{name: x, month-days: 1}]\n"),
                arguments(
                        Rule.VALUE,
                        "'dates': '13-01' is no date such as 12-25",
                        "holidays: [{name: h, dates: [13-01]}] #!\n"),
                arguments(
                        Rule.VALUE,
                        "'dates': '2027-02-29' is no date",
                        "holidays: [{name: h, dates: [2027-02-29]}] #!\n"),
                arguments(Rule.VALUE, "a list of holidays needs the key 'dates'", "holidays: [{name: h}] #!\n"),
                arguments(
                        Rule.NAME_TWICE,
                        "there is a list of holidays 'h' already, in test.yaml:2",
                        "holidays:\n- {name: h, dates: [01-01]}\n- {name: h, dates: [01-02]} #!\n"));
    }

    static Stream<Arguments> matches() {
        String terms = ", amount: 1, per: 1, step: 1}\n";
        return Stream.of(
                arguments(
                        Rule.VALUE,
                        "'apns': 'in ternet' is no access point name",
                        HEAD + "  - {name: p, match: {service: data, apns: ['in ternet']}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.VALUE,
                        "without .mncXXX.mccXXX.gprs",
                        HEAD + "  - {name: p, match: {service: data, apns: [x.mnc001.mcc262.gprs]}" + terms.strip()
                                + " #!\n"),
                arguments(
                        Rule.VALUE,
                        "'rat-types': 'lte' is no access technology",
                        HEAD + "  - {name: p, match: {service: data, rat-types: [lte]}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.VALUE,
                        "'rat-types': '256' is not a whole number",
                        HEAD + "  - {name: p, match: {service: data, rat-types: [256]}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.VALUE,
                        "'direction': 'in' is no direction",
                        HEAD + "  - {name: p, match: {service: data, direction: in}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.NAME,
                        "there is no zone 'eu'",
                        HEAD + "  - {name: p, match: {service: data, visited-zones: [eu]}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.PRICE_CLASH,
                        "price 'q' and price 'p' (line 6) match the same requests",
                        HEAD + "  - {name: p, match: {service: data, apns: [a, b]}" + terms
                                + "  - {name: q, match: {service: data, apns: [b]}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.PRICE_CLASH,
                        "match the same requests",
                        HEAD + "  - {name: p, match: {service: data, rat-types: [6, nr]}" + terms
                                + "  - {name: q, match: {service: data, rat-types: [10]}" + terms.strip() + " #!\n"),
                arguments(
                        Rule.VALUE,
                        "prefix 49 is in zone 'z' and excepted from it",
                        "zones:\n- name: z\n  prefixes: [49]\n  except: [49] #!\n"),
                arguments(Rule.VALUE, "'4x' is no prefix", "zones:\n- name: z\n  prefixes: [49]\n  except: [4x] #!\n"),
                arguments(Rule.VALUE, "'numbers' wants plain digits", "zones:\n- name: z\n  numbers: [[1]] #!\n"),
                arguments(
                        Rule.PREFIX_TWICE,
                        "number 112 of zone 'y' stands in zone 'x' already",
                        "zones:\n- {name: x, numbers: [112]}\n- {name: y, numbers: [112]} #!\n" + HEAD
                                + "  - {name: p, match: {service: voice, zones: [x, y]}, amount: 1, per: 1s, step: 1s}\n"),
                arguments(
                        Rule.VALUE,
                        "prefix 49 stands in zone 'x' twice",
                        "zones:\n- name: x\n  prefixes:\n  - 49\n  - 49 #!\n" + HEAD
                                + "  - {name: p, match: {service: voice, zones: [x]}, amount: 1, per: 1s, step: 1s}\n"));
    }

    static Stream<Arguments> bundles() {
        String a = "offers:\n- name: a\n  currency: EUR\n  prices:\n" + GOOD;
        return Stream.of(
                arguments(Rule.NAME, "there is no offer 'bb'", a + "- name: c\n  currency: EUR\n  includes: [bb] #!\n"),
                arguments(
                        Rule.CYCLE,
                        "offer 'c' includes itself: c → c",
                        a + "- name: c\n  currency: EUR\n  includes: [c] #!\n"),
                arguments(
                        Rule.CYCLE,
                        "offer 'c' includes itself: b → c → b",
                        a
                                + "- {name: b, currency: EUR, includes: [c]}\n- {name: c, currency: EUR, includes: [b]} #!\n"),
                arguments(
                        Rule.CURRENCY_MISMATCH,
                        "offer 'a' is in EUR and offer 'c' in USD",
                        a + "- name: c\n  currency: USD\n  includes: [a] #!\n"),
                arguments(
                        Rule.NAME_TWICE,
                        "two of the offers that 'c' includes have a price 'p'",
                        a + "- name: b\n  currency: EUR\n  prices:\n" + GOOD.replace("voice", "voice, rating-groups: 5")
                                + "- name: c\n  currency: EUR\n  includes: [a, b] #!\n"),
                arguments(
                        Rule.NAME_TWICE,
                        "two of the offers that 'e' includes have an allowance 'x'",
                        "offers:\n- {name: c, add-on: true, currency: EUR, allowances: [{name: x, unit: seconds, amount: 1s}]}\n"
                                + "- {name: d, add-on: true, currency: EUR, allowances: [{name: x, unit: seconds, amount: 1s}]}\n"
                                + "- name: e\n  currency: EUR\n  includes: [c, d] #!\n  prices:\n" + GOOD),
                arguments(
                        Rule.NAME,
                        "there is no price 'q' in this offer",
                        "offers:\n- name: x\n  add-on: true\n  currency: EUR\n  allowances: [{name: x, unit: seconds, amount: 1s, pays-for: [q]}] #!\n- name: c\n  currency: EUR\n  includes: [x]\n  prices:\n"
                                + GOOD),
                arguments(
                        Rule.VALUE,
                        "'add-on': 'maybe' is no answer",
                        "offers:\n- name: a\n  add-on: maybe #!\n  currency: EUR\n  prices:\n" + GOOD),
                arguments(
                        Rule.VALUE,
                        "'sold-from': 'soon' is no date",
                        "offers:\n- name: a\n  sold-from: soon #!\n  currency: EUR\n  prices:\n" + GOOD),
                arguments(
                        Rule.VALUE,
                        "'sold-until' is not behind 'sold-from'",
                        "offers:\n- name: a\n  sold-from: 2027-01-01\n  sold-until: 2027-01-01 #!\n  currency: EUR\n  prices:\n"
                                + GOOD),
                arguments(Rule.VALUE, "an offer needs the key 'prices'", "offers:\n- name: a #!\n  currency: EUR\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"tiers", "limits", "discountsAndTaxes", "times", "matches", "bundles"})
    void isRefusedWithRuleFileLineAndReason(Rule rule, String reason, String yaml) {
        int line = (int) yaml.lines().takeWhile(text -> !text.contains("#!")).count() + 1;
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> TestCatalog.load(Map.of("test.yaml", yaml)));
        assertThat(refused).as(yaml).isNotNull();
        assertThat(refused.problems()).as(yaml).anySatisfy(problem -> {
            assertThat(problem.reason()).contains(reason);
            assertThat(problem.rule()).isEqualTo(rule);
            assertThat(problem.file()).isEqualTo("test.yaml");
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.isError()).isTrue();
        });
    }
}
