package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.Money;
import io.ocs.core.RequestType;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.Committer;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardAdministration;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.StateHash;
import io.ocs.core.time.ManualClock;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.alarm.SlowCommits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A shard whose disk is slow, or full, for a while, in virtual time: many clients, each with its own account of what it was told. Goal: what it must refuse
 * it refuses in order, one alarm says so, nobody is charged wrongly, and it goes on by itself.
 */
class GrayDiskTest {

    private static final StoreCapacity CAPACITY = new StoreCapacity(512, 512, 1024, 2048, 4096, 65536);
    private static final long CREDIT_MICROS = 100_000_000;
    private static final long FIRST_MSISDN = 491700000000L;
    private static final int CLIENTS = 300;
    private static final int RING = 64;
    private static final int FORCE_MS = 2;

    /** A disk whose force takes its time; the batch is not there before. */
    private final class SlowDisk implements Committer {
        private int forceMs = FORCE_MS;
        private JournalBatch batch;
        private long doneAtMs;
        private boolean begun;

        @Override
        public boolean hasRoom() {
            return !begun;
        }

        @Override
        public void begin(JournalBatch next) {
            batch = next;
            begun = true;
            doneAtMs = clock.nowMs() + forceMs;
        }

        @Override
        public boolean isDone() {
            return begun && clock.nowMs() >= doneAtMs;
        }

        @Override
        public Journal.Commit outcome() {
            begun = false;
            return journal.commit(batch);
        }

        @Override
        public void resume() {
            assertThat(begun).isFalse();
        }

        @Override
        public void close() {
            assertThat(begun).isFalse();
        }
    }

    /** A network element's sessions of one subscriber, one after the other. What was refused is sent again. */
    private final class Client {
        private final String msisdn;
        private int sessions;
        private long number;
        private int updates;
        private RequestType type = RequestType.INITIAL;
        private long used;
        private boolean waits;
        private long chargedMicros;

        Client(int index) {
            msisdn = Long.toString(FIRST_MSISDN + index);
        }

        private String session() {
            return msisdn + ";" + sessions;
        }

        boolean send() {
            switch (type) {
                case INITIAL -> Ccr.initial(session(), msisdn).ask(1, 5_000).fill(port.request());
                case UPDATE ->
                    Ccr.update(session(), number).mscc(1, used, 5_000).fill(port.request());
                default -> Ccr.terminate(session(), number).used(1, used).fill(port.request());
            }
            CreditControlExchange.Envelope envelope = new CreditControlExchange.Envelope();
            envelope.receivedNanos = clock.nanoTime();
            envelope.hopByHop = clients.indexOf(this);
            waits = port.submit(envelope);
            return waits;
        }

        /** One micro an octet. */
        void onSuccess() {
            waits = false;
            chargedMicros += type == RequestType.INITIAL ? 0 : used;
            if (type == RequestType.TERMINATION) {
                sessions++;
                number = 0;
                updates = 0;
                type = RequestType.INITIAL;
            } else {
                number++;
                type = updates++ < 2 ? RequestType.UPDATE : RequestType.TERMINATION;
                used = 1_000L * random.nextInt(1, 6);
            }
        }
    }

    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 7L));
    private final ManualClock clock = new ManualClock(Charging.START_MS);
    private final FaultyStorage storage = new FaultyStorage(7);
    private final AccountStore image = new MemoryAccountStore(CAPACITY);
    private final SlowDisk disk = new SlowDisk();
    private final List<Client> clients = new ArrayList<>();
    private final Map<RequestType, Integer> sent = new EnumMap<>(RequestType.class);
    private final Map<RequestType, Integer> refused = new EnumMap<>(RequestType.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private SegmentJournal journal;
    private ChargingShard shard;
    private ShardAdministration administration;
    private ChargingPort port;
    private Alarms alarms;
    private long lookedAtMs;

    @BeforeEach
    void start() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Alarms.class)).addAppender(log);
        journal = SegmentJournal.open(storage, 0, JournalOptions.batch(128 * 1024), Runnable::run);
        new Recovery(image, journal).run(position -> {});
        shard = new ChargingShard(
                0,
                new ShardSettings(RING, 512, 64, 64, 2 * 1024 * 1024, 1_000, 0),
                ChargingPolicy.defaults(),
                image,
                journal,
                new BucketLedger(),
                FlowCatalog.offers(),
                clock,
                (index, what, cause) -> {
                    throw new AssertionError(what, cause);
                });
        administration = new ShardAdministration(List.of(shard), clock);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(i));
            create(clients.get(i).msisdn);
        }
        shard.commitBy(disk);
        port = new ShardGateway(List.of(shard)).openPort();
        alarms = new Alarms(clock);
        alarms.watch(Alarm.JOURNAL_SLOW, new SlowCommits(0, shard.statistics(), clock::nanoTime));
        alarms.watch(Alarm.JOURNAL_FULL, () -> journal.shortage().map(Object::toString));
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Alarms.class)).detachAppender(log);
    }

    private void create(String msisdn) {
        CompletableFuture<CommandResult> done = administration.execute(
                "create-" + msisdn,
                new AccountCommand.CreateSubscriber(
                        List.of(SubscriptionId.e164(msisdn)),
                        new OfferTerms("plain", 978, 0, List.of()),
                        null,
                        Money.parse("100.00EUR"),
                        List.of(),
                        true,
                        LifeCycle.ACTIVE));
        shard.doWork();
        shard.doWork();
        assertThat(done.join().isDone()).as("%s", done.join()).isTrue();
    }

    /** Virtual time passes, and {@code perMs} of the clients that wait for nothing send something each millisecond. */
    private void run(int ms, int perMs) {
        for (int i = 0; i < ms; i++) {
            clock.advanceMs(1);
            for (int j = 0; j < perMs; j++) {
                Client client = clients.get(random.nextInt(CLIENTS));
                if (!client.waits) {
                    count(sent, client.type);
                    if (!client.send()) {
                        count(refused, client.type);
                    }
                }
            }
            port.flush();
            turn();
        }
    }

    private static void count(Map<RequestType, Integer> counts, RequestType type) {
        counts.merge(type, 1, Integer::sum);
    }

    private void turn() {
        while (shard.doWork() > 0) {
            // as long as there is something to do in this millisecond
        }
        port.drain(exchange -> {
            Client client = clients.get(exchange.envelope.hopByHop);
            switch (exchange.answer.resultCode()) {
                case SUCCESS -> client.onSuccess();
                case TOO_BUSY -> {
                    client.waits = false;
                    count(refused, client.type);
                }
                default -> throw new AssertionError(Answers.text(exchange.answer));
            }
        });
        if (clock.nowMs() - lookedAtMs >= 1_000) {
            lookedAtMs = clock.nowMs();
            alarms.look();
        }
    }

    private void passUntil(BooleanSupplier condition) {
        for (int i = 0; i < 100_000 && !condition.getAsBoolean(); i++) {
            clock.advanceMs(1);
            turn();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void awaitAnswers() {
        passUntil(() -> clients.stream().noneMatch(client -> client.waits));
    }

    private void forget() {
        awaitAnswers();
        sent.clear();
        refused.clear();
    }

    private double accepted(RequestType type) {
        return 1 - refused.getOrDefault(type, 0) / (double) sent.get(type);
    }

    private List<String> events(Alarm alarm) {
        return log.list.stream()
                .filter(event -> event.getKeyValuePairs().stream()
                        .anyMatch(pair -> pair.key.equals("alarm") && pair.value.equals(alarm.id())))
                .map(ILoggingEvent::getMessage)
                .toList();
    }

    private SubscriberView view(Client client) {
        CompletableFuture<SubscriberView> view =
                administration.subscriber(SubscriptionId.e164(client.msisdn)).thenApply(found -> found.orElseThrow());
        passUntil(view::isDone);
        return view.join();
    }

    /** All that was answered is charged, nothing else is, in the image and in one built from the journal. */
    private void assertChargedRight() {
        awaitAnswers();
        for (Client client : clients) {
            assertThat(view(client).buckets().get(0).balance())
                    .as(client.msisdn)
                    .isEqualTo(CREDIT_MICROS - client.chargedMicros);
        }
        AccountStore replayed = new MemoryAccountStore(CAPACITY);
        new Recovery(replayed, journal).run(position -> {});
        assertThat(StateHash.of(replayed, clock.nowMs())).isEqualTo(StateHash.of(image, clock.nowMs()));
    }

    private void assertServesEverything(int ms) {
        forget();
        run(ms, 4);
        assertThat(refused).as("nothing is refused").isEmpty();
        assertThat(sent.get(RequestType.INITIAL)).isPositive();
    }

    @Test
    void aDiskAHundredTimesSlowerRefusesNewSessionsFirst() {
        assertServesEverything(2_000);
        assertThat(alarms.raised()).isEmpty();

        disk.forceMs = 100 * FORCE_MS;
        forget();
        run(10_000, 4);
        System.out.printf(
                "slow disk: accepted %.3f of initial, %.3f of update, %.3f of termination requests%n",
                accepted(RequestType.INITIAL), accepted(RequestType.UPDATE), accepted(RequestType.TERMINATION));
        assertThat(alarms.isRaised(Alarm.JOURNAL_SLOW)).isTrue();
        assertThat(shard.statistics().commitNanosNow(clock.nanoTime())).isGreaterThan(100_000_000);
        awaitAnswers();
        assertThat(accepted(RequestType.INITIAL)).isLessThan(accepted(RequestType.UPDATE));
        assertThat(accepted(RequestType.UPDATE)).isLessThan(accepted(RequestType.TERMINATION));
        assertThat(accepted(RequestType.INITIAL)).as("slow, not dead").isPositive();

        disk.forceMs = FORCE_MS;
        run(500, 4);
        assertServesEverything(5_000);
        assertThat(events(Alarm.JOURNAL_SLOW)).containsExactly("alarm-raised", "alarm-cleared");
        assertChargedRight();
    }

    /** A force that does not come back at all: nothing is answered, and nothing of it is charged twice when it does. */
    @Test
    void aDiskThatHangsIsWaitedFor() {
        run(1_000, 4);
        disk.forceMs = 30_000;
        run(1_000, 4);
        forget();
        long committed = journal.committedPosition();
        run(10_000, 4);
        assertThat(journal.committedPosition()).isEqualTo(committed);
        assertThat(alarms.isRaised(Alarm.JOURNAL_SLOW)).isTrue();
        disk.forceMs = FORCE_MS;
        run(25_000, 4);
        assertServesEverything(5_000);
        assertThat(events(Alarm.JOURNAL_SLOW)).containsExactly("alarm-raised", "alarm-cleared");
        assertChargedRight();
    }

    @Test
    void aFullDiskEndsSessionsAsLongAsThereIsRoomAndThenRefusesAll() {
        assertServesEverything(1_000);
        storage.spaceLeft(0);
        for (int i = 0; i < 10_000 && !journal.isShortOfRoom(); i++) {
            run(1, 4);
        }
        assertThat(journal.isShortOfRoom()).isTrue();
        forget();
        run(20, 4);
        assertThat(refused.keySet()).as("there is room for open sessions").containsExactly(RequestType.INITIAL);
        assertThat(accepted(RequestType.INITIAL)).isZero();
        run(5_000, 4);
        assertThat(alarms.isRaised(Alarm.JOURNAL_FULL)).isTrue();
        forget();
        run(1_000, 4);
        awaitAnswers();
        assertThat(refused).as("nothing is accepted any more").isEqualTo(sent);
        String refusedKey = topUpUntilRefused();
        assertThat(shard.isStopped()).isFalse();

        storage.spaceLeft(Long.MAX_VALUE);
        run(100, 4);
        assertServesEverything(5_000);
        assertThat(events(Alarm.JOURNAL_FULL)).containsExactly("alarm-raised", "alarm-cleared");
        assertChargedRight();
        assertThat(topUp(refusedKey).status()).as("the same key, now for good").isEqualTo(CommandResult.Status.DONE);
    }

    /** They are short: some still fit where no request does. @return the key of the one that did not */
    private String topUpUntilRefused() {
        for (int i = 0; i < 1_000; i++) {
            CommandResult result = topUp("top-up " + i);
            if (!result.isDone()) {
                assertThat(result.status()).isEqualTo(CommandResult.Status.NOT_DURABLE);
                return "top-up " + i;
            }
            clients.get(0).chargedMicros -= 1_000_000;
        }
        throw new AssertionError("the disk is full, and takes top-ups for ever");
    }

    private CommandResult topUp(String key) {
        CompletableFuture<CommandResult> done = administration.execute(
                key, new AccountCommand.TopUp(SubscriptionId.e164(clients.get(0).msisdn), Money.parse("1.00EUR")));
        passUntil(done::isDone);
        return done.join();
    }
}
