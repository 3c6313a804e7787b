package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.core.RequestedAction.REFUND_ACCOUNT;

import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotListener;
import io.ocs.balance.snapshot.SnapshotWriter;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.FinalUnit;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.SnapshotWalk;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.Table;
import io.ocs.server.golden.GoldenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the golden files of the version that it is compiled with: once, when a format version is new. Those of earlier versions can then not be made any more;
 * they are kept as they are. Arguments: a folder for binary files, one for text files, and, for what was added to a version, the
 * name of that set.
 */
public final class GoldenMaker {
    private static final String ANNA = "491700000001";
    private static final String BERT = "491700000002";
    private static final String CARL = "491700000003";
    private static final long SEGMENT = 16 * 1024;

    private GoldenMaker() {}

    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        Path texts = Path.of(args[1]);
        boolean additions = args.length > 2;
        Charging charging = !additions ? charged() : args[2].equals("1b") ? counted() : transferred();
        try (SegmentJournal journal =
                SegmentJournal.open(data.resolve(GoldenFiles.JOURNAL), 0, JournalOptions.batch(SEGMENT))) {
            copy(charging.journals.get(0), journal);
            snapshot(data.resolve(GoldenFiles.SNAPSHOTS), journal, charging.clock.nowMs());
        }
        GoldenFiles.write(data, texts, additions ? args[2] : "1");
    }

    /** What was added to the first set: timers, counters, notifications. */
    private static Charging counted() {
        Charging charging = new Charging(
                FlowCatalog.of(
                        """
                        offers:
                        - name: counting
                          currency: EUR
                          counters:
                          - {name: all-data, counts: usage, unit: octets, period: month}
                          - {name: spent, counts: spend, period: day, per: account, limit: 5.00}
                          notifications:
                          - {name: low, on: balance, below: 9.99}
                          - {name: half, on: counter, of: all-data, above: 2kB}
                          - {name: state, on: state, states: [grace, barred]}
                          prices: [{name: data, match: {service: data}, amount: 0.01, per: 1kB, step: 1kB}]
                        """),
                1);
        charging.lifeCycle(new LifeCyclePolicy(
                Map.of(
                        LifeCycle.ACTIVE,
                        new LifeCyclePolicy.Stage(LifeCyclePolicy.Answer.SERVE, 86_400_000, LifeCycle.GRACE)),
                FinalUnit.TERMINATE));
        charging.subscriber(ANNA, "counting", "10.00EUR");
        charging.subscriber(BERT, "counting", null, ANNA, List.of());
        charging.send(Ccr.initial("pgw;2;1", ANNA).data().ask(1, 5_000).ask(2, 5_000));
        charging.clock.advanceMs(1_000);
        charging.send(Ccr.update("pgw;2;1", 1).data().mscc(1, 1_500, 5_000).used(2, 2_500));
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(BERT), LifeCycle.BARRED));
        return charging;
    }

    /** What was added to the second set: transfers, seen from shard 0 of two, of which one is on its way from here, and one has come whose sender does not know it. */
    @SuppressWarnings("FutureReturnValueIgnored") // they end half-way
    private static Charging transferred() {
        Charging charging = new Charging(FlowCatalog.offers(), 2);
        List<String> here = new ArrayList<>();
        List<String> there = new ArrayList<>();
        for (String number = ANNA;
                here.size() < 2 || there.size() < 2;
                number = Long.toString(Long.parseLong(number) + 1)) {
            charging.subscriber(number, "plain", "10.00EUR");
            (charging.view(number).shard() == 0 ? here : there).add(number);
        }
        charging.clock.advanceMs(1_000);
        charging.execute("within", transfer(here.get(0), here.get(1), "1.00EUR"));
        charging.execute("away", transfer(here.get(0), there.get(0), "2.00EUR"));
        charging.execute("hither", transfer(there.get(0), here.get(1), "3.00EUR"));
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(there.get(1)), LifeCycle.TERMINATED));
        charging.execute("in vain", transfer(here.get(0), there.get(1), "0.50EUR"));
        charging.administration().execute("hither, untold", transfer(there.get(0), here.get(0), "0.25EUR"));
        charging.workUntil(() -> charging.entries(0, Table.TRANSFER) == 1);
        charging.administration().execute("on its way", transfer(here.get(1), there.get(0), "0.75EUR"));
        charging.workUntil(() -> charging.entries(0, Table.TRANSFER) == 2);
        return charging;
    }

    private static AccountCommand transfer(String from, String to, String amount) {
        return new AccountCommand.Transfer(SubscriptionId.e164(from), SubscriptionId.e164(to), Money.parse(amount));
    }

    /** Something of everything: each type of record, all that has a string, several services, debits, reservations. */
    private static Charging charged() {
        Charging charging = new Charging(FlowCatalog.offers(), 1);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.subscriber(BERT, "plain", "5.00EUR", ANNA, List.of());
        charging.subscriber(CARL, "messages", "1.00EUR");
        charging.clock.advanceMs(1_000);
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("2.50EUR")));
        charging.execute(new AccountCommand.AddIdentity(
                SubscriptionId.e164(ANNA), SubscriptionId.parse("sip-uri:anna@example.com")));
        charging.execute(new AccountCommand.AddIdentity(
                SubscriptionId.e164(ANNA), SubscriptionId.parse("imsi:001010000000001")));
        charging.execute(new AccountCommand.RemoveIdentity(SubscriptionId.parse("imsi:001010000000001")));
        charging.send(Ccr.initial("pgw;1;1", ANNA).data().ask(1, 10_000).ask(2, 20_000));
        charging.send(
                Ccr.initial("tas;1;1", BERT).voice().called("491700000099").units(-1, 45));
        charging.clock.advanceMs(30_000);
        charging.send(Ccr.update("pgw;1;1", 1).data().mscc(1, 9_500, 30_000).used(2, 21_000));
        charging.send(Ccr.terminate("tas;1;1", 1).voice().units(65, -1));
        charging.send(Ccr.event("sms;1;1", CARL, DIRECT_DEBITING)
                .sms()
                .called("491700000098")
                .units(-1, 2)
                .retransmitted());
        charging.send(Ccr.event("sms;1;2", ANNA, REFUND_ACCOUNT).sms().units(-1, 1));
        charging.execute(new AccountCommand.ChangeOffer(SubscriptionId.e164(BERT), charging.terms("by-second")));
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(BERT), LifeCycle.SUSPENDED));
        charging.execute(new AccountCommand.ChangeOffer(SubscriptionId.e164(CARL), charging.terms("credit")));
        charging.execute(new AccountCommand.RemoveSubscriber(SubscriptionId.e164(CARL)));
        return charging;
    }

    private static void copy(Journal from, Journal to) {
        JournalBatch batch = new JournalBatch(128 * 1024);
        try (JournalReader reader = from.read(0)) {
            boolean[] begun = {false};
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
                if (!begun[0]) {
                    batch.clear(timeMs);
                    begun[0] = true;
                }
                batch.buffer().putBytes(batch.begin(type), buffer, offset, length);
                batch.end(length);
            })) {
                if (to.commit(batch) != Journal.Commit.DURABLE) {
                    throw new IllegalStateException("not durable");
                }
                begun[0] = false;
            }
        }
    }

    private static void snapshot(Path folder, Journal journal, long nowMs) throws InterruptedException, IOException {
        AccountStore image = new MemoryAccountStore(new StoreCapacity(8, 8, 16, 8, 16, 32));
        new Recovery(image, journal).run(position -> {});
        CountDownLatch written = new CountDownLatch(1);
        SnapshotListener listener = new SnapshotListener() {
            @Override
            public void onWritten(SnapshotHead head, long octets, long durationNanos) {
                written.countDown();
            }

            @Override
            public void onFailed(SnapshotHead head, String why, Exception cause) {
                throw new IllegalStateException(why, cause);
            }
        };
        try (SnapshotWriter writer =
                new SnapshotWriter(SnapshotFolder.open(folder, 0, 2), 1 << 20, position -> true, listener)) {
            writer.start();
            SnapshotWalk walk = new SnapshotWalk(image, writer);
            walk.begin(new SnapshotHead(0, 1, journal.committedPosition(), nowMs, TableCounts.of(image)));
            while (walk.isWalking()) {
                walk.step(100);
                LockSupport.parkNanos(1_000_000);
            }
            written.await();
        }
    }
}
