package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.Octets;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: counters count exactly once over all sessions; tiers, limits and notifications go by them, however usage is split; a replay leads to the same. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class CounterFlowTest {

    private static final String OFFERS =
            """
            offers:
            - name: tiered
              currency: EUR
              time-zone: Europe/Berlin
              counters:
              - {name: month-paid, counts: paid-usage, unit: octets, period: month, prices: [data]}
              - {name: month-all, counts: usage, unit: octets, period: month}
              - {name: messages, counts: events, period: day, prices: [message]}
              allowances:
              - {name: first-mb, unit: octets, amount: 2MB, priority: 5, validity: 300d, pays-for: [gift]}
              notifications:
              - {name: low, on: balance, below: 5.00}
              - {name: again, on: balance, above: 5.00}
              - {name: much, on: counter, of: month-all, above: 12MB}
              - {name: gift-half, on: allowance, of: first-mb, below: 50%}
              prices:
              - name: data
                match: {service: data, rating-groups: [1]}
                per: 1MB
                step: 1MB
                tiers-by: month-paid
                graduated-tiers:
                - {up-to: 10MB, amount: 0.10}
                - {amount: 0.01}
                quota: {default: 1MB, maximum: 100MB}
              - {name: gift, match: {service: data, rating-groups: [2]}, amount: 0.50, per: 1MB, step: 1MB}
              - {name: message, match: {service: sms}, amount: 0.10}
            - name: falling
              currency: EUR
              counters:
              - {name: falling-paid, counts: paid-usage, unit: octets, period: month}
              prices:
              - name: data
                match: {service: data}
                per: 1MB
                step: 1MB
                tiers-by: falling-paid
                volume-tiers:
                - {up-to: 10MB, amount: 0.10}
                - {amount: 0.05}
                quota: {default: 1MB, maximum: 100MB}
            - name: capped
              currency: EUR
              counters:
              - {name: roaming-spend, counts: spend, period: month, per: account, limit: 2.00, prices: [roaming, message]}
              notifications:
              - {name: cap-80, on: counter, of: roaming-spend, above: 80%}
              prices:
              - {name: roaming, match: {service: data, rating-groups: [1]}, amount: 0.10, per: 1MB, step: 1MB, quota: {maximum: 100MB}}
              - {name: free, match: {service: data, rating-groups: [9]}, flat: 0}
              - {name: home, match: {service: data, rating-groups: [3]}, amount: 0.10, per: 1MB, step: 1MB}
              - {name: message, match: {service: sms}, amount: 0.30}
            - name: capped-each
              currency: EUR
              counters:
              - {name: own-spend, counts: spend, period: month, limit: 2.00, prices: [roaming]}
              prices:
              - {name: roaming, match: {service: data, rating-groups: [1]}, amount: 0.10, per: 1MB, step: 1MB, quota: {maximum: 100MB}}
              - {name: home, match: {service: data, rating-groups: [3]}, amount: 0.10, per: 1MB, step: 1MB}
            """;
    private static final TariffCatalog CATALOG = FlowCatalog.of(OFFERS);
    private static final String ANNA = "491700000001";
    private static final String BEN = "491700000002";
    private static final long MB = 1_000_000;

    private final Charging charging;

    CounterFlowTest(int shards) {
        charging = new Charging(CATALOG, shards);
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    private void use(String session, String who, long ratingGroup, long octets) {
        charging.send(initial(session, who).ask(ratingGroup, octets));
        assertThat(charging.send(terminate(session, 1).used(ratingGroup, octets)))
                .startsWith("2001");
    }

    private long counted(String name) {
        long key = CATALOG.offers().stream()
                .mapToLong(offer -> io.ocs.core.charging.RatingFunction.offerKey(name))
                .findFirst()
                .orElseThrow();
        return charging.view(ANNA).counters().stream()
                .filter(counter -> counter.key() == key)
                .mapToLong(SubscriberView.Counter::value)
                .findFirst()
                .orElse(0);
    }

    /** Names of the notifications in the journals, in the order of their shards. */
    private List<String> notified() {
        List<String> names = new ArrayList<>();
        NotificationRecord record = new NotificationRecord();
        Octets text = new Octets(255);
        charging.journals.forEach(journal -> {
            JournalReader reader = journal.read(0);
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                if (type == RecordType.NOTIFICATION) {
                    record.wrap(buffer, offset).name(text);
                    names.add(text.toString());
                }
            })) {
                // until the end
            }
        });
        return names;
    }

    @Test
    void aTierBeginsWithinTheSecondSession() {
        charging.subscriber(ANNA, "tiered", "20.00EUR");
        use("s", ANNA, 1, 8 * MB);
        assertThat(charging.money(ANNA)).isEqualTo("19.20");
        use("t", ANNA, 1, 5 * MB);
        assertThat(charging.money(ANNA)).as("2 MB at 0.10, 3 MB at 0.01").isEqualTo("18.97");
        assertThat(counted("month-paid")).isEqualTo(13 * MB);
        charging.clock.advanceMs(Duration.ofDays(31).toMillis());
        use("u", ANNA, 1, 1 * MB);
        assertThat(charging.money(ANNA)).as("another month").isEqualTo("18.87");
        assertThat(counted("month-paid")).isEqualTo(MB);
    }

    @Test
    void aMonthEndsAtMidnightOfTheOffersClock() {
        charging.subscriber(ANNA, "tiered", "20.00EUR");
        use("s", ANNA, 1, MB);
        assertThat(charging.view(ANNA).counters().get(0).periodEndMs())
                .isEqualTo(Instant.parse("2026-11-30T23:00:00Z").toEpochMilli());
    }

    /** The price of a month is that of its whole usage: 10 MB at 0.10, the rest at 0.01, in started MB. */
    private static long price(long octets) {
        long started = (octets + MB - 1) / MB;
        return 100_000 * Math.min(10, started) + 10_000 * Math.max(0, started - 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noSplitOverRequestsAndParallelSessionsChangesThePriceOfTheMonth(long seed) {
        SplittableRandom random = new SplittableRandom(Long.getLong("seed", seed));
        charging.subscriber(ANNA, "tiered", "100.00EUR");
        long total = 0;
        int[] numbers = new int[3];
        for (int i = 0; i < numbers.length; i++) {
            charging.send(initial("s" + i, ANNA).ask(1, 20 * MB));
        }
        for (int step = 0; step < 40; step++) {
            int session = random.nextInt(numbers.length);
            long octets = random.nextInt(4) == 0 ? MB * random.nextInt(4) : random.nextLong(1, 900_000);
            charging.send(update("s" + session, ++numbers[session]).mscc(1, octets, 20 * MB));
            total += octets;
            SubscriberView.Bucket main = charging.view(ANNA).buckets().stream()
                    .filter(bucket -> bucket.id() == 0)
                    .findFirst()
                    .orElseThrow();
            assertThat(100_000_000 - main.balance())
                    .as("seed %d, step %d, %d octets in all", seed, step, total)
                    .isEqualTo(price(total));
        }
        assertThat(counted("month-paid")).isEqualTo(total);
    }

    @Test
    void aCheaperVolumeTierGivesBackWhatEarlierSessionsPaid() {
        charging.subscriber(ANNA, "falling", "20.00EUR");
        use("s", ANNA, 1, 10 * MB);
        assertThat(charging.money(ANNA)).isEqualTo("19.00");
        use("t", ANNA, 1, 2 * MB);
        assertThat(charging.money(ANNA)).as("12 MB at 0.05").isEqualTo("19.40");
    }

    @Test
    void whatAnAllowancePaysIsUsageButNotPaidUsage() {
        charging.subscriber(ANNA, "tiered", "20.00EUR");
        use("s", ANNA, 2, 2 * MB);
        assertThat(charging.money(ANNA)).isEqualTo("20.00");
        assertThat(counted("month-all")).isEqualTo(2 * MB);
        assertThat(counted("month-paid")).isZero();
    }

    @Test
    void eventsCountAndARefundTakesThemBack() {
        charging.subscriber(ANNA, "tiered", "20.00EUR");
        charging.send(Ccr.event("e1", ANNA, RequestedAction.DIRECT_DEBITING).units(-1, 3));
        Ccr again = Ccr.event("e2", ANNA, RequestedAction.DIRECT_DEBITING).units(-1, 2);
        charging.send(again);
        charging.send(again);
        assertThat(counted("messages")).as("a repeat does not count").isEqualTo(5);
        charging.send(Ccr.event("e3", ANNA, RequestedAction.REFUND_ACCOUNT).units(-1, 1));
        assertThat(counted("messages")).isEqualTo(4);
        charging.clock.advanceMs(Duration.ofDays(1).toMillis());
        charging.work();
        assertThat(counted("messages")).as("another day").isZero();
    }

    @Test
    void noSessionsTogetherExceedALimitOfSpending() {
        charging.subscriber(ANNA, "capped", "50.00EUR");
        charging.subscriber(BEN, "capped", null, ANNA, List.of());
        assertThat(charging.send(initial("s", ANNA).ask(1, 15 * MB))).isEqualTo("2001 [rg1 2001 15000000]");
        assertThat(charging.send(initial("t", BEN).ask(1, 15 * MB)))
                .as("what the other session may still spend is held")
                .isEqualTo("2001 [rg1 2001 5000000]");
        charging.send(terminate("s", 1).used(1, 15 * MB));
        assertThat(charging.send(update("t", 1).mscc(1, 5 * MB, 5 * MB))).isEqualTo("2001 [rg1 4012]");
        assertThat(charging.money(ANNA)).isEqualTo("48.00");
        assertThat(charging.send(initial("u", ANNA).ask(9, MB).ask(3, MB)))
                .as("what costs nothing, and what the limit is not for, passes")
                .isEqualTo("2001 [rg9 2001 1000000] [rg3 2001 1000000]");
        assertThat(charging.send(
                        Ccr.event("e", ANNA, RequestedAction.DIRECT_DEBITING).units(-1, 1)))
                .isEqualTo("4012 [4012]");
        assertThat(notified()).containsExactly("cap-80");
        charging.clock.advanceMs(Duration.ofDays(31).toMillis());
        assertThat(charging.send(initial("v", ANNA).ask(1, MB))).isEqualTo("2001 [rg1 2001 1000000]");
    }

    @Test
    void whatOtherMembersHoldIsNoMatterOfALimitOfOnesOwn() {
        charging.subscriber(ANNA, "capped-each", "50.00EUR");
        charging.subscriber(BEN, "capped-each", null, ANNA, List.of());
        assertThat(charging.send(initial("s", BEN).ask(1, 15 * MB))).isEqualTo("2001 [rg1 2001 15000000]");
        assertThat(charging.send(initial("t", ANNA).ask(1, 15 * MB)))
                .as("Ben's session holds 1.50, which is not Anna's")
                .isEqualTo("2001 [rg1 2001 15000000]");
        assertThat(charging.send(initial("u", ANNA).ask(1, 15 * MB)))
                .as("her other one holds what is")
                .isEqualTo("2001 [rg1 2001 5000000]");
        assertThat(charging.send(initial("v", BEN).ask(1, 15 * MB))).isEqualTo("2001 [rg1 2001 5000000]");
        charging.send(terminate("t", 1).used(1, 15 * MB));
        assertThat(charging.send(update("u", 1).mscc(1, 5 * MB, 5 * MB))).isEqualTo("2001 [rg1 4012]");
        charging.send(terminate("s", 1).used(1, MB));
        assertThat(charging.send(update("v", 1).mscc(1, 5 * MB, 50 * MB)))
                .as("of his 2.00 he has spent 0.60 and holds no more")
                .isEqualTo("2001 [rg1 2001 14000000 final]");
        assertThat(charging.money(ANNA)).isEqualTo("47.40 reserved 1.40");
    }

    /** Of sessions from before an account was shared it is not known whose they are: then what they hold is taken off every limit. */
    @Test
    void whatIsNotKnownToBeAnothersIsTakenOffTheLimit() {
        charging.subscriber(ANNA, "capped-each", "50.00EUR");
        charging.send(initial("s", ANNA).ask(3, 5 * MB));
        charging.subscriber(BEN, "capped-each", null, ANNA, List.of());
        assertThat(charging.send(initial("t", BEN).ask(1, 50 * MB))).isEqualTo("2001 [rg1 2001 15000000]");
        charging.send(terminate("s", 1).used(3, MB));
        assertThat(charging.send(update("t", 1).mscc(1, 15 * MB, 50 * MB))).isEqualTo("2001 [rg1 2001 5000000 final]");
        charging.send(terminate("t", 2).used(1, 5 * MB));
        charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(BEN)));
        charging.send(initial("u", ANNA).ask(3, 5 * MB));
        charging.subscriber(BEN, "capped-each", null, ANNA, List.of());
        assertThat(charging.send(initial("w", BEN).ask(1, 50 * MB))).isEqualTo("2001 [rg1 2001 15000000]");
    }

    /** Goal: no order of sessions of two members lets one of them spend more than its limit, or be refused below it for the other's sake. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void limitsOfTwoMembersDoNotMeet(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        charging.subscriber(ANNA, "capped-each", "50.00EUR");
        charging.subscriber(BEN, "capped-each", null, ANNA, List.of());
        long[] held = new long[6];
        int[] numbers = new int[6];
        long[] spent = new long[2];
        for (int step = 0; step < 80; step++) {
            int session = random.nextInt(6);
            int member = session % 2;
            long used = random.nextLong(held[session] + 1);
            spent[member] += used;
            held[session] = 0;
            long ofMember = spent[member] + held[member] + held[member + 2] + held[member + 4];
            long asked = random.nextLong(1, 12);
            long granted = Math.max(0, Math.min(asked, 20 - ofMember));
            Ccr ccr = numbers[session] == 0
                    ? initial("s" + session, member == 0 ? ANNA : BEN).ask(1, asked * MB)
                    : update("s" + session, numbers[session]).mscc(1, used * MB, asked * MB);
            numbers[session]++;
            held[session] = granted;
            assertThat(charging.send(ccr))
                    .as("seed %d, step %d", seed, step)
                    .startsWith(granted == 0 ? "2001 [rg1 4012]" : "2001 [rg1 2001 " + granted * MB);
        }
    }

    @Test
    void eachCrossingIsToldOnceHoweverManySessionsThereAre() {
        charging.subscriber(ANNA, "tiered", "6.00EUR");
        for (int i = 0; i < 4; i++) {
            charging.send(initial("s" + i, ANNA).ask(1, 5 * MB));
        }
        charging.send(
                update("s0", 1).mscc(1, 5 * MB, 5 * MB),
                update("s1", 1).mscc(1, 5 * MB, 5 * MB),
                update("s2", 1).mscc(1, 5 * MB, 5 * MB),
                update("s3", 1).mscc(1, 5 * MB, 5 * MB));
        assertThat(charging.money(ANNA)).startsWith("4.90");
        assertThat(notified()).containsExactlyInAnyOrder("low", "much");
        charging.send(update("s3", 1).mscc(1, 5 * MB, 5 * MB));
        assertThat(notified()).as("a repeat tells nothing").hasSize(2);
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("1.00EUR")));
        assertThat(notified()).containsExactlyInAnyOrder("low", "much", "again");
        charging.send(update("s0", 2).mscc(1, 95 * MB, 5 * MB));
        assertThat(notified()).as("fallen again").containsExactlyInAnyOrder("low", "much", "again", "low");
    }

    @Test
    void halfOfAnAllowanceIsTold() {
        charging.subscriber(ANNA, "tiered", "6.00EUR");
        use("s", ANNA, 2, MB);
        assertThat(notified()).isEmpty();
        use("t", ANNA, 2, 1);
        assertThat(notified()).containsExactly("gift-half");
    }
}
