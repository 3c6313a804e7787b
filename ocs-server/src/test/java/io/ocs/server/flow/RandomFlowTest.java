package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.journal.Journal;
import io.ocs.core.request.ClientProfile;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sessions, events, repeats, top-ups, lost batches, snapshots and restarts, with one and with three shards. */
class RandomFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String[] OFFERS = {"plain", "minutes", "by-second", "messages", "credit", "nights", "shifts"};
    private static final int SUBSCRIBERS = 8;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 40) : LongStream.of(Long.parseLong(seed));
    }

    private static final ClientProfile KNOWS_CHANGES = new ClientProfile(
            "knows-changes",
            ClientProfile.FailureHandling.UNTOLD,
            true,
            true,
            0,
            true,
            true,
            true,
            true,
            true,
            false,
            true,
            true,
            List.of());

    private final Map<String, Long> nextNumber = new HashMap<>();
    private final List<Ccr> sent = new ArrayList<>();
    private SplittableRandom random;
    private Charging charging;
    private JournalSum spent;
    private long creditedMicros;
    private int sessions;

    /** Goal: money is neither made nor lost, nothing is reserved twice or left reserved, and a replay gives the same state. */
    @ParameterizedTest
    @MethodSource("seeds")
    void moneyIsConserved(long seed) {
        random = new SplittableRandom(seed);
        charging = new Charging(CATALOG, seed % 2 == 0 ? 1 : 3);
        spent = new JournalSum(charging.journals);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            String member = i % 4 == 3 ? msisdn(i - 1) : null;
            String offer = OFFERS[(i % 4 == 3 ? i - 1 : i) % OFFERS.length];
            charging.subscriber(msisdn(i), offer, member == null ? "3.00EUR" : null, member, List.of());
            creditedMicros += member == null ? 3_000_000 : 0;
        }
        for (int step = 0; step < 200; step++) {
            step();
            checkAccounts("seed " + seed + ", step " + step);
        }
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).as("seed %d: from snapshot and journal", seed).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).as("seed %d: from the whole journal", seed).isEqualTo(hashes.get(0));
        assertThat(charging.snapshots).as("seed %d", seed).anyMatch(snapshots -> snapshots.taken > 3);
        endAll("seed " + seed);
    }

    private static String msisdn(int index) {
        return "49170000000" + index;
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0 -> topUp();
            case 1 -> charging.clock.advanceMs(random.nextLong(900_000));
            case 2 -> charging.restart();
            case 3 -> loseABatch();
            case 4, 5 -> repeat();
            case 6 -> event();
            default -> charging.send(batch());
        }
        charging.work();
    }

    private Ccr[] batch() {
        Ccr[] batch = new Ccr[1 + random.nextInt(4)];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = request();
            sent.add(batch[i]);
        }
        return batch;
    }

    private Ccr request() {
        if (nextNumber.isEmpty() || random.nextInt(5) == 0) {
            String id = "session-" + ++sessions;
            nextNumber.put(id, 1L);
            return services(context(Ccr.initial(id, msisdn(random.nextInt(SUBSCRIBERS)))), -1);
        }
        List<String> open = new ArrayList<>(nextNumber.keySet());
        open.sort(null);
        String id = open.get(random.nextInt(open.size()));
        if (random.nextInt(6) == 0) {
            return services(context(Ccr.terminate(id, nextNumber.remove(id))), 0);
        }
        return services(context(Ccr.update(id, nextNumber.merge(id, 1L, Long::sum) - 1)), 0);
    }

    private Ccr context(Ccr ccr) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextBoolean() ? ccr.data() : ccr.data().from(KNOWS_CHANGES);
            case 1, 2 -> ccr.voice().called("4930123456");
            default -> ccr.sms();
        };
    }

    private Ccr services(Ccr ccr, int used) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            long amount = used < 0 ? -1 : random.nextLong(4_000) - 500;
            int group = 1 + random.nextInt(3);
            long asked = random.nextLong(5_000) - 500;
            if (amount > 0 && random.nextInt(4) == 0) {
                ccr.around(group, amount, random.nextLong(1_000), asked);
            } else {
                ccr.mscc(group, amount, asked);
            }
        }
        return ccr;
    }

    private void topUp() {
        SubscriptionId id = SubscriptionId.e164(msisdn(random.nextInt(SUBSCRIBERS)));
        long micros = 1 + random.nextLong(500_000);
        boolean done = charging.execute(new AccountCommand.TopUp(
                        id, new Money(micros, Money.parse("1EUR").currency())))
                .isDone();
        creditedMicros += done ? micros : 0;
    }

    private void loseABatch() {
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.LOST));
        charging.send(batch());
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.DURABLE));
    }

    /** A repeat changes no balance. */
    private void repeat() {
        if (!sent.isEmpty()) {
            Ccr again = sent.get(sent.size() - 1 - random.nextInt(Math.min(3, sent.size())));
            charging.send(again);
            long before = sum(accounts());
            charging.send(again);
            assertThat(sum(accounts())).isEqualTo(before);
        }
    }

    private void event() {
        RequestedAction action = RequestedAction.of(random.nextInt(4));
        Ccr ccr = Ccr.event("event-" + ++sessions, msisdn(random.nextInt(SUBSCRIBERS)), action);
        if (random.nextInt(3) == 0) {
            ccr.recipients("4930123456", "4930123457", "4930123458");
        }
        sent.add(ccr.units(-1, random.nextInt(4)));
        charging.send(ccr);
    }

    private static long sum(Map<Long, SubscriberView> accounts) {
        return accounts.values().stream()
                .flatMap(view -> view.buckets().stream())
                .filter(bucket -> bucket.kind() == UnitKind.MONEY)
                .mapToLong(SubscriberView.Bucket::balance)
                .sum();
    }

    private Map<Long, SubscriberView> accounts() {
        Map<Long, SubscriberView> accounts = new HashMap<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            SubscriberView view = charging.view(msisdn(i));
            accounts.put(view.accountId(), view);
        }
        return accounts;
    }

    private void checkAccounts(String where) {
        Map<Long, SubscriberView> accounts = accounts();
        assertThat(sum(accounts) + spent.charged())
                .as("%s: balance + spent", where)
                .isEqualTo(creditedMicros);
        for (SubscriberView view : accounts.values()) {
            for (SubscriberView.Bucket bucket : view.buckets()) {
                assertThat(bucket.reserved()).as("%s, %s", where, bucket).isNotNegative();
                if (bucket.id() != 0) {
                    assertThat(bucket.balance()).as("%s, %s", where, bucket).isGreaterThanOrEqualTo(bucket.reserved());
                }
            }
        }
    }

    private void endAll(String where) {
        charging.clock.advanceMs(3 * 3_600_000);
        charging.work();
        charging.clock.advanceMs(10_000);
        charging.work();
        for (SubscriberView view : accounts().values()) {
            assertThat(view.openSessions()).as(where).isZero();
            assertThat(view.buckets()).as(where).allMatch(bucket -> bucket.reserved() == 0);
        }
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).as(where).isEqualTo(hashes.get(0));
    }
}
