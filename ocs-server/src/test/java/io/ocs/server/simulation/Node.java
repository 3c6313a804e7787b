package io.ocs.server.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.balance.journal.FaultyStorage;
import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.core.FinalUnit;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.journal.Journal;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.shard.ChargingPort;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.FaultHandler;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardAdministration;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import io.ocs.diameter.codec.CreditControlCodec;
import io.ocs.diameter.codec.DiameterException;
import io.ocs.diameter.codec.LocalNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** The server under test, in the thread of its caller: two event loops, one or three shards, and what each shard has for itself. */
final class Node {

    /** Event loops. */
    static final int PORTS = 2;

    static final int RING_CAPACITY = 16;
    static final long WAIT_MAX_MS = 1_000;
    private static final long SEGMENT = 64 * 1024;
    private static final StoreCapacity CAPACITY = new StoreCapacity(64, 128, 256, 512, 1024, 8192);
    /** Timers that are set and not due as long as a simulation lasts. */
    private static final LifeCyclePolicy LIFE_CYCLE = new LifeCyclePolicy(
            Map.of(
                    LifeCycle.ACTIVE,
                    new LifeCyclePolicy.Stage(
                            LifeCyclePolicy.Answer.SERVE, Duration.ofDays(3_650).toMillis(), LifeCycle.GRACE)),
            FinalUnit.TERMINATE);
    /** Small, so that what comes in one step is decided in several batches, one while another is being committed. */
    private static final int SMALL_BATCH = 3;

    /** One shard with what is its own. */
    static final class Line {
        final int index;
        final FaultyStorage disk;
        final DiskFaults faults;
        final MemorySink.Store rows = new MemorySink.Store();
        SegmentJournal journal;
        AccountStore image;
        ChargingShard shard;
        LateCommitter committer;
        CdrProjector memory;
        CdrProjector files;
        private CdrSink fileSink;
        boolean broken;

        Line(int index, FaultyStorage disk, DiskFaults faults) {
            this.index = index;
            this.disk = disk;
            this.faults = faults;
        }
    }

    /** What came back for a message. */
    interface Answers {
        void on(int port, int generation, byte[] answer);
    }

    /** As the default, with credit pools. */
    private static final ClientProfile POOLED = new ClientProfile(
            "pooled",
            ClientProfile.FailureHandling.UNTOLD,
            true,
            false,
            0,
            true,
            true,
            false,
            true,
            false,
            false,
            true,
            false,
            List.of());

    final SimulatedClock clock;
    final List<Line> lines = new ArrayList<>();
    final Path cdrFolder;
    AccountAdministration administration;
    private ShardAdministration transfers;
    private final Parts parts;
    private final long seed;
    private final boolean late;
    private final List<ChargingPort> ports = new ArrayList<>();
    private final CreditControlCodec codec =
            new CreditControlCodec(new LocalNode("ocs.example.com", Wire.REALM, "OCS", 1));
    private final Envelope envelope = new Envelope();
    private final ByteBuf in = Unpooled.buffer(4096);
    private final ByteBuf out = Unpooled.buffer(4096);
    private PriceList prices = PriceList.of(0);
    private boolean clean;

    /** @param cdrFolder where files are written besides the rows in memory; null for none */
    Node(Parts parts, int shards, long seed, SimulatedClock clock, Path cdrFolder) {
        this.parts = parts;
        this.seed = seed;
        late = seed % 3 == 1;
        this.clock = clock;
        this.cdrFolder = cdrFolder;
        for (int i = 0; i < shards; i++) {
            FaultyStorage disk = new FaultyStorage(seed * 31 + i);
            lines.add(new Line(i, disk, new DiskFaults(disk, clock)));
        }
    }

    /**
     * Starts the process. The images are those of a clean stop, else they are built by recovery.
     *
     * @throws io.ocs.core.journal.JournalException if the journal of a shard cannot be opened
     */
    void start() {
        clock.anchor();
        for (Line line : lines) {
            start(line);
        }
        clean = false;
        List<ChargingShard> shards = lines.stream().map(line -> line.shard).toList();
        ShardGateway gateway = new ShardGateway(shards);
        ports.clear();
        for (int i = 0; i < PORTS; i++) {
            ports.add(parts.port(gateway.openPort()));
        }
        transfers = new ShardAdministration(shards, clock);
        administration = parts.administration(transfers);
    }

    private void start(Line line) {
        line.broken = false;
        line.journal =
                SegmentJournal.open(parts.storage(line.disk), line.index, JournalOptions.batch(SEGMENT), Runnable::run);
        if (!clean || line.image == null) {
            line.image = new MemoryAccountStore(CAPACITY);
        }
        new Recovery(line.image, parts.replayed(line.journal)).run(position -> {});
        clock.notBefore(
                new ShardEntry().wrap(line.image.find(Table.SHARD, 0, 0)).lastTimeMs());
        Journal journal = parts.journal(line.journal);
        line.shard = new ChargingShard(
                line.index,
                new ShardSettings(RING_CAPACITY, late ? SMALL_BATCH : 64, 64, 64, 1024 * 1024, WAIT_MAX_MS, 0),
                ChargingPolicy.defaults(),
                parts.image(line.image),
                journal,
                parts.balances(),
                parts.rating(prices.catalog),
                parts.clock(clock),
                faultHandler(line));
        line.shard.lifeCycle(LIFE_CYCLE);
        line.committer = new LateCommitter(journal, seed * 31 + line.index, late);
        line.shard.commitBy(line.committer);
        Journal projected = parts.projected(line.journal);
        line.memory = new CdrProjector("node", line.index, projected, parts.sink(new MemorySink(line.rows)), clock);
        if (cdrFolder != null) {
            line.fileSink = new CdrFileSink(fileConfig(), line.index, clock);
            line.files = new CdrProjector("node", line.index, projected, line.fileSink, clock);
        }
    }

    private CdrFileConfig fileConfig() {
        return new CdrFileConfig(
                cdrFolder,
                "node",
                Set.of(CdrFileFormat.CSV),
                64L << 20,
                200,
                Duration.ofMinutes(10),
                Duration.ofDays(300));
    }

    private static FaultHandler faultHandler(Line line) {
        return new FaultHandler() {
            @Override
            public void onFault(int shard, String what, Throwable cause) {
                if (cause instanceof Violation violation) {
                    throw violation;
                }
                if (cause != null) {
                    throw new Violation(Invariant.SOUND, "shard " + shard + ": " + what + ": " + cause, cause);
                }
                line.broken = true;
            }

            @Override
            public void onContained(int shard, RuntimeException cause) {
                throw new Violation(Invariant.SOUND, "shard " + shard + ": a decision failed: " + cause, cause);
            }
        };
    }

    /** An image built from the journal, by the code that a restart runs. */
    static AccountStore rebuilt(Line line, Parts parts, AccountStore scratch) {
        scratch.clear();
        new Recovery(scratch, parts.replayed(line.journal)).run(position -> {});
        return scratch;
    }

    static AccountStore scratch() {
        return new MemoryAccountStore(CAPACITY);
    }

    void swap(PriceList newPrices) {
        prices = newPrices;
        lines.forEach(line -> line.shard.rating(parts.rating(prices.catalog)));
    }

    /**
     * One message is read by an event loop.
     *
     * @return false if it is refused for load
     */
    boolean receive(int port, int generation, byte[] message) {
        in.clear().writeBytes(message);
        envelope.connection = port;
        envelope.generation = generation;
        envelope.receivedNanos = clock.nanoTime();
        ChargingPort to = ports.get(port);
        CreditControlRequest request = to.request();
        try {
            codec.decode(in, 0, message.length, request, envelope);
        } catch (DiameterException e) {
            throw new Violation(Invariant.CHARGED_RIGHT, "the codec refuses a request: " + e.getMessage(), e);
        }
        if (Traffic.hasPool(request.sessionId.toString())) {
            request.client(POOLED);
        }
        return to.submit(envelope);
    }

    void flush(int port) {
        ports.get(port).flush();
    }

    /** Duty cycles of each shard, one after the other, until everything that came is decided; {@code before} is told which one begins. */
    void work(IntConsumer before) {
        for (Line line : lines) {
            before.accept(line.index);
            if (late) {
                clock.stand();
            }
            int done = line.shard.doWork();
            while (!line.shard.isStopped() && (line.committer.isUnderWay() || (late && done > 0))) {
                done = line.shard.doWork();
            }
            clock.goOn();
        }
    }

    /** Goes on with what is on its way from shard to shard, as the server does now and then. */
    @SuppressWarnings("FutureReturnValueIgnored") // the journals tell what becomes of it
    void resumeTransfers() {
        transfers.resumeTransfers();
    }

    /** Sends the answers that wait. */
    void drain(Answers answers) {
        for (ChargingPort port : ports) {
            port.drain(exchange ->
                    answers.on(exchange.envelope.connection, exchange.envelope.generation, octets(exchange)));
        }
    }

    private byte[] octets(CreditControlExchange exchange) {
        out.clear();
        codec.encode(exchange, out);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    boolean isBroken() {
        return lines.stream().anyMatch(line -> line.broken);
    }

    /** Stops in order: records leave the house, images stay. */
    void stopCleanly() {
        for (Line line : lines) {
            line.memory.close();
            if (line.files != null) {
                line.files.close();
            }
            line.journal.close();
        }
        clean = true;
    }

    /** The process is gone. {@code power}: the machine too, with everything that was not forced. */
    void kill(boolean power) {
        for (Line line : lines) {
            if (power) {
                line.disk.crash();
            } else {
                line.disk.kill();
            }
            line.faults.disarm();
            if (line.fileSink != null) {
                line.fileSink.close();
            }
        }
        clean = false;
    }
}
