package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.Money;
import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.CommandResult;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.journal.RecordType;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.Committer;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.StateHash;
import io.ocs.core.time.ManualClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches that are decided while those before them are being made durable, which takes as long, and ends as well, as the seed says. */
class OverlappingCommitTest {

    private static final StoreCapacity CAPACITY = new StoreCapacity(64, 64, 128, 512, 1024, 8192);
    private static final String FIRST = "4917000000";
    private static final int SUBSCRIBERS = 8;
    private static final int STEPS = 600;
    private static final int WAIT_MAX_MS = 60_000;

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 60) : LongStream.of(Long.parseLong(seed));
    }

    /** Its batches have their outcomes when it is told, the oldest first. */
    private static final class SlowCommitter implements Committer {

        private static final int UNDER_WAY_MAX = 3;

        private final MemoryJournal journal;
        private final Deque<JournalBatch> begun = new ArrayDeque<>();
        private final Deque<Journal.Commit> outcomes = new ArrayDeque<>();
        private boolean losing;

        SlowCommitter(MemoryJournal journal) {
            this.journal = journal;
        }

        boolean isUnderWay() {
            return !begun.isEmpty();
        }

        int underWay() {
            return begun.size() + outcomes.size();
        }

        void complete(Journal.Commit as) {
            JournalBatch oldest = begun.remove();
            if (losing) {
                outcomes.add(Journal.Commit.LOST);
                return;
            }
            journal.answer(as);
            outcomes.add(journal.commit(oldest));
            losing = as == Journal.Commit.LOST;
        }

        @Override
        public boolean hasRoom() {
            return underWay() < UNDER_WAY_MAX;
        }

        @Override
        public void begin(JournalBatch next) {
            assertThat(hasRoom()).isTrue();
            begun.add(next);
        }

        @Override
        public boolean isDone() {
            return !outcomes.isEmpty();
        }

        @Override
        public Journal.Commit outcome() {
            return outcomes.remove();
        }

        @Override
        public void resume() {
            assertThat(losing).isTrue();
            assertThat(underWay()).isZero();
            losing = false;
        }

        @Override
        public void close() {
            assertThat(begun).as("nothing under way at the end").isEmpty();
        }
    }

    private static final class Client {
        private final String session;
        private final String msisdn;
        private long number;
        private boolean open;
        private boolean waits;

        Client(String session, String msisdn) {
            this.session = session;
            this.msisdn = msisdn;
        }
    }

    private final ManualClock clock = new ManualClock(Charging.START_MS);
    private final MemoryJournal journal = new MemoryJournal();
    /** At the end of what {@link #durable} has read, and what that was. */
    private final JournalReader tail = journal.read(0);

    private final Set<String> durable = new HashSet<>();
    /** What the journal says, as far as queries have asked. */
    private final AccountStore followed = new MemoryAccountStore(CAPACITY);

    private final AccountStore image = new MemoryAccountStore(CAPACITY);
    private final SlowCommitter committer = new SlowCommitter(journal);
    private final List<Client> clients = new ArrayList<>();
    private final List<Client> asked = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private final List<CompletableFuture<CommandResult>> topUps = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> queries = new ArrayList<>();
    private ChargingShard shard;
    private ChargingPort port;
    private int sessions;
    private int overlaps;
    private int losses;
    private int deepest;
    private SplittableRandom random;
    private String where;

    /** Goal: nothing is answered before it is durable, what is refused is nowhere, and the image is what the journal says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsAnsweredBeforeItIsDurable(long seed) {
        random = new SplittableRandom(seed);
        start();
        for (int step = 0; step < STEPS; step++) {
            where = "seed " + seed + ", step " + step;
            clock.advanceMs(random.nextInt(50));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> ask(1 + random.nextInt(5));
                case 3 -> topUp();
                case 4 -> query();
                default -> complete();
            }
            shard.doWork();
            deepest = Math.max(deepest, committer.underWay());
            drain();
        }
        while (committer.isUnderWay() || !asked.isEmpty()) {
            complete();
            shard.doWork();
            drain();
        }
        assertThat(overlaps)
                .as(where + ": requests decided while a commit was under way")
                .isPositive();
        assertThat(deepest).as(where + ": batches under way at a time").isEqualTo(SlowCommitter.UNDER_WAY_MAX);
        assertThat(losses).as(where + ": batches lost").isPositive();
        AccountStore replayed = new MemoryAccountStore(CAPACITY);
        new Recovery(replayed, journal).run(position -> {});
        assertThat(StateHash.of(image, clock.nowMs())).as(where).isEqualTo(StateHash.of(replayed, clock.nowMs()));
        assertThat(topUps)
                .as(where)
                .extracting(done -> done.join().status())
                .containsOnly(CommandResult.Status.DONE, CommandResult.Status.NOT_DURABLE);
        assertThat(queries)
                .as(where + ": queries see what is durable")
                .extracting(CompletableFuture::join)
                .containsOnly(true);
        assertThat(durable().stream().filter(lost::contains)).as(where).isEmpty();
    }

    private void start() {
        new Recovery(image, journal).run(position -> {});
        shard = new ChargingShard(
                0,
                new ShardSettings(64, 64, 16, 3, 2 * 1024 * 1024, WAIT_MAX_MS, 0),
                ChargingPolicy.defaults(),
                image,
                journal,
                new BucketLedger(),
                FlowCatalog.offers(),
                clock,
                (index, what, cause) -> {
                    throw new AssertionError(what, cause);
                });
        for (int i = 0; i < SUBSCRIBERS; i++) {
            CompletableFuture<CommandResult> done = shard.execute(
                    "create-" + i,
                    new AccountCommand.CreateSubscriber(
                            List.of(SubscriptionId.e164(FIRST + i)),
                            new OfferTerms("plain", 978, 0, List.of()),
                            null,
                            Money.parse("100.00EUR"),
                            List.of(),
                            true,
                            LifeCycle.ACTIVE));
            shard.doWork();
            assertThat(done.join().isDone()).as("%s", done.join()).isTrue();
            clients.add(new Client("s" + ++sessions, FIRST + i));
        }
        shard.commitBy(committer);
        port = new ShardGateway(List.of(shard)).openPort();
    }

    private void ask(int count) {
        CreditControlExchange.Envelope envelope = new CreditControlExchange.Envelope();
        for (int i = 0; i < count; i++) {
            Client client = clients.get(random.nextInt(clients.size()));
            if (!client.waits) {
                next(client).fill(port.request());
                boolean late = random.nextInt(3) == 0; // refused, and nothing of it is in the journal
                envelope.receivedNanos = clock.nanoTime() - (late ? 2 * WAIT_MAX_MS * 1_000_000L : 0);
                if (!port.submit(envelope)) {
                    return;
                }
                client.waits = true;
                asked.add(client);
                overlaps += committer.isUnderWay() ? 1 : 0;
            }
        }
        port.flush();
    }

    private Ccr next(Client client) {
        if (!client.open) {
            return Ccr.initial(client.session, client.msisdn).ask(1, 5_000);
        }
        return client.number > 6
                ? Ccr.terminate(client.session, client.number).used(1, random.nextInt(5_000))
                : Ccr.update(client.session, client.number).mscc(1, random.nextInt(5_000), 5_000);
    }

    private void topUp() {
        String key = "top-up-" + random.nextInt(1_000_000);
        topUps.add(shard.execute(
                key,
                new AccountCommand.TopUp(
                        SubscriptionId.e164(FIRST + random.nextInt(SUBSCRIBERS)), Money.parse("1.00EUR"))));
    }

    private void query() {
        queries.add(shard.query(store -> {
            new Recovery(followed, journal).run(position -> {});
            return StateHash.of(store, clock.nowMs()) == StateHash.of(followed, clock.nowMs());
        }));
    }

    private void complete() {
        if (committer.isUnderWay()) {
            boolean loses = random.nextInt(6) == 0;
            losses += loses ? 1 : 0;
            committer.complete(loses ? Journal.Commit.LOST : Journal.Commit.DURABLE);
        }
    }

    private void drain() {
        Set<String> found = asked.isEmpty() ? Set.of() : durable();
        port.drain(exchange -> {
            Client client = asked.remove(0);
            client.waits = false;
            String key = client.session + " " + client.number;
            switch (exchange.answer.resultCode()) {
                case SUCCESS -> {
                    assertThat(found.contains(key))
                            .as("%s: %s is durable", where, key)
                            .isTrue();
                    lost.remove(key);
                    answered(client);
                }
                case TOO_BUSY -> lost.add(key);
                default -> throw new AssertionError(where + ": " + key + " " + exchange.answer.resultCode());
            }
        });
    }

    private void answered(Client client) {
        if (client.number > 6) {
            clients.set(clients.indexOf(client), new Client("s" + ++sessions, client.msisdn));
            return;
        }
        client.open = true;
        client.number++;
    }

    /** Session and number of every request in the journal. */
    private Set<String> durable() {
        CreditControlRecord record = new CreditControlRecord();
        Octets id = new Octets(192);
        while (tail.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {
            if (type == RecordType.CREDIT_CONTROL) {
                record.wrap(buffer, offset).text(CreditControlRecord.Text.SESSION_ID, id);
                assertThat(durable.add(id + " " + record.number()))
                        .as("%s: twice: %s", where, id)
                        .isTrue();
            }
        })) {
            // the next batch
        }
        return durable;
    }
}
