package io.ocs.server.assembly;

import io.ocs.balance.journal.DataFolder;
import io.ocs.balance.journal.OriginStateId;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.store.ChronicleAccountStore;
import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrProgress;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.journal.JournalException;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.FaultHandler;
import io.ocs.core.shard.RestartedHosts;
import io.ocs.core.shard.ShardAdministration;
import io.ocs.core.shard.ShardGateway;
import io.ocs.core.shard.ShardOnLoop;
import io.ocs.core.shard.ShardRunner;
import io.ocs.core.shard.ShardThread;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.time.SystemClock;
import io.ocs.diameter.peer.DiameterServer;
import io.ocs.diameter.peer.PeerTls;
import io.ocs.rating.catalog.CatalogException;
import io.ocs.server.ReadyReport;
import io.ocs.server.RunningServer;
import io.ocs.server.StartException;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.backup.Restored;
import io.ocs.server.catalog.CatalogStore;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.config.ChargingSettings;
import io.ocs.server.config.DatabaseSettings;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.http.AdminPorts;
import io.ocs.server.http.AdminServer;
import io.ocs.server.jmx.Operations;
import io.ocs.server.metrics.ServerMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running online charging system. Made by {@link #start}, ended by {@link #close}; both are for one thread. */
public final class OcsServer implements RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(OcsServer.class);

    private final OcsConfig config;
    private final SystemClock clock;
    private final Alarms alarms;
    private final List<AutoCloseable> started = new ArrayList<>();
    private final List<ShardUnit> shards = new ArrayList<>();
    private DataFolder folder;
    private ShardAdministration administration;
    private final ServerPeers peers = new ServerPeers();
    private CompletableFuture<Optional<BillingDatabase>> database;
    private Charges charges;
    private ServerBackups backups;
    private Outboxes outboxes;
    private LiveCatalog catalog;
    private volatile Operations operations;
    private List<InetSocketAddress> diameterAddresses = List.of();
    private List<InetSocketAddress> diameterTlsAddresses = List.of();
    private InetSocketAddress httpAddress;
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean broken;
    private volatile String hindrance = "starting";
    private ReadyReport ready;
    private boolean closed;

    private OcsServer(OcsConfig config, SystemClock clock) {
        this.config = config;
        this.clock = clock;
        alarms = new Alarms(clock);
    }

    /**
     * Starts everything; when it returns, the server serves.
     *
     * @throws StartException if an address or folder cannot be had, or the catalogue is refused; nothing runs then
     */
    public static OcsServer start(OcsConfig config) throws StartException {
        return start(config, new SystemClock());
    }

    /** As {@link #start(OcsConfig)}, by another clock. */
    public static OcsServer start(OcsConfig config, SystemClock clock) throws StartException {
        OcsServer server = new OcsServer(config, clock);
        try {
            server.assemble();
            return server;
        } catch (IOException | CatalogException | JournalException | SnapshotException | UncheckedIOException e) {
            server.close();
            throw new StartException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void assemble() throws IOException {
        prepare();
        LiveCatalog.Configured configured = LiveCatalog.Configured.read(config.catalogDirectory());
        List<InetSocketAddress> listen = addresses(config.diameter().listen());
        List<InetSocketAddress> listenTls =
                config.diameter().tls().map(tls -> addresses(tls.listen())).orElse(List.of());
        checkFree(listen);
        checkFree(listenTls);
        PeerTls tls = DiameterParts.tls(config.diameter());
        checkFree(List.of(config.http().listen().socketAddress()));
        folder = keep(DataFolder.open(config.dataDir(), config.node(), shardCount()));
        database = startBeside(this::database);
        ServerMetrics metrics = keep(new ServerMetrics());
        AuditLog audit = keep(AuditLog.open(config.dataDir().resolve("audit"), clock));
        AdminServer http = keep(AdminServer.start(config.http(), this::hindrance, metrics));
        httpAddress = http.address();
        ServerAlarms watch = keep(new ServerAlarms(alarms, clock));
        watch.bind(metrics);
        watch.watch(audit);
        config.alarms().webhook().ifPresent(webhook -> watch.tell(webhook, metrics));

        catalog = LiveCatalog.open(
                CatalogStore.open(config.dataDir().resolve("catalog")), configured, config.runningSessions(), clock);
        CatalogMeters.bind(metrics, catalog);
        recover();
        deliver(metrics, watch);
        administrate(http, audit);
        DiameterServer diameter = serve(metrics, watch, audit);
        watch.watch(tls);
        if (!listen.isEmpty()) {
            diameterAddresses = diameter.start(listen);
        }
        if (!listenTls.isEmpty()) {
            diameterTlsAddresses = diameter.startTls(listenTls, tls);
        }
        diameter.connect(tls);
        watch.start();
        hindrance = null;
        Duration startUp = Duration.ofNanos(System.nanoTime() - startedNanos);
        ready = new ReadyReport(config, diameterAddresses, diameterTlsAddresses, httpAddress, shards.size(), startUp);
    }

    /** The shards as the last run left them; they do not run yet. */
    private void recover() throws IOException {
        Set<Integer> codes = new HashSet<>();
        for (int i = 0; i < folder.shards(); i++) {
            shards.add(ShardUnit.open(i, folder, config, catalog.rating(), clock, faults, text -> hindrance = text));
            codes.addAll(ShardRaters.codes(shards.get(i).image));
        }
        catalog.begin(new ShardRaters(charging()), codes);
        hindrance = "starting";
        folder.markRunning();
        administration = new ShardAdministration(charging(), clock);
    }

    private List<ChargingShard> charging() {
        return shards.stream().map(unit -> unit.shard).toList();
    }

    /** The way of charging data records from the journals, and what is watched of both. */
    private void deliver(ServerMetrics metrics, ServerAlarms watch) throws IOException {
        Optional<Restored> restored = Restored.of(config.dataDir());
        charges = new Charges(
                config.node(),
                shards,
                config.cdr(),
                started(database),
                clock,
                new MoneyMeters(metrics),
                shard -> restored.map(backup -> backup.begin(shard)).orElse(CdrMark.NONE));
        outboxes = keep(new Outboxes(
                config.node(), shards, config.notifications(), config.dataDir().resolve("outbox"), clock));
        outboxes.bind(metrics);
        watch.watch(outboxes);
        for (ShardUnit unit : shards) {
            int shard = unit.shard.index();
            unit.snapshots.neededFrom(() -> Math.min(charges.neededFrom(shard), outboxes.neededFrom(shard)));
            ShardMeters.bind(metrics, unit);
            watch.watch(unit);
        }
        ShardMeters.bind(metrics, charges);
        watch.watch(charges, config.cdr().lagMax());
    }

    private void administrate(AdminServer http, AuditLog audit) {
        ServerBooks books =
                new ServerBooks(config.dataDir().toAbsolutePath(), shards, keep(new JournalHolds(shards)), charges);
        backups = ServerBackups.of(folder, shards, charges, administration, clock);
        http.serve(new AdminPorts(
                administration,
                new CatalogOffers(catalog),
                catalog,
                books,
                backups,
                alarms,
                peers,
                audit,
                this::hindrance,
                clock));
    }

    /** Sets the shards and the charging data records going, before the node that will bring them requests; it does not listen yet. */
    private DiameterServer serve(ServerMetrics metrics, ServerAlarms watch, AuditLog audit) throws IOException {
        RestartedHosts restarted = new RestartedHosts();
        ShardGateway gateway = new ShardGateway(charging());
        operations = keep(Operations.register(
                config.node(),
                httpAddress.getPort(),
                new ServerLevers(shards, gateway, charges, administration, alarms, catalog),
                audit));
        WireMeters wire = new WireMeters(metrics, host -> onRestart(host, restarted));
        watch.watch(wire);
        DiameterServer diameter = new DiameterServer(
                DiameterParts.config(config.diameter(), config.charging().queueCapacity(), originStateId()),
                gateway,
                DiameterParts.policy(config.diameter()),
                DiameterParts.peers(config.diameter()),
                wire,
                DiameterParts.requests(config.requests()));
        charging().forEach(shard -> {
            shard.endSessionsOf(restarted);
            shard.callClients(diameter.clients());
        });
        peers.of(diameter);
        List<ScheduledExecutorService> loops = diameter.eventLoops();
        shards.forEach(unit -> unit.start(runner(unit.shard, loops)));
        charges.start();
        outboxes.start();
        keep(TransferRounds.start(administration));
        keep(Observation.start(config, shards, clock, metrics));
        watch.watch(metrics, diameter);
        keep(new Farewell(config.stop(), shards, gateway, diameter));
        return diameter;
    }

    private ShardRunner runner(ChargingShard shard, List<ScheduledExecutorService> loops) {
        return switch (config.charging().shardThreads()) {
            case OWN -> new ShardThread(shard);
            case EVENT_LOOPS -> new ShardOnLoop(shard, loops.get(shard.index() % loops.size()));
        };
    }

    /** What takes its time in a new process and stands in nobody's way. */
    private static void prepare() {
        Thread preparation = new Thread(
                () -> {
                    ChronicleAccountStore.prepare();
                    openClassPath();
                },
                "store-preparation");
        preparation.setDaemon(true);
        preparation.start();
    }

    /** By looking for what is nowhere. An archive that is opened when its first class is needed takes a file descriptor, which may not be there then. */
    private static void openClassPath() {
        URL nowhere = ClassLoader.getSystemResource("io/ocs/server/nowhere");
        LOG.atDebug().addKeyValue("nowhere", nowhere).log("class-path-open");
    }

    /** The embedded database takes seconds to start: recovery need not wait for it. */
    private static <T> CompletableFuture<T> startBeside(Supplier<T> starter) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(starter.get());
                    } catch (RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "start-database");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.add(part);
        return part;
    }

    private int shardCount() {
        return config.charging().shards().orElseGet(() -> DataFolder.shardsOf(config.dataDir())
                .orElseGet(() ->
                        ChargingSettings.automaticShards(Runtime.getRuntime().availableProcessors())));
    }

    private long originStateId() {
        List<SegmentJournal> journals =
                shards.stream().map(unit -> unit.journal).toList();
        return OriginStateId.of(folder, journals, System.currentTimeMillis() / 1_000);
    }

    private static Optional<BillingDatabase> started(CompletableFuture<Optional<BillingDatabase>> database)
            throws IOException {
        try {
            return database.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    private Optional<BillingDatabase> database() {
        DatabaseSettings settings = config.database();
        if (!settings.isWanted()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    settings.url().isPresent()
                            ? BillingDatabase.at(settings.urlWithCredentials().orElseThrow())
                            : BillingDatabase.embedded(config.dataDir().resolve("billing")));
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded billing database does not start: " + e.getMessage(), e);
        }
    }

    private void onRestart(String originHost, RestartedHosts restarted) {
        if (restarted.add(originHost, clock.nowMs())) {
            LOG.atInfo().addKeyValue("originHost", originHost).log("network-element-restarted");
        }
    }

    /** Before anything is touched: a port that is taken, or an address that is none of this machine, is known at once. */
    private static void checkFree(List<InetSocketAddress> addresses) throws IOException {
        for (InetSocketAddress address : addresses) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(address);
            } catch (IOException e) {
                throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
            }
        }
    }

    private static List<InetSocketAddress> addresses(List<HostPort> listen) {
        return listen.stream().map(HostPort::socketAddress).toList();
    }

    private final FaultHandler faults = new FaultHandler() {
        @Override
        public void onFault(int shard, String what, Throwable cause) {
            hindrance = "shard " + shard + " has stopped: " + what;
            LOG.atError()
                    .addKeyValue("shard", shard)
                    .addKeyValue("what", what)
                    .setCause(cause)
                    .log("shard-stopped");
            broken = true;
            ended.countDown();
        }

        @Override
        public void onContained(int shard, RuntimeException cause) {
            LOG.atError().addKeyValue("shard", shard).setCause(cause).log("decision-undone");
        }
    };

    private Optional<String> hindrance() {
        return Optional.ofNullable(hindrance).or(this::noRoom).or(this::draining);
    }

    /** New sessions are refused then: let them go to another server. */
    private Optional<String> noRoom() {
        return alarms.raised().stream()
                .filter(raised -> raised.alarm() == Alarm.JOURNAL_FULL)
                .map(raised -> Alarm.JOURNAL_FULL.probableCause() + ": " + raised.detail())
                .findFirst();
    }

    private Optional<String> draining() {
        return operations == null ? Optional.empty() : operations.hindrance();
    }

    /** What is wrong at present. */
    public List<Alarms.Raised> alarms() {
        return alarms.raised();
    }

    public List<InetSocketAddress> diameterAddresses() {
        return diameterAddresses;
    }

    /** Where it listens with TLS; empty without. */
    public List<InetSocketAddress> diameterTlsAddresses() {
        return diameterTlsAddresses;
    }

    public InetSocketAddress httpAddress() {
        return httpAddress;
    }

    @Override
    public ReadyReport ready() {
        return ready;
    }

    @Override
    public boolean awaitEnd() throws InterruptedException {
        ended.await();
        return !broken;
    }

    public AccountAdministration administration() {
        return administration;
    }

    /** How far files and database have come. */
    public List<CdrProgress> cdrProgress() {
        return charges.progress();
    }

    /** Closes the open files and commits the open rows now. */
    public void flushCdrs() {
        charges.flush();
    }

    /** Whether files and database hold every charge committed so far. */
    public boolean cdrsDrained() {
        return charges.progress().stream().allMatch(progress -> progress.lagOctets() == 0);
    }

    /** JDBC URL of the billing database; there must be one. */
    public String databaseUrl() {
        return charges.database().orElseThrow().jdbcUrl();
    }

    /** Stops in the order of the data: no more requests, what waits is decided, records leave the house, a snapshot and a clean image are left. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        hindrance = "stopping";
        LOG.atInfo().log("server-stopping");
        for (int i = started.size() - 1; i > 0; i--) {
            close(started.get(i));
        }
        shards.forEach(unit -> unit.journal.giveUp()); // a backup may wait for a shard that waits for room
        if (backups != null) {
            close(backups);
        }
        if (catalog != null) {
            close(catalog);
        }
        shards.forEach(ShardUnit::stop);
        if (charges != null) {
            close(charges);
        } else if (database != null) {
            close(() -> Charges.close(started(database))); // the start has failed while the database was starting
        }
        shards.forEach(ShardUnit::takeLastSnapshot);
        boolean sound = folder != null && !shards.isEmpty() && shards.stream().allMatch(ShardUnit::isSound);
        shards.forEach(OcsServer::close);
        if (sound && ready != null) {
            folder.markClean();
        }
        if (folder != null) {
            close(folder);
        }
        LOG.atInfo().addKeyValue("clean", sound).log("server-stopped");
        ended.countDown();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("part", part.getClass().getSimpleName())
                    .setCause(e)
                    .log("stop-failed");
        }
    }
}
