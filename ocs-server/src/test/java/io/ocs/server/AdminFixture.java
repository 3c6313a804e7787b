package io.ocs.server;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.SessionView;
import io.ocs.core.time.ManualClock;
import io.ocs.diameter.peer.DisconnectCause;
import io.ocs.diameter.peer.PeerStatus;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.catalog.CatalogStore;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.catalog.NoShards;
import io.ocs.server.charges.ClosedFiles;
import io.ocs.server.charges.LastCharges;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.HttpSettings;
import io.ocs.server.http.AdminPorts;
import io.ocs.server.http.AdminServer;
import io.ocs.server.http.Backups;
import io.ocs.server.http.Books;
import io.ocs.server.http.OfferCatalog;
import io.ocs.server.http.Peers;
import io.ocs.server.http.Readiness;
import io.ocs.server.metrics.ServerMetrics;
import io.ocs.server.trace.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real HTTP server on a free port over {@link InMemoryAdministration}, with two offers and one allowance. */
public final class AdminFixture implements AutoCloseable {
    public static final int BODY_MAX = 1 << 20;
    public static final long NOW_MS = 1_767_225_600_000L;

    public final InMemoryAdministration administration = new InMemoryAdministration();
    public final AtomicInteger flushes = new AtomicInteger();
    public final ManualClock alarmClock = new ManualClock(NOW_MS);
    public final Alarms alarms = new Alarms(alarmClock);
    public final NoShards shards = new NoShards();
    public final Traces traces = new Traces(() -> NOW_MS);
    private final Path folder;
    private final LiveCatalog catalog;
    private final AuditLog audit;
    private final ServerMetrics metrics = new ServerMetrics();
    private final AdminServer server;
    private final String url;
    public volatile boolean backupRuns;
    public volatile Backups.State backupState = Backups.State.RUNNING;
    public volatile String backupError = "";
    private volatile String hindrance;

    /** In lab mode: no token is asked for. */
    public AdminFixture() throws IOException {
        this(Optional.empty(), Optional.empty());
    }

    public AdminFixture(Optional<Path> tokens, Optional<HttpSettings.Tls> tls) throws IOException {
        this(tokens, tls, AuditLog.FILE_OCTETS_MAX);
    }

    public AdminFixture(Optional<Path> tokens, Optional<HttpSettings.Tls> tls, long auditFileOctetsMax)
            throws IOException {
        folder = Files.createTempDirectory("ocs-admin-");
        catalog = catalog();
        audit = AuditLog.open(auditFolder(), () -> NOW_MS, auditFileOctetsMax);
        AdminPorts ports = ports(() -> Optional.ofNullable(hindrance));
        server = AdminServer.start(
                new HttpSettings(new HostPort("127.0.0.1", 0), BODY_MAX, tokens, tls), ports.readiness(), metrics);
        server.serve(ports);
        url = (tls.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.address().getPort();
    }

    /** Version 1 has one offer. */
    private LiveCatalog catalog() throws IOException {
        Path offers = Files.createDirectory(folder.resolve("offers"));
        Files.writeString(offers.resolve("offers.yaml"), catalogOf("text", 1));
        LiveCatalog live = LiveCatalog.open(
                CatalogStore.open(folder.resolve("catalog")),
                LiveCatalog.Configured.read(offers),
                RunningSessions.NEXT_UPDATE,
                () -> NOW_MS);
        live.begin(shards, Set.of());
        return live;
    }

    /** A catalogue of one offer. */
    public static String catalogOf(String offer, int amount) {
        return "offers: [{name: " + offer + ", currency: EUR, prices: [{name: sms, match: {service: sms}, amount: "
                + amount + ", rounding: {mode: up, decimals: 2}}]}]";
    }

    /** What the server is given. */
    public AdminPorts ports(Readiness readiness) {
        return new AdminPorts(
                administration,
                new TwoOffers(),
                catalog,
                new OneShard(),
                new OneBackup(),
                alarms,
                new OnePeer(),
                audit,
                readiness,
                () -> NOW_MS,
                traces);
    }

    public Path auditFolder() {
        return folder.resolve("audit");
    }

    public String url() {
        return url;
    }

    public int port() {
        return server.address().getPort();
    }

    public void hinder(String reason) {
        hindrance = reason;
    }

    public static SessionView session(String sessionId, String msisdn, long subscriberId) {
        var service = new SessionView.Service(10, -1, UnitKind.TOTAL_OCTETS, 1_000_000, 513_600, 512);
        return new SessionView(
                sessionId,
                0,
                ServiceContext.DATA,
                List.of(SubscriptionId.e164(msisdn)),
                subscriberId,
                subscriberId,
                NOW_MS,
                NOW_MS + 1_000,
                NOW_MS + 60_000,
                512,
                List.of(service));
    }

    @Override
    public void close() {
        server.close();
        catalog.close();
        metrics.close();
        try {
            if (audit.failing().isEmpty()) {
                audit.close();
            }
            deleteAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteAll() throws IOException {
        if (!Files.exists(folder)) {
            return; // closed before
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Is connected once, until it is sent away. */
    private static final class OnePeer implements Peers {
        private volatile DisconnectCause left;

        @Override
        public List<PeerStatus> peers() {
            List<PeerStatus.Link> links =
                    left == null ? List.of(new PeerStatus.Link("192.0.2.7:51234", true, false)) : List.of();
            Optional<String> away = Optional.ofNullable(left).map(cause -> "sent away with " + cause);
            return List.of(new PeerStatus("smf.example.com", "example.com", true, links, away));
        }

        @Override
        public int disconnect(String originHost, DisconnectCause cause) {
            int open = left == null && originHost.equals("smf.example.com") ? 1 : 0;
            left = open > 0 ? cause : left;
            return open;
        }
    }

    /** Has committed 4096 octets, of which files have all and the database half. */
    private final class OneShard implements Books {
        private boolean held;

        @Override
        public Path dataFolder() {
            return Path.of("/data");
        }

        @Override
        public SortedMap<Integer, Long> committed() {
            return new TreeMap<>(Map.of(0, 4096L));
        }

        @Override
        public List<CdrProgress> deliveries() {
            return List.of(
                    new CdrProgress("file", 0, CdrProgress.State.RUNNING, 4096, 4096, 4096, 4096, 0, 0, 7, ""),
                    new CdrProgress(
                            "database",
                            0,
                            CdrProgress.State.RETRYING,
                            2048,
                            2048,
                            2048,
                            2048,
                            2048,
                            1_500,
                            3,
                            "refused"));
        }

        @Override
        public OptionalLong hold() {
            if (held) {
                return OptionalLong.empty();
            }
            held = true;
            return OptionalLong.of(7);
        }

        @Override
        public Duration holdLasts() {
            return Duration.ofMinutes(1);
        }

        @Override
        public boolean letGo(long hold) {
            boolean was = held && hold == 7;
            held &= !was;
            return was;
        }

        @Override
        public Optional<String> embeddedDatabase() {
            return Optional.empty();
        }

        @Override
        public Path cdrDirectory() {
            return Path.of("/data/cdr");
        }

        @Override
        public List<ClosedFiles.Closed> closedFiles(int limit) {
            return List.of(new ClosedFiles.Closed("ocs1-1-0-1-7.csv", 2_048, NOW_MS));
        }

        @Override
        public LastCharges.Found lastCharges(int shard, long subscriberId, int limit) {
            return LastCharges.none();
        }

        @Override
        public void flush() {
            flushes.incrementAndGet();
        }
    }

    /** Takes a backup at once, unless one is said to run. */
    private final class OneBackup implements Backups {
        private Path directory;

        @Override
        public CompletionStage<Boolean> begin(Path target) {
            if (!target.isAbsolute()) {
                return CompletableFuture.failedFuture(
                        new IllegalArgumentException("'" + target + "' is no absolute path"));
            }
            directory = target;
            return CompletableFuture.supplyAsync(() -> !backupRuns);
        }

        @Override
        public boolean stop() {
            boolean was = backupRuns;
            backupRuns = false;
            return was;
        }

        @Override
        public Optional<Progress> last() {
            return Optional.ofNullable(directory)
                    .map(target -> new Progress(target, backupState, 4096, 8192, backupError));
        }
    }

    private static final class TwoOffers implements OfferCatalog {
        private static final int EUR = 978;
        private static final Map<String, OfferTerms> OFFERS = new TreeMap<>(Map.of(
                "prepaid-data",
                new OfferTerms(
                        "prepaid-data",
                        EUR,
                        0,
                        List.of(new OpeningBucket(UnitKind.TOTAL_OCTETS, 1 << 30, 10, NOW_MS + 86_400_000, 77))),
                "postpaid",
                new OfferTerms("postpaid", EUR, 50_000_000, List.of())));

        @Override
        public Optional<OfferTerms> terms(String offer, long nowMs) {
            return Optional.ofNullable(OFFERS.get(offer));
        }

        @Override
        public List<String> names() {
            return List.copyOf(OFFERS.keySet());
        }

        @Override
        public OptionalLong allowanceKey(String allowance) {
            return allowance.equals("data-1gb") ? OptionalLong.of(77) : OptionalLong.empty();
        }

        @Override
        public Optional<String> counterName(long key) {
            return Optional.empty();
        }

        @Override
        public boolean countsMoney(long key) {
            return false;
        }

        @Override
        public Optional<String> allowanceName(long key) {
            return key == 77 ? Optional.of("data-1gb") : Optional.empty();
        }
    }
}
