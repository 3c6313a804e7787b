package io.ocs.rating.catalog;

import static io.ocs.rating.TestCatalog.ask;
import static io.ocs.rating.TestCatalog.berlin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RedirectServer;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.TestCatalog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TariffCatalogTest {

    private static final TariffCatalog DEMO =
            TariffCatalog.load(Path.of(System.getProperty("ocs.root"), "config", "catalog"));

    @ParameterizedTest(name = "{0}, {1} to {2} in rating group {3} on {4}: {5}")
    @CsvSource(
            nullValues = "none",
            value = {
                "prepaid-data,  DATA,  '',         -1,   2026-11-24T12:00, prepaid-data/internet",
                "prepaid-data,  DATA,  '',         10,   2026-11-24T12:00, prepaid-data/internet",
                "prepaid-data,  VOICE, sip:bob@x,  100,  2026-11-24T12:00, prepaid-data/voice",
                "prepaid-data,  SMS,   '',         -1,   2026-11-24T12:00, prepaid-data/sms",
                "prepaid-data,  OTHER, '',         -1,   2026-11-24T12:00, prepaid-data/events",
                "prepaid-voice, VOICE, sip:4930123456@127.0.0.1, 100, 2026-11-24T12:00, prepaid-voice/national/peak",
                "prepaid-voice, VOICE, 4930123456, 200,  2026-11-24T19:00, prepaid-voice/national/off-peak",
                "prepaid-voice, VOICE, 4930123456, -1,   2026-11-22T12:00, prepaid-voice/national/off-peak",
                "prepaid-voice, VOICE, tel:+4917612345, 100, 2026-11-24T12:00, prepaid-voice/mobile",
                "prepaid-voice, VOICE, 35312345,   100,  2026-11-24T12:00, prepaid-voice/europe",
                "prepaid-voice, VOICE, 12025550100, 100, 2026-11-24T12:00, prepaid-voice/world",
                "prepaid-voice, VOICE, 498001234,  100,  2026-11-24T12:00, prepaid-voice/free-phone",
                "prepaid-voice, VOICE, 4930123456, 9999, 2026-11-24T12:00, none",
                "prepaid-voice, DATA,  '',         -1,   2026-11-24T12:00, none",
                "prepaid-voice, SMS,   '',         -1,   2026-11-24T12:00, prepaid-voice/sms",
                "family,        DATA,  '',         -1,   2026-11-24T12:00, family/internet",
                "family,        VOICE, 4930123456, 100,  2026-11-24T12:00, family/national",
                "family,        VOICE, 3312345,    100,  2026-11-24T12:00, family/abroad",
                "postpaid,      DATA,  '',         -1,   2026-11-24T12:00, postpaid/internet",
                "postpaid,      DATA,  '',         900,  2026-11-24T12:00, postpaid/zero-rated",
                "postpaid,      MMS,   '',         -1,   2026-11-24T12:00, postpaid/messages",
                "surf,          DATA,  '',         -1,   2026-11-24T12:00, surf/internet",
                "surf@2027,     DATA,  '',         -1,   2026-11-24T12:00, surf@2027/internet",
                "kids,          VOICE, 493012345678, -1, 2026-11-24T12:00, kids/home",
                "community,     VOICE, 4917600123, -1,   2026-11-24T12:00, community/on-net",
                "community,     VOICE, 4917612340001, -1, 2026-11-24T12:00, community/closed-group",
                "community,     VOICE, 49176123400010, -1, 2026-11-24T12:00, community/calls",
                "nothing,       DATA,  '',         -1,   2026-11-24T12:00, none",
            })
    void demoOffersRate(
            String offer, ServiceContext service, String called, long ratingGroup, String at, String expected) {
        Tariff tariff = ask(DEMO, offer, service, called, ratingGroup, 1000, berlin(at));
        assertThat(tariff == null ? null : tariff.name()).isEqualTo(expected);
    }

    @Test
    void demoOffersSayWhatProvisioningNeeds() {
        assertThat(DEMO.offers().stream().map(Offer::name))
                .containsExactlyInAnyOrder(
                        "family",
                        "postpaid",
                        "prepaid-data",
                        "prepaid-voice",
                        "smart-s",
                        "smart-l",
                        "smart-2024",
                        "youth",
                        "night-owl",
                        "session-pass",
                        "business",
                        "iot-pool",
                        "kids",
                        "welcome",
                        "win-back",
                        "community",
                        "surf",
                        "surf@2027",
                        "content",
                        "visitor-jpy",
                        "visitor-kwd");
        Offer postpaid = DEMO.offer("postpaid").orElseThrow();
        assertThat(postpaid.creditLimitMicros()).isEqualTo(50_000_000);
        assertThat(postpaid.key()).isEqualTo(RatingFunction.offerKey("postpaid"));
        assertThat(postpaid.currency().getCurrencyCode()).isEqualTo("EUR");
        assertThat(DEMO.knowsOffer(postpaid.key())).isTrue();
        Instant start = Instant.parse("2026-11-24T12:00:00Z");
        Allowance sms = DEMO.offer("prepaid-voice").orElseThrow().allowances().get(0);
        assertThat(sms.kind()).isEqualTo(UnitKind.SERVICE_SPECIFIC);
        assertThat(sms.amount()).isEqualTo(50);
        assertThat(sms.priority()).isEqualTo(10);
        assertThat(sms.key()).isEqualTo(RatingFunction.offerKey("free-sms"));
        assertThat(sms.expiresMs(start))
                .isEqualTo(Instant.parse("2026-12-24T12:00:00Z").toEpochMilli());
        Allowance data = DEMO.offer("family").orElseThrow().allowances().get(0);
        assertThat(data.kind()).isEqualTo(UnitKind.TOTAL_OCTETS);
        assertThat(data.amount()).isEqualTo(20L << 30);
    }

    @Test
    void aTariffSaysHowToGrant() {
        Tariff data = ask(DEMO, "prepaid-data", ServiceContext.DATA, "", -1, -1, TestCatalog.NOW_MS);
        assertThat(data.unit()).isEqualTo(UnitKind.TOTAL_OCTETS);
        assertThat(data.currency()).isEqualTo(978);
        assertThat(data.grantDefault()).isEqualTo(10L << 20);
        assertThat(data.grantMax()).isEqualTo(1L << 30);
        assertThat(data.validityTimeS()).isEqualTo(600);
        assertThat(data.quotaThreshold(1_000_000)).isEqualTo(200_000);
        assertThat(data.quotaThreshold(1)).isZero();
        assertThat(data.quotaThreshold(Long.MAX_VALUE)).isPositive().isLessThan(Long.MAX_VALUE);
        assertThat(data.quotaHoldingTimeS()).isZero();
        assertThat(data.quotaConsumptionTimeS()).isZero();
        assertThat(data.finalUnit()).isEqualTo(FinalUnit.TERMINATE);
        assertThat(data.allowanceCount()).isZero();
        assertThat(data.validUntilMs(TestCatalog.NOW_MS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void grantsAreWholeSteps() {
        Tariff tariff = TestCatalog.price(
                "match: {service: voice}, amount: 1, per: 60s, step: 60s, quota: {default: 90s, maximum: 200s}");
        assertThat(tariff.grantDefault()).isEqualTo(120);
        assertThat(tariff.grantMax()).isEqualTo(180);
        Tariff firstStep = TestCatalog.price("match: {service: voice}, amount: 1, per: 60s, step: 60s, "
                + "first-step: 30s, quota: {default: 10s, maximum: 200s}");
        assertThat(firstStep.grantDefault()).isEqualTo(30);
        assertThat(firstStep.grantMax()).isEqualTo(150);
    }

    @Test
    void theQuotaOfAPriceGoesBeforeThatOfItsOffer() {
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "test.yaml",
                        """
                offers:
                - name: test
                  currency: EUR
                  quota: {validity: 5m, threshold: 10%, final-unit-action: redirect, redirect-to: "https://portal.example.com/"}
                  prices:
                  - {name: sms, match: {service: sms}, amount: 1}
                  - {name: mms, match: {service: mms}, amount: 1, quota: {validity: 7s, final-unit-action: terminate}}
                """));
        Tariff sms = ask(catalog, ServiceContext.SMS, "", -1, -1, 0);
        Tariff mms = ask(catalog, ServiceContext.MMS, "", -1, -1, 0);
        assertThat(sms.validityTimeS()).isEqualTo(300);
        assertThat(sms.finalUnit().action()).isEqualTo(FinalUnitAction.REDIRECT);
        assertThat(sms.finalUnit().redirect().type()).isEqualTo(RedirectServer.Type.URL);
        assertThat(sms.finalUnit().redirect().address()).isEqualTo("https://portal.example.com/");
        assertThat(mms.validityTimeS()).isEqualTo(7);
        assertThat(mms.quotaThreshold(100)).isEqualTo(10);
        assertThat(mms.finalUnit()).isEqualTo(FinalUnit.TERMINATE);
    }

    @Test
    void holdingAndConsumptionTimesAreThoseOfThePriceElseOfItsOffer() {
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "test.yaml",
                        """
                offers:
                - name: test
                  currency: EUR
                  quota: {holding-time: 2m, consumption-time: 10s}
                  prices:
                  - {name: voice, match: {service: voice}, amount: 1, per: 1s, step: 1s}
                  - {name: data, match: {service: data}, amount: 1, per: 1, step: 1, quota: {holding-time: 30s}}
                  - {name: sms, match: {service: sms}, amount: 1, quota: {holding-time: none}}
                """));
        Tariff voice = ask(catalog, ServiceContext.VOICE, "", -1, -1, 0);
        Tariff data = ask(catalog, ServiceContext.DATA, "", -1, -1, 0);
        Tariff sms = ask(catalog, ServiceContext.SMS, "", -1, -1, 0);
        assertThat(voice.quotaHoldingTimeS()).isEqualTo(120);
        assertThat(voice.quotaConsumptionTimeS()).isEqualTo(10);
        assertThat(data.quotaHoldingTimeS()).isEqualTo(30);
        assertThat(data.quotaConsumptionTimeS()).isZero(); // of time only
        assertThat(sms.quotaHoldingTimeS()).isZero();
    }

    @Test
    void restrictionsNameWhatStaysReachable() {
        Tariff tariff =
                TestCatalog.price("match: {service: voice}, amount: 1, per: 1s, step: 1s, quota: {final-unit-action: "
                        + "restrict-access, filter-rules: ['permit  out ip from 192.0.2.1 to any', 'deny in 17 from any to !10.0.0.0/8 53'],"
                        + " filter-ids: top-up}");
        assertThat(tariff.finalUnit().action()).isEqualTo(FinalUnitAction.RESTRICT_ACCESS);
        assertThat(tariff.finalUnit().redirect()).isNull();
        assertThat(tariff.finalUnit().filterRules())
                .containsExactly("permit out ip from 192.0.2.1 to any", "deny in 17 from any to !10.0.0.0/8 53");
        assertThat(tariff.finalUnit().filterIds()).containsExactly("top-up");
    }

    @Test
    void keysAreStableAndAChangedPriceIsAnotherSegmentOfTheSamePlan() {
        String terms = "match: {service: voice}, per: 60s, step: 1s, amount: ";
        Tariff before = TestCatalog.price(terms + "0.1");
        Tariff same = TestCatalog.price(terms + "0.10");
        Tariff changed = TestCatalog.price(terms + "0.2");
        assertThat(before.planKey())
                .isEqualTo(RatingFunction.offerKey("test/p0"))
                .isEqualTo(changed.planKey());
        assertThat(same.segmentKey()).isEqualTo(before.segmentKey()).isNotZero();
        assertThat(changed.segmentKey()).isNotEqualTo(before.segmentKey());
    }

    @Test
    void resumeFindsThePlanInTheBandOfTheInstant() {
        long peakMs = berlin("2026-11-24T18:59");
        Tariff peak = ask(DEMO, "prepaid-voice", ServiceContext.VOICE, "4930123456", 100, 1000, peakMs);
        long switchMs = peak.validUntilMs(peakMs);
        assertThat(switchMs).isEqualTo(berlin("2026-11-24T19:00"));
        Tariff offPeak = DEMO.resume(peak.planKey(), switchMs);
        assertThat(DEMO.resume(peak.planKey(), switchMs - 1)).isSameAs(peak);
        assertThat(offPeak.name()).isEqualTo("prepaid-voice/national/off-peak");
        assertThat(offPeak.planKey()).isEqualTo(peak.planKey());
        assertThat(offPeak.segmentKey()).isNotEqualTo(peak.segmentKey());
    }

    @Test
    void theVersionChangesWithTheSourceOnly() {
        String offer = "offers: [{name: a, currency: EUR, prices: [{name: p, match: {service: sms}, amount: 1}]}]\n";
        String zones = "zones: [{name: z, prefix-file: z.csv}]\n";
        Map<String, String> files = Map.of("a.yaml", offer, "z.yaml", zones, "z.csv", "49\n");
        String version = TestCatalog.load(files).version();
        assertThat(version)
                .matches("[0-9a-f]{64}")
                .isEqualTo(TestCatalog.load(files).version());
        assertThat(TestCatalog.load(Map.of("a.yaml", offer, "z.yaml", zones, "z.csv", "48\n"))
                        .version())
                .isNotEqualTo(version);
        assertThat(TestCatalog.load(Map.of("b.yaml", offer, "z.yaml", zones, "z.csv", "49\n"))
                        .version())
                .isNotEqualTo(version);
    }

    @Test
    void aFileOfTwoHundredThousandPrefixesIsATable() {
        StringBuilder csv = new StringBuilder("\ufeffprefix,operator\n");
        for (int i = 0; i < 200_000; i++) {
            csv.append(4_900_000_000L + i * 7L)
                    .append(",operator ")
                    .append(i % 90)
                    .append('\n');
        }
        TariffCatalog catalog = TestCatalog.load(
                Map.of(
                        "z.csv",
                        csv.toString(),
                        "test.yaml",
                        """
                zones: [{name: listed, prefix-file: z.csv}, {name: rest, prefixes: [49]}]
                offers:
                - name: test
                  currency: EUR
                  prices:
                  - {name: listed, match: {service: voice, zones: listed}, amount: 1, per: 1s, step: 1s}
                  - {name: rest, match: {service: voice, zones: rest}, amount: 1, per: 1s, step: 1s}
                """));
        assertThat(TestCatalog.voice(catalog, "4900000700" + "123", 0).name()).isEqualTo("test/listed");
        assertThat(TestCatalog.voice(catalog, "4901399993" + "1", 0).name()).isEqualTo("test/listed");
        assertThat(TestCatalog.voice(catalog, "4900000701" + "123", 0).name()).isEqualTo("test/rest");
        assertThat(TestCatalog.voice(catalog, "4800000700" + "123", 0)).isNull();
    }

    static Stream<Arguments> expiries() {
        return Stream.of(
                arguments("validity: 1d", Instant.parse("2026-11-25T12:00:00Z").toEpochMilli()),
                arguments(
                        "expires: 2027-07-01",
                        Instant.parse("2027-06-30T22:00:00Z").toEpochMilli()),
                arguments("priority: 1", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("expiries")
    void allowancesExpire(String terms, long expectedMs) {
        TariffCatalog catalog = TestCatalog.load(Map.of(
                "test.yaml",
                """
                offers:
                - name: test
                  currency: EUR
                  time-zone: Europe/Berlin
                  allowances: [{name: x, unit: events, amount: 5, %s}]
                  prices: [{name: sms, match: {service: sms}, amount: 1}]
                """
                        .formatted(terms)));
        Allowance allowance = catalog.offer("test").orElseThrow().allowances().get(0);
        assertThat(allowance.expiresMs(Instant.parse("2026-11-24T12:00:00Z"))).isEqualTo(expectedMs);
    }
}
