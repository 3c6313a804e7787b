package io.ocs.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.ServiceContext;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: no form of price, band or match allocates on the path. Octets are counted by the JVM for this thread. */
class NoAllocationTest {

    private static final TariffCatalog CATALOG = TestCatalog.load(
            Map.of(
                    "test.yaml",
                    """
            holidays: [{name: h, dates: [12-25]}]
            zones:
            - {name: eu, prefixes: [208, 26201]}
            - {name: help, numbers: [112]}
            - {name: germany, prefixes: [49], except: [4917]}
            offers:
            - name: test
              currency: EUR
              time-zone: Europe/Berlin
              holidays: h
              prices:
              - name: tiers
                match: {service: data, apns: [internet], visited-zones: [eu], rat-types: [6]}
                per: 1MB
                step: 1kB
                volume-tiers: [{up-to: 10MB, amount: 1}, {amount: 0.5}]
                discounts: [{name: d, percent: 10%}]
                tax: {included: false, rounding: line, rates: [{name: vat, percent: 19%}, {name: levy, percent: 1%}]}
                maximum-cost: {amount: 50, then: free}
              - name: calls
                match: {service: voice, zones: [germany, help]}
                per: 60s
                step: 1s
                bands:
                - {name: holiday, days: [holiday], amount: 1, priority: 1}
                - {name: last, month-days: [last], amount: 1, priority: 2}
                - {name: promo, valid-from: 2026-12-01, valid-until: 2026-12-24, amount: 1, priority: 3}
                - {name: else, amount: 2}
            """));

    @Test
    void askingAllocatesNothing() {
        CreditControlRequest data = new CreditControlRequest();
        data.context(ServiceContext.DATA);
        data.apn.set("Internet.mnc001.mcc262.gprs");
        data.visitedNetwork.set("26201");
        data.ratType(6);
        CreditControlRequest voice = new CreditControlRequest();
        voice.context(ServiceContext.VOICE);
        voice.calledParty.set("sip:+4930123456@ims.example.com;user=phone");
        ServiceUsage dataUsage = data.addService();
        ServiceUsage voiceUsage = voice.addService();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = use(data, dataUsage, voice, voiceUsage, 50_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        long measuring = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        sum += use(data, dataUsage, voice, voiceUsage, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before - measuring;
        assertThat(sum).isPositive();
        assertThat(allocated).as("octets for 10,000 requests").isLessThan(10_000);
    }

    private static long use(
            CreditControlRequest data,
            ServiceUsage dataUsage,
            CreditControlRequest voice,
            ServiceUsage voiceUsage,
            int times) {
        long offer = RatingFunction.offerKey("test");
        long sum = 0;
        for (int i = 0; i < times; i++) {
            long atMs = TestCatalog.NOW_MS + i * 10_000_019L;
            Tariff tiers = CATALOG.tariff(offer, data, dataUsage, atMs);
            sum += tiers.priceMicros(i * 1_000L, false) + tiers.freeUnits(i * 1_000L, true);
            sum += tiers.affordableUnits(i * 1_000L, false, 1_000_000) & 1;
            sum += tiers.holdMicros(i * 1_000L, 1_000_000, false);
            Tariff calls = CATALOG.tariff(offer, voice, voiceUsage, atMs);
            sum += calls.validUntilMs(atMs) & 1;
            sum += calls.priceMicros(i, true);
        }
        return sum;
    }
}
