package io.ocs.server.flow;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.FaultHandler;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.RestartedHosts;
import io.ocs.core.shard.ShardAdministration;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.shard.SnapshotPolicy;
import io.ocs.core.snapshot.SnapshotLoad;
import io.ocs.core.snapshot.SnapshotSource;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.StateHash;
import io.ocs.core.state.Table;
import io.ocs.core.time.Clock;
import io.ocs.core.time.ManualClock;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The whole decision path in one thread: catalogue, shards, journal and image in memory, a manual clock. A request goes in as a network element's
 * event loop would hand it over, its answer comes back as text. Restarting builds fresh images from the journals.
 */
final class Charging {

    static final long START_MS = Instant.parse("2026-11-02T12:00:00Z").toEpochMilli(); // a Monday, noon

    /** Often enough to be under way while much changes. */
    private static final SnapshotPolicy SNAPSHOTS = new SnapshotPolicy(60_000, 8 * 1024);

    private static final StoreCapacity ROOM = new StoreCapacity(64, 64, 128, 512, 1024, 1024);

    final ManualClock clock = new ManualClock(START_MS);
    final RestartedHosts restarted = new RestartedHosts();
    private final Clock serverClock;
    private final ChargingPolicy policy;
    private final StoreCapacity capacity;
    final TariffCatalog catalog;
    final List<MemoryJournal> journals = new ArrayList<>();
    final List<MemorySnapshots> snapshots = new ArrayList<>();
    private final List<AccountStore> images = new ArrayList<>();
    private List<ChargingShard> shards = new ArrayList<>();
    /** What the shards ask clients by themselves. */
    final FakeClients clients = new FakeClients();
    /** Where requests come from. */
    int route;

    /** What failed and was contained to its decision; a fault of the test, unless it expects it. */
    final List<RuntimeException> contained = new ArrayList<>();

    private LifeCyclePolicy lifeCycle = LifeCyclePolicy.defaults();

    private ShardAdministration administration;
    private ChargingPort port;
    private int keys;

    Charging(TariffCatalog catalog, int shardCount) {
        this(catalog, shardCount, ChargingPolicy.defaults());
    }

    Charging(TariffCatalog catalog, int shardCount, ChargingPolicy policy) {
        this.catalog = catalog;
        this.policy = policy;
        capacity = ROOM;
        serverClock = clock;
        open(shardCount);
    }

    /** One shard with less room. */
    Charging(TariffCatalog catalog, StoreCapacity capacity) {
        this.catalog = catalog;
        this.policy = ChargingPolicy.defaults();
        this.capacity = capacity;
        serverClock = clock;
        open(1);
    }

    /** By another clock than {@link #clock}. */
    Charging(TariffCatalog catalog, int shardCount, Clock serverClock) {
        this.catalog = catalog;
        this.policy = ChargingPolicy.defaults();
        capacity = ROOM;
        this.serverClock = serverClock;
        open(shardCount);
    }

    private void open(int shardCount) {
        for (int i = 0; i < shardCount; i++) {
            journals.add(new MemoryJournal());
            snapshots.add(new MemorySnapshots());
        }
        start();
    }

    private void start() {
        List<ChargingShard> fresh = new ArrayList<>();
        images.clear();
        for (int i = 0; i < journals.size(); i++) {
            AccountStore image = recover(i, snapshots.get(i).newest());
            images.add(image);
            ChargingShard shard = new ChargingShard(
                    i,
                    new ShardSettings(64, 64, 64, 64, 1024 * 1024, 1_000, 0),
                    policy,
                    image,
                    journals.get(i),
                    new BucketLedger(),
                    catalog,
                    serverClock,
                    faults());
            snapshots.get(i).forgetUnfinished();
            shard.takeSnapshots(SNAPSHOTS, snapshots.get(i));
            shard.endSessionsOf(restarted);
            shard.callClients(clients);
            shard.lifeCycle(lifeCycle);
            fresh.add(shard);
        }
        shards = fresh;
        administration = new ShardAdministration(shards, serverClock);
        port = new ShardGateway(shards).openPort();
    }

    private FaultHandler faults() {
        return new FaultHandler() {
            @Override
            public void onFault(int shard, String what, Throwable cause) {
                throw new AssertionError("shard " + shard + ": " + what, cause);
            }

            @Override
            public void onContained(int shard, RuntimeException cause) {
                contained.add(cause);
            }
        };
    }

    /** A fresh image from a snapshot, if there is one, and the journal behind it. */
    private AccountStore recover(int shard, SnapshotSource snapshot) {
        AccountStore image = new MemoryAccountStore(capacity);
        if (snapshot != null) {
            new SnapshotLoad(snapshot, image, (loaded, total) -> {}).run();
        }
        new Recovery(image, journals.get(shard)).run(position -> {});
        return image;
    }

    /**
     * Forgets all images, as an unclean stop does, and builds them anew; tells the state hashes before, after, and as they would be without the
     * snapshots.
     */
    List<List<Long>> restart() {
        if (!contained.isEmpty()) {
            throw new AssertionError("a decision failed", contained.get(0));
        }
        List<Long> before = hashes();
        start();
        List<Long> wholeJournal = new ArrayList<>();
        for (int i = 0; i < journals.size(); i++) {
            wholeJournal.add(StateHash.of(recover(i, null), serverClock.nowMs()));
        }
        return List.of(before, hashes(), wholeJournal);
    }

    private List<Long> hashes() {
        return images.stream()
                .map(image -> StateHash.of(image, serverClock.nowMs()))
                .toList();
    }

    /** What states answer and how long they last, from now on and after restarts. */
    Charging lifeCycle(LifeCyclePolicy policy) {
        lifeCycle = policy;
        shards.forEach(shard -> shard.lifeCycle(policy));
        return this;
    }

    void work() {
        for (boolean more = true; more; ) {
            more = false;
            for (ChargingShard shard : shards) {
                more |= shard.doWork() > 0;
            }
        }
    }

    /** One duty cycle of each shard. */
    void workOnce() {
        shards.forEach(ChargingShard::doWork);
    }

    /** So many duty cycles, one shard after the other: as far as a process may come before it ends. */
    void work(int dutyCycles) {
        for (int i = 0; i < dutyCycles; i++) {
            shards.get(i % shards.size()).doWork();
        }
    }

    /** So many duty cycles of one shard. */
    void workOf(int shard, int dutyCycles) {
        for (int i = 0; i < dutyCycles; i++) {
            shards.get(shard).doWork();
        }
    }

    /** Another that gives commands to the same shards, as a thread that is late does: what is under way by {@link #administration} it does not know. */
    ShardAdministration otherAdministration() {
        return new ShardAdministration(shards, serverClock);
    }

    /** Until money is on its way from a shard to another, and not there. */
    void workUntilSent() {
        workUntil(() -> entries(Table.TRANSFER) > 0);
    }

    /** One duty cycle after the other, of one shard after the other, until something is so. */
    void workUntil(BooleanSupplier done) {
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (i > 1_000) {
                throw new AssertionError("it never is");
            }
            shards.get(i % shards.size()).doWork();
        }
    }

    /** Entries of a table of one shard. */
    long entries(int shard, Table table) {
        return images.get(shard).size(table);
    }

    /** Entries of a table of all shards. */
    long entries(Table table) {
        return images.stream().mapToLong(image -> image.size(table)).sum();
    }

    /** Sends requests at once, as one read of an event loop, and gives their answers in order. */
    List<String> send(Ccr... requests) {
        CreditControlExchange.Envelope envelope = new CreditControlExchange.Envelope();
        for (Ccr ccr : requests) {
            ccr.fill(port.request());
            envelope.receivedNanos = serverClock.nanoTime();
            envelope.route = route;
            envelope.hopByHop++;
            if (!port.submit(envelope)) {
                throw new AssertionError("refused for load");
            }
        }
        port.flush();
        work();
        String[] answers = new String[requests.length];
        port.drain(exchange -> answers[exchange.envelope.hopByHop - 1] = Answers.text(exchange.answer));
        return List.of(answers);
    }

    String send(Ccr request) {
        return send(new Ccr[] {request}).get(0);
    }

    CommandResult execute(AccountCommand command) {
        return execute("key-" + ++keys, command);
    }

    CommandResult execute(String key, AccountCommand command) {
        return await(administration.execute(key, command));
    }

    /** Numbered versions, of which another one is in force. */
    void versions(RatingVersions versions) {
        shards.forEach(shard -> shard.rating(versions));
        work();
    }

    void catalogue(TariffCatalog other) {
        shards.forEach(shard -> shard.rating(other));
        work();
    }

    ShardAdministration administration() {
        return administration;
    }

    private <T> T await(CompletableFuture<T> future) {
        work();
        return future.join();
    }

    /** A subscriber of its own account with the offer's allowances. */
    void subscriber(String msisdn, String offer, String balance) {
        subscriber(msisdn, offer, balance, null, List.of());
    }

    void subscriber(String msisdn, String offer, String balance, String memberOf, List<OpeningBucket> buckets) {
        CommandResult result = execute(new AccountCommand.CreateSubscriber(
                List.of(SubscriptionId.e164(msisdn)),
                terms(offer),
                memberOf == null ? null : SubscriptionId.e164(memberOf),
                balance == null ? null : Money.parse(balance),
                buckets,
                true,
                LifeCycle.ACTIVE));
        if (!result.isDone()) {
            throw new AssertionError(result);
        }
    }

    OfferTerms terms(String name) {
        Offer offer = catalog.offer(name).orElseThrow();
        Instant now = Instant.ofEpochMilli(serverClock.nowMs());
        return new OfferTerms(
                offer.name(),
                offer.currency().getNumericCode(),
                offer.creditLimitMicros(),
                offer.allowances().stream()
                        .map(a -> new OpeningBucket(a.kind(), a.amount(), a.priority(), a.expiresMs(now), a.key()))
                        .toList());
    }

    SubscriberView view(String msisdn) {
        return await(administration.subscriber(SubscriptionId.e164(msisdn))).orElseThrow();
    }

    /** Balance of the main money bucket as text, with what is reserved of it behind a plus if there is something: {@code 9.5 + 0.5 reserved}. */
    String money(String msisdn) {
        SubscriberView.Bucket main = view(msisdn).buckets().stream()
                .filter(bucket -> bucket.id() == 0)
                .findFirst()
                .orElseThrow();
        String text = Money.text(main.balance());
        return main.reserved() == 0 ? text : text + " reserved " + Money.text(main.reserved());
    }

    /** Balances of the unit buckets, in paying order. */
    List<Long> units(String msisdn) {
        return view(msisdn).buckets().stream()
                .filter(bucket -> bucket.allowance() != 0)
                .map(SubscriberView.Bucket::balance)
                .toList();
    }

    /** Reports of more usage than can be believed, since the start. */
    long implausibleReports() {
        return shards.stream()
                .mapToLong(shard -> shard.statistics().implausibleReports())
                .sum();
    }

    int openSessions(String msisdn) {
        return view(msisdn).openSessions();
    }
}
