package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.RequestedAction;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.replay.CdrRows;
import io.ocs.server.replay.ReplayReport;
import io.ocs.server.replay.ReplaySums;
import io.ocs.server.replay.ReplaySums.Sum;
import io.ocs.server.replay.UsageReplay;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the records of a day priced again by their own catalogue come to what was charged, to the micro, for each customer; by another, to what that says. */
class ReplayFlowTest {

    private static final String OFFERS =
            """
            zones: [{name: near, prefixes: [49]}, {name: far, prefixes: [1]}]
            offers:
            - name: all
              currency: EUR
              time-zone: Europe/Berlin
              rounding: {mode: up, decimals: 2}
              tax: {included: false, rates: [{name: vat, percent: 19%}]}
              counters:
              - {name: paid, counts: paid-usage, unit: octets, period: day, prices: [counted]}
              allowances:
              - {name: minutes, unit: seconds, amount: 10m, priority: 5, validity: 30d, step: 60s, pays-for: [calls]}
              - {name: data, unit: octets, amount: 3MB, priority: 5, validity: 30d, step: 10kB, pays-for: [plain]}
              prices:
              - name: calls
                match: {service: voice}
                set-up: 0.07
                first-step: 30s
                per: 60s
                step: 6s
                bands: [{name: day, from: 08:00, to: 19:00, amount: 0.12}, {name: night, amount: 0.05}]
              - name: plain
                match: {service: data, rating-groups: [1]}
                set-up: 0.01
                amount: 0.50
                per: 1MB
                step: 100kB
                discounts: [{name: tenth, percent: 10%}]
              - name: tiered
                match: {service: data, rating-groups: [2]}
                per: 1MB
                step: 10kB
                graduated-tiers: [{up-to: 1MB, amount: 1.00}, {up-to: 5MB, amount: 0.40}, {amount: 0.10}]
                maximum-cost: {amount: 6.00, then: free}
              - name: counted
                match: {service: data, rating-groups: [3]}
                per: 1MB
                step: 10kB
                tiers-by: paid
                graduated-tiers: [{up-to: 2MB, amount: 1.00}, {amount: 0.20}]
              - {name: near, match: {service: sms, zones: [near]}, amount: 0.09}
              - {name: far, match: {service: sms, zones: [far]}, set-up: 0.02, amount: 0.29}
            """;

    private static final Pattern GRANT = Pattern.compile("2001 (\\d+)");
    private static final int RATING_CONDITION_CHANGE = 6;
    private static final int EUTRAN = 6;
    private static final int NR = 10;
    private static final int SUBSCRIBERS = 6;
    private static final int SESSIONS = 60;

    @TempDir
    private Path folder;

    private SplittableRandom random;
    private Charging charging;

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 12) : LongStream.of(Long.getLong("seed"));
    }

    private void day(long seed) {
        random = new SplittableRandom(seed);
        charging = new Charging(FlowCatalog.of(OFFERS), seed % 2 == 0 ? 1 : 3);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            String member = i % 3 == 2 ? number(i - 1) : null;
            charging.subscriber(number(i), "all", member == null ? "1000.00EUR" : null, member, java.util.List.of());
        }
        for (int i = 0; i < SESSIONS; i++) {
            charging.clock.advanceMs(random.nextLong(1, 1_800_000));
            String who = number(random.nextInt(SUBSCRIBERS));
            switch (random.nextInt(4)) {
                case 0 -> message("event-" + i, who);
                case 1 -> call("call-" + i, who);
                default -> data("data-" + i, who);
            }
        }
        LinesSink.write(charging, folder);
    }

    private static String number(int index) {
        return "49170000000" + index;
    }

    private void message(String id, String who) {
        Ccr event = Ccr.event(id, who, RequestedAction.DIRECT_DEBITING);
        if (random.nextInt(3) == 0) {
            event.recipients("4917", "12025550100", "4930");
            charging.send(event.units(-1, 3));
        } else {
            event.called(random.nextBoolean() ? "4917" : "12025550100");
            charging.send(event.units(-1, random.nextInt(1, 5)));
        }
    }

    private void call(String id, String who) {
        long granted = granted(charging.send(Ccr.initial(id, who).voice().ask(9, 300)));
        int updates = random.nextInt(4);
        for (int i = 1; granted > 0; i++) {
            long used = random.nextLong(1, granted + 1);
            charging.clock.advanceMs(used * 1_000);
            boolean last = i > updates;
            granted = granted(charging.send(
                    last
                            ? Ccr.terminate(id, i).voice().used(9, used)
                            : Ccr.update(id, i).voice().mscc(9, used, random.nextLong(60, 900))));
            granted = last ? 0 : granted;
        }
    }

    private void data(String id, String who) {
        int group = random.nextInt(1, 4);
        long granted = granted(charging.send(Ccr.initial(id, who).ask(group, 1_000_000)));
        int updates = random.nextInt(5);
        for (int i = 1; granted > 0; i++) {
            long used = random.nextLong(1, Math.min(granted, 3_000_000) + 1);
            charging.clock.advanceMs(random.nextLong(1, 60_000));
            boolean last = i > updates;
            granted = granted(charging.send(
                    last
                            ? Ccr.terminate(id, i).used(group, used)
                            : Ccr.update(id, i).mscc(group, used, random.nextLong(1, 4_000_000))));
            granted = last ? 0 : granted;
        }
    }

    private static long granted(String answer) {
        Matcher matcher = GRANT.matcher(answer.substring(answer.indexOf('[') + 1));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private ReplaySums replay(TariffCatalog catalog) throws IOException {
        ReplaySums sums = new ReplaySums();
        CdrRows rows = CdrRows.in(folder);
        AtomicLong last = new AtomicLong();
        rows.forEach(new UsageReplay(catalog, sums), octets -> {
            assertThat(octets).isGreaterThan(last.get());
            last.set(octets);
        });
        assertThat(last.get()).as("progress goes to the end").isEqualTo(rows.octets());
        return sums;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void byItsOwnCatalogueNothingDiffers(long seed) throws IOException {
        day(seed);
        ReplaySums sums = replay(FlowCatalog.of(OFFERS));
        Sum euro = sums.currencies().get("EUR");
        assertThat(euro.records()).as("seed %d", seed).isGreaterThan(60);
        assertThat(euro.unpriced()).isZero();
        assertThat(euro.chargedMicros()).isEqualTo(BigInteger.valueOf(JournalSum.charged(charging.journals)));
        assertThat(sums.changed())
                .as("seed %d: %s", seed, new ReplayReport(sums).json())
                .isEmpty();
        assertThat(euro.differenceMicros()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void differencesByCustomerAddUpToThatOfTheWhole(long seed) throws IOException {
        day(seed);
        ReplaySums sums = replay(FlowCatalog.of(OFFERS.replace("amount: 0.09", "amount: 0.10")
                .replace("amount: 0.50", "amount: 0.45")
                .replace("first-step: 30s", "first-step: 60s")));
        BigInteger sum = sums.changed().stream()
                .map(customer -> customer.sum().differenceMicros())
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(sums.changed()).isNotEmpty();
        assertThat(sum).isEqualTo(sums.currencies().get("EUR").differenceMicros());
    }

    /** 10 messages at 9 cents and taxes are 1.08 EUR, each by itself rounded up to 11 cents; at 19 cents 23 cents each. */
    @Test
    void byAnotherCatalogueItIsWhatThatSays() throws IOException {
        charging = new Charging(FlowCatalog.of(OFFERS), 1);
        charging.subscriber(number(0), "all", "10.00EUR");
        charging.subscriber(number(1), "all", "10.00EUR");
        for (int i = 0; i < 10; i++) {
            Ccr event = Ccr.event("e" + i, number(0), RequestedAction.DIRECT_DEBITING);
            charging.send(event.called("4917").units(-1, 1));
        }
        charging.send(Ccr.event("far", number(1), RequestedAction.DIRECT_DEBITING)
                .called("12025550100")
                .units(-1, 1));
        LinesSink.write(charging, folder);
        ReplaySums dearer = replay(FlowCatalog.of(OFFERS.replace("amount: 0.09", "amount: 0.19")));
        assertThat(new ReplayReport(dearer).text(5))
                .contains("EUR: 11 records, charged 1.47, under the other catalogue 2.67, difference +1.20")
                .contains("1 of 2 customers would pay something else.")
                .contains("491700000000")
                .contains("1.10 -> 2.30 (+1.20)");
        String withoutFar = OFFERS.replaceAll("(?m)^  - \\{name: far,.*\n", "")
                .replace("near}, amount", "near}, amount")
                .replaceFirst(", \\{name: far, prefixes: \\[1\\]}", "");
        ReplaySums poorer = replay(FlowCatalog.of(withoutFar));
        assertThat(new ReplayReport(poorer).text(5)).contains("1 records would have no price (5031)");
        assertThat(poorer.currencies().get("EUR").differenceMicros()).isEqualTo(BigInteger.valueOf(-370_000));
    }

    /** 4,000 octets before the change of access, told with it, and 5,000 behind it: 0.004 and 0.010 EUR. */
    @Test
    void otherConditionsLeadToAnotherPriceFromTheNextRecordOn() throws IOException {
        String offers =
                """
                offers:
                - name: all
                  currency: EUR
                  prices:
                  - {name: five, match: {service: data, rat-types: [nr]}, amount: 0.002, per: 1000, step: 1000, quota: {default: 10000}}
                  - {name: four, match: {service: data, rat-types: [eutran]}, amount: 0.001, per: 1000, step: 1000, quota: {default: 10000}}
                """;
        charging = new Charging(FlowCatalog.of(offers), 1);
        charging.subscriber(number(0), "all", "10.00EUR");
        charging.send(Ccr.initial("s", number(0)).rat(EUTRAN).ask(1, 10_000));
        charging.send(Ccr.update("s", 1).rat(NR).mscc(1, 4_000, 10_000).reason(RATING_CONDITION_CHANGE));
        charging.send(Ccr.terminate("s", 2).rat(NR).used(1, 5_000));
        LinesSink.write(charging, folder);
        Sum same = replay(FlowCatalog.of(offers)).currencies().get("EUR");
        assertThat(same.chargedMicros()).isEqualTo(BigInteger.valueOf(14_000));
        assertThat(same.differenceMicros()).isZero();
        Sum dearer = replay(FlowCatalog.of(offers.replace("amount: 0.002", "amount: 0.004")))
                .currencies()
                .get("EUR");
        assertThat(dearer.differenceMicros()).isEqualTo(BigInteger.valueOf(10_000));
    }
}
