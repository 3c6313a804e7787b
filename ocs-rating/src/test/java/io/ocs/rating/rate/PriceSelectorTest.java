package io.ocs.rating.rate;

import static io.ocs.rating.TestCatalog.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import io.ocs.core.ServiceContext;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.TestCatalog;
import io.ocs.rating.catalog.TariffCatalog;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceSelectorTest {

    private static final TariffCatalog CATALOG = TestCatalog.load(
            Map.of(
                    "test.yaml",
                    """
            zones:
            - {name: germany, prefixes: [49]}
            - {name: mobile, prefixes: ["+4917", 4916]}
            - {name: premium, prefixes: [491799]}
            offers:
            - name: test
              currency: EUR
              time-zone: Europe/Berlin
              prices:
              - {name: any, match: {service: any}, unit: events, amount: 1}
              - {name: voice, match: {service: voice}, amount: 1, per: 1s, step: 1s, bands: [{name: a, days: mon}, {name: b}]}
              - {name: voice-de, match: {service: voice, zones: [germany]}, amount: 1, per: 1s, step: 1s}
              - {name: voice-mobile, match: {service: voice, zones: [mobile]}, amount: 1, per: 1s, step: 1s}
              - {name: rg, match: {service: any, rating-groups: [7]}, unit: events, amount: 1}
              - {name: rg-voice, match: {service: voice, rating-groups: [7, 8]}, amount: 1, per: 1s, step: 1s}
              - {name: rg-mobile, match: {service: voice, rating-groups: [8], zones: [mobile]}, amount: 1, per: 1s, step: 1s}
              - {name: none-sms, match: {service: sms, rating-groups: none}, amount: 1}
              - {name: si, match: {service: any, service-identifiers: [5, 6]}, unit: events, amount: 1}
              - {name: si-premium, match: {service: voice, rating-groups: [9], service-identifiers: 5, zones: premium}, amount: 1, per: 1s, step: 1s}
            """));

    @ParameterizedTest(name = "{0} to {1}, rating group {2}, service identifier {3}: {4}")
    @CsvSource({
        "DATA,  '',          -1, -1, any",
        "VOICE, '',          -1, -1, voice/b", // NOW_MS is a Tuesday
        "VOICE, 4930123456,  -1, -1, voice-de",
        "VOICE, 4330123456,  -1, -1, voice/b",
        "VOICE, 4917123456,  -1, -1, voice-mobile", // longest prefix
        "VOICE, 491799,      -1, -1, voice-mobile", // the longest prefix is premium, but no price for it matches: the
        // next shorter
        "VOICE, 491799,       9,  5, si-premium",
        "VOICE, 491799,       9,  4, voice-mobile",
        "VOICE, 4917123456,   7, -1, rg-voice", // a rating group is more specific than a zone
        "VOICE, 4917123456,   8, -1, rg-mobile",
        "VOICE, 4930123456,   8, -1, rg-voice",
        "DATA,  '',           7, -1, rg",
        "DATA,  '',           8, -1, any",
        "SMS,   '',          -1, -1, none-sms",
        "SMS,   '',           1, -1, any",
        "SMS,   '',          -1,  6, si", // a service identifier is more specific than a rating group
        "VOICE, 4917123456,   8,  5, si",
    })
    void theMostSpecificPriceWins(
            ServiceContext service, String called, long ratingGroup, long identifier, String expected) {
        Tariff tariff = ask(CATALOG, service, called, ratingGroup, identifier, TestCatalog.NOW_MS);
        assertThat(tariff.name()).isEqualTo("test/" + expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "4930123456, 4930123456",
        "+4930123456, 4930123456",
        "tel:+49-30-123456, 4930123456",
        "TEL:+49(30)12.34;phone-context=+49, 49301234",
        "sip:4930123456@127.0.0.1, 4930123456",
        "sip:+4930123456@ims.example.com;user=phone, 4930123456",
        "sips:4930:secret@host, 4930",
        "0049301234, 0049301234",
        "4930123456789012345, 493012345678901",
        "sip:alice@4930.example.com, ''",
        "sip:49alice@host, ''",
        "sip:, ''",
        "+, ''",
        "'', ''"
    })
    void digitsOfACalledParty(String called, String digits) {
        Octets octets = new Octets(128);
        octets.set(called);
        long packed = CalledNumber.digits(octets, PrefixTable.DIGITS_MAX);
        int count = PrefixTable.count(packed);
        String text = count == 0 ? "" : String.format(Locale.ROOT, "%0" + count + "d", packed >> 4);
        assertThat(text).isEqualTo(digits);
    }

    /** Goal: asking the catalogue allocates nothing. Octets are counted by the JVM for this thread. */
    @Test
    void askingAllocatesNothing() {
        CreditControlRequest request = new CreditControlRequest();
        request.context(ServiceContext.VOICE);
        request.calledParty.set("sip:+491799123456@ims.example.com;user=phone");
        ServiceUsage service = request.addService();
        long offer = RatingFunction.offerKey("test");
        long voicePlan = RatingFunction.offerKey("test/voice");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = use(request, service, offer, voicePlan, 50_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        long measuring = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        sum += use(request, service, offer, voicePlan, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before - measuring;
        assertThat(sum).isPositive();
        assertThat(allocated).as("octets for 10,000 requests").isLessThan(10_000);
    }

    private static long use(CreditControlRequest request, ServiceUsage service, long offer, long voicePlan, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            long atMs = TestCatalog.NOW_MS + i * 1_000_003L;
            Tariff tariff = CATALOG.tariff(offer, request, service, atMs);
            Tariff resumed = CATALOG.resume(voicePlan, atMs);
            sum += tariff.priceMicros(i, false) + tariff.affordableUnits(i, true, 1_000_000);
            sum += resumed.validUntilMs(atMs) & 1;
            sum += resumed.quotaThreshold(i) + resumed.stepCeiling(i, false) + resumed.allowanceCount();
        }
        return sum;
    }
}
