package io.ocs.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.journal.SyncMode;
import io.ocs.balance.store.ChronicleAccountStore;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.Money;
import io.ocs.core.RequestType;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.command.AccountCommand.CreateSubscriber;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.CommandResult;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.time.SystemClock;
import io.ocs.rating.catalog.TariffCatalog;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Where the microseconds of the shard go: CPU time per request of filling the ring (what an event loop does after decoding) and of the shard's duty
 * cycle, on one thread, without network. A main class, no test: {@code ShardPathBench [memory|chronicle] [none|os|batch] [batch size] [seconds]}.
 */
public final class ShardPathBench {

    private static final int SUBSCRIBERS = 100_000;
    private static final int SESSIONS = 20_000;
    private static final int UPDATES = 10;
    /** Few, so that some rounds see a machine that does nothing else. */
    private static final int BATCHES_PER_ROUND = 8;

    private static final long FIRST = 491_700_000_000L;

    /** A journal that takes everything and keeps nothing. */
    private static final class NoJournal implements Journal {
        private long end;

        @Override
        public Commit commit(JournalBatch batch) {
            end += batch.length();
            return Commit.DURABLE;
        }

        @Override
        public long committedPosition() {
            return end;
        }

        @Override
        public int epoch() {
            return 1;
        }

        @Override
        public JournalReader read(long position) {
            return new JournalReader() {
                @Override
                public boolean poll(Handler handler) {
                    return false;
                }

                @Override
                public long position() {
                    return position;
                }

                @Override
                public void close() {
                    // nothing is open
                }
            };
        }

        @Override
        public void release(long position) {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SystemClock clock = new SystemClock();
    private final SplittableRandom random = new SplittableRandom(1);
    private final ChargingShard shard;
    private final ChargingPort port;
    private final int batch;

    private final int[] step = new int[SESSIONS];
    private final int[] life = new int[SESSIONS];
    private final byte[] id = "bench.example.com;1764000000;00000000".getBytes(US_ASCII);
    private final byte[] msisdn = new byte[12];
    private final CreditControlExchange.Envelope envelope = new CreditControlExchange.Envelope();
    private int next;
    private long failures;

    private ShardPathBench(AccountStore image, Journal journal, TariffCatalog catalog, int batch) {
        this.batch = batch;
        new Recovery(image, journal).run(position -> {});
        ChargingPolicy policy = ChargingPolicy.defaults();
        ShardSettings defaults = ShardSettings.defaults();
        shard = new ChargingShard(
                0,
                defaults,
                new ChargingPolicy(
                        policy.tccFactorThousandths(),
                        policy.idleMs(),
                        policy.timeSkewMaxMs(),
                        policy.duplicatesWindowMs(),
                        10_000,
                        policy.switchSpreadS(),
                        policy.sharedValidityS(),
                        policy.usageBound(),
                        0),
                image,
                journal,
                new BucketLedger(),
                catalog,
                clock,
                (index, what, cause) -> {
                    throw new AssertionError(what, cause);
                });
        port = new ShardGateway(List.of(shard)).openPort();
    }

    private void provision() {
        OfferTerms terms = new OfferTerms("prepaid-data", 978, 0, List.of());
        for (int i = 0; i < SUBSCRIBERS; i++) {
            CompletableFuture<CommandResult> done = shard.execute(
                    "p" + i,
                    new CreateSubscriber(
                            List.of(SubscriptionId.e164(Long.toString(FIRST + i))),
                            terms,
                            null,
                            Money.parse("1000.00EUR"),
                            List.of(),
                            true,
                            LifeCycle.ACTIVE));
            work();
            if (!done.join().isDone()) {
                throw new AssertionError(done.join());
            }
        }
        for (int i = 0; i < SESSIONS; i++) {
            step[i] = -random.nextInt(UPDATES + 2); // so that not all begin or end at once
        }
    }

    private void work() {
        while (shard.doWork() > 0) {
            // again
        }
    }

    private void fill(CreditControlRequest request) {
        int session = next;
        next = next + 1 == SESSIONS ? 0 : next + 1;
        int at = Math.max(0, step[session]);
        digits(id, id.length, 8, life[session] * (long) SESSIONS + session);
        request.sessionId.set(id, 0, id.length);
        request.originHost.set(id, 0, 17);
        request.serviceContextId.set(CONTEXT, 0, CONTEXT.length);
        request.context(ServiceContext.of(request.serviceContextId));
        long subscriber = (life[session] * 7919L + session * 104_729L) % SUBSCRIBERS;
        digits(msisdn, msisdn.length, 12, FIRST + subscriber);
        request.addSubscription(SubscriptionIdType.END_USER_E164, msisdn, 0, msisdn.length);
        request.multipleServices(true);
        request.type(at == 0 ? RequestType.INITIAL : at <= UPDATES ? RequestType.UPDATE : RequestType.TERMINATION);
        request.number(at);
        ServiceUsage usage = request.addService();
        usage.ratingGroup(1);
        if (at <= UPDATES) {
            usage.hasRequested(true);
            usage.requested(UnitKind.TOTAL_OCTETS, 1_000_000);
        }
        if (at > 0) {
            usage.hasUsed(true);
            usage.used(UnitKind.TOTAL_OCTETS, 1_000);
        }
        if (at > UPDATES) {
            step[session] = 0;
            life[session]++;
        } else {
            step[session] = at + 1;
        }
    }

    private static final byte[] CONTEXT = "32251@3gpp.org".getBytes(US_ASCII);

    private static void digits(byte[] target, int end, int count, long value) {
        long left = value;
        for (int i = end - 1; i >= end - count; i--) {
            target[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** CPU nanoseconds per request: filling, deciding and committing, draining. */
    private long[] round(int batches) {
        long fill = 0;
        long decide = 0;
        long drain = 0;
        for (int b = 0; b < batches; b++) {
            long a = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < batch; i++) {
                fill(port.request());
                envelope.receivedNanos = clock.nanoTime();
                port.submit(envelope);
            }
            port.flush();
            long c = threads.getCurrentThreadCpuTime();
            shard.doWork();
            long d = threads.getCurrentThreadCpuTime();
            port.drain(exchange -> failures += exchange.answer.resultCode().code() == 2001 ? 0 : 1);
            long e = threads.getCurrentThreadCpuTime();
            fill += c - a;
            decide += d - c;
            drain += e - d;
        }
        long requests = (long) batches * batch;
        return new long[] {fill / requests, decide / requests, drain / requests};
    }

    private void run(int seconds) {
        provision();
        long warm = System.nanoTime() + seconds * 500_000_000L;
        while (System.nanoTime() < warm) {
            round(100);
        }
        failures = 0;
        long[] decide = new long[100_000];
        int rounds = 0;
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        long[] last = new long[3];
        while (System.nanoTime() < until && rounds < decide.length) {
            last = round(BATCHES_PER_ROUND);
            decide[rounds++] = last[1];
        }
        Arrays.sort(decide, 0, rounds);
        System.out.printf(
                "batch %d: shard ns/request: least %d, 5 %% below %d, median %d of %d; fill %d, drain %d, failures %d%n",
                batch, decide[0], decide[rounds / 20], decide[rounds / 2], rounds, last[0], last[2], failures);
    }

    public static void main(String[] args) throws Exception {
        StoreCapacity capacity = new StoreCapacity(200_000, 200_000, 400_000, 100_000, 200_000, 2_000_000);
        Path folder = Files.createTempDirectory("shard-path");
        AccountStore image = args[0].equals("memory")
                ? new MemoryAccountStore(capacity)
                : ChronicleAccountStore.create(folder.resolve("store"), capacity, System.err::println);
        SyncMode sync = args[1].equals("none") ? null : SyncMode.valueOf(args[1].toUpperCase(java.util.Locale.ROOT));
        Journal journal = sync == null
                ? new NoJournal()
                : SegmentJournal.open(folder.resolve("journal"), 0, new JournalOptions(64 << 20, sync, 10));
        TariffCatalog catalog = TariffCatalog.load(Path.of("config/catalog"));
        new ShardPathBench(image, journal, catalog, Integer.parseInt(args[2])).run(Integer.parseInt(args[3]));
        journal.close();
        image.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }
}
