package io.ocs.rating;

import static io.ocs.rating.TestCatalog.NOW_MS;
import static io.ocs.rating.TestCatalog.ask;
import static io.ocs.rating.TestCatalog.berlin;
import static io.ocs.rating.TestCatalog.callMicros;
import static io.ocs.rating.TestCatalog.chargeMicros;
import static io.ocs.rating.TestCatalog.price;
import static io.ocs.rating.TestCatalog.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.ServiceContext;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked cases of rating: inputs and exact results, one row each. */
class WorkedCasesTest {

    private static final String VOICE = "match: {service: voice}, ";

    private static long micros(String money) {
        return new BigDecimal(money).movePointRight(6).longValueExact();
    }

    @ParameterizedTest(name = "case {0}: {2} units cost {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        1  | unit: seconds, amount: 1, per: 1s, step: 1s                                                          | 90        | 90
        1  | unit: seconds, amount: 1, per: 1s, step: 1s                                                          | 0         | 0
        2  | unit: octets, amount: 0.002, per: 10, step: 10                                                       | 20        | 0.004
        3  | unit: events, amount: 0.005                                                                          | 1         | 0.005
        4  | unit: seconds, set-up: 0.1, amount: 0.01, per: 1s, step: 1s                                          | 45        | 0.55
        9  | unit: seconds, amount: 1, per: 1s, step: 1s, first-step: 60s                                         | 85        | 85
        9  | unit: seconds, amount: 1, per: 1s, step: 1s, first-step: 60s                                         | 132       | 132
        9  | unit: seconds, amount: 1, per: 1s, step: 1s, first-step: 60s                                         | 45        | 60
        10 | unit: seconds, set-up: 0.15, amount: 0.05, per: 60s, step: 1s, rounding: {mode: up, decimals: 2}     | 24        | 0.17
        10 | unit: seconds, set-up: 0.15, amount: 0.05, per: 60s, step: 1s, rounding: {mode: up, decimals: 2}     | 180       | 0.30
        14 | unit: octets, amount: 1, per: 1024, step: 1024                                                       | 2048      | 2.0
        15 | unit: seconds, flat: 0.1                                                                             | 300       | 0.1
        15 | unit: seconds, flat: 0.1                                                                             | 45        | 0.1
        15 | unit: seconds, flat: 0.1                                                                             | 645       | 0.1
        16 | unit: seconds, amount: 0.033, per: 1s, step: 1s, rounding: {mode: up, decimals: 1}                   | 10        | 0.4
        16 | unit: seconds, amount: 0.033, per: 1s, step: 1s, rounding: {mode: down, decimals: 1}                 | 10        | 0.3
        17 | unit: seconds, amount: 0.006, per: 60s, step: 6s, first-step: 30s                                    | 32        | 0.0036
        17 | unit: seconds, amount: 0.006, per: 60s, step: 6s, first-step: 30s                                    | 57        | 0.006
        17 | unit: seconds, amount: 0.006, per: 60s, step: 6s, first-step: 30s                                    | 75        | 0.0078
        18 | unit: seconds, set-up: 0.4, first-step: {units: 60s, amount: 0.2}, amount: 0.1, per: 60s, step: 1s, rounding: {mode: half-up, decimals: 4} | 20 | 0.6
        18 | unit: seconds, set-up: 0.4, first-step: {units: 60s, amount: 0.2}, amount: 0.1, per: 60s, step: 1s, rounding: {mode: half-up, decimals: 4} | 85 | 0.6417
        20 | unit: seconds, amount: 10, per: 60s, step: 60s                                                       | 120       | 20
        20 | unit: seconds, amount: 10, per: 60s, step: 60s                                                       | 50        | 10
        24 | unit: seconds, amount: 0.1, per: 60s, step: 1s                                                       | 180       | 0.3
        25 | unit: octets, amount: 5, per: 1GiB, step: 1, rounding: {mode: half-up, decimals: 6}                  | 1000000   | 0.004657
        25 | unit: octets, amount: 5, per: 1GiB, step: 1, rounding: {mode: half-up, decimals: 6}                  | 1073741824 | 5
        """)
    void costs(String number, String terms, long units, String expected) {
        Tariff tariff = price("match: {service: any}, " + terms);
        assertThat(Money.text(chargeMicros(tariff, units))).isEqualTo(Money.text(micros(expected)));
    }

    private static final String PEAK_PLAN = VOICE
            + """
            set-up: 0.2, amount: 1.2, per: 60s, step: 1s, first-step: 60s, bands: [
              {name: peak, days: mon-fri, from: 08:00, to: 19:00},
              {name: off-peak, set-up: 0.1, amount: 0.01, per: 1s, first-step: none}]""";
    private static final String EVENING_PLAN = VOICE
            + """
            set-up: 1, step: 1s, per: 1s, bands: [
              {name: day, from: 00:00, to: 18:00, amount: 1}, {name: evening, amount: 0.5}]""";
    private static final String DAYS_PLAN = VOICE
            + """
            step: 1s, per: 1s, bands: [
              {name: wednesday, days: wed, amount: 1, set-up: 0.3}, {name: others, amount: 0.5}]""";

    @ParameterizedTest(name = "case {0}: a call of {3} s from {2} costs {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        5 | peak    | 2026-11-23T09:00 | 45   | false | 1.4
        6 | peak    | 2026-11-23T21:00 | 45   | false | 0.55
        5+6 | peak  | 2026-11-23T18:59:30 | 60 | false | 1.7
        7 | evening | 2026-11-23T17:30 | 3600 | false | 2701
        7 | evening | 2026-11-23T17:30 | 3600 | true  | 2700
        8 | days    | 2026-11-24T23:50 | 2400 | false | 2100
        """)
    void callCosts(String number, String plan, String start, long seconds, boolean continuation, String expected) {
        String terms = Map.of("peak", PEAK_PLAN, "evening", EVENING_PLAN, "days", DAYS_PLAN)
                .get(plan);
        TariffCatalog catalog = TestCatalog.offer(terms);
        long startMs = berlin(start);
        long charged = callMicros(catalog, voice(catalog, "", startMs), startMs, seconds, continuation);
        assertThat(Money.text(charged)).isEqualTo(Money.text(micros(expected)));
    }

    @Test
    void case11MaximumCostEndsTheCall() {
        Tariff tariff = price(VOICE + "amount: 1, per: 1s, step: 1s, maximum-cost: 10");
        long granted = Math.min(30 * 60, tariff.affordableUnits(0, false, micros("1000000")));
        assertThat(granted).isEqualTo(10);
        assertThat(tariff.affordableUnits(10, false, micros("1000000"))).isZero();
        assertThat(tariff.priceMicros(30 * 60, false))
                .as("an overrun is not charged")
                .isEqualTo(micros("10"));
    }

    @Test
    void case13AllowanceOfOneDestinationHasItsOwnStepAndPrice() {
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "test.yaml",
                        """
                zones: [{name: oman, prefixes: [968]}]
                offers:
                - name: test
                  currency: EUR
                  allowances: [{name: oman-seconds, unit: seconds, amount: 40s, step: 20s, pays-for: [oman]}]
                  prices:
                  - {name: oman, match: {service: voice, zones: [oman]}, set-up: 0.01, amount: 0.02, per: 1s, step: 20s}
                  - {name: rest, match: {service: voice}, amount: 1, per: 1s, step: 1s}
                """));
        Tariff oman = voice(catalog, "96812345", NOW_MS);
        assertThat(oman.setupMicros()).isEqualTo(micros("0.01"));
        assertThat(oman.allowanceCount()).isEqualTo(1);
        assertThat(oman.allowanceKey(0))
                .isEqualTo(
                        catalog.offer("test").orElseThrow().allowances().get(0).key());
        assertThat(oman.allowanceStep(0)).isEqualTo(20);
        assertThat(voice(catalog, "4930", NOW_MS).allowanceCount()).isZero();
    }

    @ParameterizedTest(name = "case 14: an SMS to {0} costs {1}")
    @CsvSource({"4930123, 0.1", "4330123, 0.2", "1202555,", "'',"})
    void case14SmsByZone(String called, String expected) {
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "test.yaml",
                        """
                zones: [{name: a, prefixes: [49]}, {name: b, prefixes: [43]}]
                offers:
                - name: test
                  currency: EUR
                  prices:
                  - {name: to-a, match: {service: sms, zones: [a]}, amount: 0.1}
                  - {name: to-b, match: {service: sms, zones: [b]}, amount: 0.2}
                """));
        Tariff tariff = ask(catalog, ServiceContext.SMS, called, -1, -1, NOW_MS);
        if (expected == null) {
            assertThat(tariff).as("no tariff: 5031").isNull();
        } else {
            assertThat(chargeMicros(tariff, 1)).isEqualTo(micros(expected));
        }
    }

    @ParameterizedTest(name = "case 19: {0} units in packages of {1} at {2}: held {3}, granted {4}")
    @CsvSource({"1, 60, 0.5, 0.5, 60", "60, 60, 0.5, 0.5, 60", "61, 60, 0.5, 1.0, 120", "150, 60, 0.5, 1.5, 180"})
    void case19Packages(long reserve, long package_, String each, String held, long granted) {
        Tariff tariff = price(VOICE + "amount: " + each + ", per: " + package_ + "s, step: " + package_ + "s");
        long units = tariff.stepCeiling(reserve, false);
        long priceMicros = tariff.priceMicros(units, false);
        assertThat(units).isEqualTo(granted);
        assertThat(priceMicros).isEqualTo(micros(held));
        assertThat(tariff.affordableUnits(0, false, priceMicros))
                .as("exactly that is enough")
                .isEqualTo(granted);
        assertThat(tariff.affordableUnits(0, false, priceMicros - 1))
                .as("and less is not")
                .isEqualTo(granted - package_);
    }

    @ParameterizedTest(name = "case 21: destination {0}: packages of {1} s")
    @CsvSource({"149, 60", "2001, 120", "31, 300", "9123, 0"})
    void case21PackagesByPrefix(String called, long seconds) {
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "test.yaml",
                        """
                zones: [{name: one, prefixes: [1]}, {name: two, prefixes: [2]}, {name: three, prefixes: [3]}]
                offers:
                - name: test
                  currency: EUR
                  prices:
                  - {name: one, match: {service: voice, zones: [one]}, amount: 1, per: 60s, step: 60s}
                  - {name: two, match: {service: voice, zones: [two]}, amount: 1, per: 120s, step: 120s}
                  - {name: three, match: {service: voice, zones: [three]}, amount: 1, per: 300s, step: 300s}
                """));
        Tariff tariff = voice(catalog, called, NOW_MS);
        assertThat(tariff == null ? 0 : tariff.stepCeiling(1, false)).isEqualTo(seconds);
    }

    @ParameterizedTest(name = "case 22: at {0} {1} octets cost {2}")
    @CsvSource({
        "2026-11-24T07:59:59, 1, 5",
        "2026-11-24T07:59:59, 1000001, 10",
        "2026-11-24T12:13:14, 1000000, 10",
        "2026-11-24T12:13:14, 1000001, 20"
    })
    void case22OctetPackagesByTime(String at, long octets, String expected) {
        TariffCatalog catalog = TestCatalog.offer(
                """
                match: {service: data}, per: 1MB, step: 1MB, bands: [
                  {name: peak, from: 08:00, to: 23:00, amount: 10}, {name: off-peak, amount: 5}]""");
        Tariff tariff = ask(catalog, ServiceContext.DATA, "", -1, -1, berlin(at));
        assertThat(chargeMicros(tariff, octets)).isEqualTo(micros(expected));
    }

    @ParameterizedTest(name = "case {0}: used {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        24 | amount: 0.1, per: 60s, step: 1s | 60 60 60 | 0.1 0.1 0.1
        26 | amount: 1, per: 60s, step: 60s  | 10 10 50 | 1 0 1
        """)
    void reportsAreDebitedCumulatively(String number, String terms, String used, String debits) {
        Tariff tariff = price(VOICE + terms);
        List<String> actual = new ArrayList<>();
        long total = 0;
        for (String part : used.split(" ")) {
            long before = tariff.priceMicros(total, false);
            total += Long.parseLong(part);
            actual.add(Money.text(tariff.priceMicros(total, false) - before));
        }
        assertThat(actual)
                .isEqualTo(List.of(debits.split(" ")).stream()
                        .map(text -> Money.text(micros(text)))
                        .toList());
    }

    @Test
    void case25AGibibyteInAThousandUnevenRequestsCostsFive() {
        Tariff tariff = price("match: {service: any}, unit: octets, amount: 5, per: 1GiB, step: 1");
        SplittableRandom random = new SplittableRandom(25);
        long left = 1L << 30;
        long total = 0;
        long debited = 0;
        for (int request = 1000; request > 0; request--) {
            long part = request == 1 ? left : random.nextLong(2 * left / request);
            long debit = tariff.priceMicros(total + part, false) - tariff.priceMicros(total, false);
            assertThat(debit).isNotNegative();
            debited += debit;
            total += part;
            left -= part;
        }
        assertThat(total).isEqualTo(1L << 30);
        assertThat(debited).isEqualTo(micros("5"));
    }

    @Test
    void anUnknownRatingGroupHasNoTariff() {
        TariffCatalog catalog =
                TestCatalog.offer("match: {service: voice, rating-groups: [100, none]}, amount: 1, per: 1s, step: 1s");
        assertThat(ask(catalog, ServiceContext.VOICE, "", 100, 1000, NOW_MS)).isNotNull();
        assertThat(ask(catalog, ServiceContext.VOICE, "", -1, -1, NOW_MS)).isNotNull();
        assertThat(ask(catalog, ServiceContext.VOICE, "", 9999, 1000, NOW_MS)).isNull();
        assertThat(ask(catalog, ServiceContext.SMS, "", 100, 1000, NOW_MS)).isNull();
    }

    @Test
    void anUnknownOfferHasNoTariff() {
        TariffCatalog catalog = TestCatalog.offer(VOICE + "amount: 1, per: 1s, step: 1s");
        CreditControlRequest request = new CreditControlRequest();
        ServiceUsage service = request.addService();
        assertThat(catalog.tariff(4711, request, service, NOW_MS)).isNull();
        assertThat(catalog.knowsOffer(4711)).isFalse();
        assertThat(catalog.resume(4711, NOW_MS)).isNull();
    }
}
