package io.ocs.server.catalog;

import io.ocs.core.Threads;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.time.Clock;
import io.ocs.rating.catalog.CatalogException;
import io.ocs.rating.catalog.CatalogFiles;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.catalog.CatalogRefusal.Why;
import io.ocs.server.catalog.CatalogVersion.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue in force, and the way of another one into force, in two phases. First, on a thread of its own: read, validate, compile, look whether
 * anybody needs what it leaves out, write it down; whatever is wrong refuses it as a whole, and the one before stays. Then every shard takes it between two
 * requests. Changes come one after the other. {@link #open} and {@link #begin} are for the starting thread, all else for any.
 */
public final class LiveCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCatalog.class);
    private static final long SWEEP_PAUSE_S = 5;
    private static final int WAITING_MAX = 64;

    /** Who brings a change, in his words why, and which version he means to replace: 0 whichever is in force. */
    public record Change(String by, String reason, int expected) {
        public Change {
            if (reason.isBlank() || reason.length() > 500) {
                throw new IllegalArgumentException("a reason of 1 to 500 characters is wanted");
            }
        }
    }

    /** What is in force, all of it of one version. */
    private record InForce(
            CatalogVersion version, TariffCatalog catalog, RatingVersions rating, List<CatalogVersion> history) {}

    /** The configured directory as it is at the start. */
    public record Configured(Path directory, CatalogFiles files, TariffCatalog catalog) {

        /** @throws CatalogException if it is refused */
        public static Configured read(Path directory) {
            CatalogFiles files = CatalogFiles.in(directory);
            return new Configured(directory, files, TariffCatalog.load(files));
        }
    }

    /**
     * What came of a change.
     *
     * @param isNew false: the catalogue in force has the same content already
     */
    public record Applied(CatalogVersion version, boolean isNew) {}

    private final CatalogStore store;
    private final Path directory;
    private final Clock clock;
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private Raters raters;
    private volatile InForce inForce;
    private volatile Set<String> withdrawn = Set.of();
    private volatile boolean closed;

    private LiveCatalog(CatalogStore store, Path directory, Clock clock) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
        thread = new Thread(this::run, "catalog");
        thread.setDaemon(true);
    }

    /**
     * The version in force at a start. The configured directory is the first version, and a later one when it has a content that was no version before; a
     * content that was one does not come back by a start.
     *
     * @throws CatalogException if this program refuses what is in force
     * @throws IOException if the store cannot be read or written
     */
    public static LiveCatalog open(CatalogStore store, Configured configured, RunningSessions policy, Clock clock)
            throws IOException {
        LiveCatalog live = new LiveCatalog(store, configured.directory(), clock);
        TariffCatalog catalog = configured.catalog();
        boolean known =
                store.versions().stream().anyMatch(version -> version.sha256().equals(catalog.version()));
        if (!known) {
            String reason = store.versions().isEmpty() ? "first start" : "the directory has another content";
            Change change = new Change("start", reason, 0);
            store.append(configured.files().contents(), described(catalog, change, Origin.DIRECTORY, 0, clock));
        }
        CatalogVersion newest = store.newest().orElseThrow();
        boolean same = newest.sha256().equals(catalog.version());
        TariffCatalog chosen = same ? catalog : stored(store, newest);
        if (!same) {
            LOG.atWarn()
                    .addKeyValue("version", newest.number())
                    .addKeyValue("directory", configured.directory())
                    .log("catalog-directory-not-in-force");
        }
        live.inForce = new InForce(
                newest,
                chosen,
                RatingVersions.numbered(newest.number(), chosen, policy),
                List.copyOf(store.versions()));
        return live;
    }

    private static TariffCatalog stored(CatalogStore store, CatalogVersion version) throws IOException {
        TariffCatalog catalog = TariffCatalog.load(store.files(version));
        if (!catalog.version().equals(version.sha256())) {
            throw new IOException(
                    "the files of version " + version.number()
                            + " of the catalogue are not those that were written: put the folder 'catalog' of the backup in its place");
        }
        return catalog;
    }

    private static CatalogVersion described(TariffCatalog catalog, Change change, Origin origin, int of, Clock clock) {
        return new CatalogVersion(0, catalog.version(), change.by(), clock.nowMs(), change.reason(), origin, of);
    }

    /** Reads the earlier versions that sessions go by, and takes changes from now on; before the shards run. */
    public void begin(Raters shards, Set<Integer> codes) {
        raters = shards;
        RatingVersions versions = inForce.rating();
        for (int code : codes) {
            int number = versions.numberOf(code);
            CatalogVersion earlier =
                    number == versions.number() ? null : store.version(number).orElse(null);
            if (earlier != null) {
                versions = withEarlier(versions, earlier);
            }
        }
        inForce = new InForce(inForce.version(), inForce.catalog(), versions, inForce.history());
        raters.keepEarlier(versions);
        thread.start();
    }

    /** Without it, the sessions that go by it go on by the one in force. */
    private RatingVersions withEarlier(RatingVersions versions, CatalogVersion earlier) {
        try {
            return versions.with(earlier.number(), stored(store, earlier));
        } catch (IOException | CatalogException e) {
            LOG.atWarn().addKeyValue("version", earlier.number()).setCause(e).log("catalog-version-not-kept");
            return versions;
        }
    }

    /** The compiled catalogue in force. */
    public TariffCatalog catalog() {
        return inForce.catalog();
    }

    /** What shards rate by. */
    public RatingVersions rating() {
        return inForce.rating();
    }

    public CatalogVersion version() {
        return inForce.version();
    }

    /** Earlier versions that sessions go by, the newest first. */
    public List<Integer> held() {
        return inForce.rating().held();
    }

    /** All versions that are kept, the oldest first. */
    public List<CatalogVersion> history() {
        return inForce.history();
    }

    /** The files of one of them by name, as they were written. Reads the disk. @throws IOException if they are not there any more */
    public Map<String, byte[]> files(CatalogVersion version) throws IOException {
        return store.contents(version);
    }

    /** Offers that nobody may take while it is looked whether somebody has them. */
    public boolean isWithdrawn(String offer) {
        return withdrawn.contains(offer);
    }

    /**
     * Brings a catalogue into force; fails with {@link CatalogRefusal}, and then nothing has changed.
     *
     * @param onlyLook whether nothing shall change in any case; the version told is then the one in force
     */
    public CompletableFuture<Applied> apply(Map<String, byte[]> files, Change change, boolean onlyLook) {
        return inTurn(() -> apply(CatalogFiles.of(files), change, Origin.APPLIED, 0, onlyLook));
    }

    /** Brings the content of an earlier version into force again, as a new version. */
    public CompletableFuture<Applied> rollBack(int number, Change change) {
        return inTurn(() -> {
            CatalogVersion earlier = store.version(number)
                    .orElseThrow(() -> new CatalogRefusal(
                            Why.UNKNOWN_VERSION,
                            "there is no version " + number
                                    + " of the catalogue: 'ocs catalog history' has those there are"));
            CatalogFiles files = filesOf(earlier);
            return apply(files, change, Origin.ROLLED_BACK, number, false);
        });
    }

    private CatalogFiles filesOf(CatalogVersion version) {
        try {
            stored(store, version);
            return store.files(version);
        } catch (IOException e) {
            throw new CatalogRefusal(Why.UNKNOWN_VERSION, e.getMessage(), List.of(), e);
        }
    }

    /** Brings the configured directory into force as it is now. */
    public CompletableFuture<Applied> reload(Change change) {
        return inTurn(() -> apply(CatalogFiles.in(directory), change, Origin.DIRECTORY, 0, false));
    }

    private <T> CompletableFuture<T> inTurn(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean taken = !closed
                && waiting.offer(() -> {
                    try {
                        refuseIfClosed();
                        result.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        if (!taken) {
            result.completeExceptionally(
                    new CatalogRefusal(Why.NOT_DURABLE, "too many changes of the catalogue wait, or the server ends"));
        }
        return result;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new CatalogRefusal(Why.NOT_DURABLE, "the server ends");
        }
    }

    private Applied apply(CatalogFiles files, Change change, Origin origin, int of, boolean onlyLook) {
        InForce before = inForce;
        TariffCatalog catalog = compiled(files, origin);
        if (catalog.version().equals(before.version().sha256())) {
            return new Applied(before.version(), false); // also the repeat of a change that came through
        }
        if (change.expected() != 0 && change.expected() != before.version().number()) {
            throw new CatalogRefusal(
                    Why.VERSION_CHANGED,
                    "version " + before.version().number() + " of the catalogue is in force, by '"
                            + before.version().by() + "': " + before.version().reason() + ". Version "
                            + change.expected() + " was to be replaced: look at what has changed, and try again");
        }
        Set<String> missing = missing(before.catalog(), catalog);
        withdrawn = missing;
        try {
            refuseIfInUse(before.catalog(), missing);
            return onlyLook
                    ? new Applied(before.version(), true)
                    : swap(before, append(files, described(catalog, change, origin, of, clock)), catalog);
        } finally {
            withdrawn = Set.of();
        }
    }

    /** What was in force once may come again as it was. */
    private static TariffCatalog compiled(CatalogFiles files, Origin origin) {
        try {
            return origin == Origin.ROLLED_BACK ? TariffCatalog.load(files) : TariffCatalog.loadForChange(files);
        } catch (CatalogException e) {
            throw new CatalogRefusal(Why.BAD_CATALOG, e.getMessage(), e.problems(), e);
        }
    }

    private static Set<String> missing(TariffCatalog before, TariffCatalog after) {
        return before.offers().stream()
                .map(Offer::name)
                .filter(name -> after.offer(name).isEmpty())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** Every request of a subscriber without a price list would fail. */
    private void refuseIfInUse(TariffCatalog before, Set<String> missing) {
        Map<Long, String> names = new TreeMap<>();
        missing.forEach(name -> names.put(before.offer(name).orElseThrow().key(), name));
        Set<Long> used = names.isEmpty() ? Set.of() : raters.inUse(names.keySet());
        if (!used.isEmpty()) {
            List<String> offers = used.stream().map(names::get).sorted().toList();
            throw new CatalogRefusal(
                    Why.OFFER_IN_USE,
                    "the catalogue has no offer " + String.join(", ", offers)
                            + ", which subscribers have: each of their requests would be answered 5031. Keep it, with 'sold-until' if nobody"
                            + " shall take it any more, or give them other offers before");
        }
    }

    private CatalogVersion append(CatalogFiles files, CatalogVersion described) {
        try {
            return store.append(files.contents(), described);
        } catch (IOException e) {
            throw new CatalogRefusal(
                    Why.NOT_DURABLE, "the catalogue cannot be written into the data folder: " + e, List.of(), e);
        }
    }

    /** From here on nothing is refused: it is written down. */
    private Applied swap(InForce before, CatalogVersion version, TariffCatalog catalog) {
        RatingVersions rating = before.rating().next(version.number(), catalog);
        raters.rateBy(rating).join();
        inForce = new InForce(version, catalog, rating, List.copyOf(store.versions()));
        LOG.atInfo()
                .addKeyValue("version", version.number())
                .addKeyValue("sha256", version.sha256())
                .addKeyValue("by", version.by())
                .addKeyValue("reason", version.reason())
                .log("catalog-in-force");
        return new Applied(version, true);
    }

    private void run() {
        while (!closed) {
            try {
                Runnable change = waiting.poll(SWEEP_PAUSE_S, TimeUnit.SECONDS);
                if (change != null) {
                    change.run();
                } else if (!inForce.rating().held().isEmpty()) {
                    dropUnheld();
                }
            } catch (InterruptedException e) {
                closed = true; // nobody does that
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("catalog-versions-not-looked-at");
            }
        }
        waiting.forEach(Runnable::run); // which tell that it is closed
    }

    /** Lets go of the earlier versions that no session goes by any more: nobody can begin to go by one. */
    private void dropUnheld() {
        InForce now = inForce;
        Set<Integer> codes = raters.codes();
        RatingVersions less = now.rating().keeping(number -> codes.contains(RatingVersions.code(number)));
        if (less.held().size() < now.rating().held().size()) {
            raters.keepEarlier(less);
            inForce = new InForce(now.version(), now.catalog(), less, now.history());
        }
    }

    /** Ends; changes that wait are not made. */
    @Override
    public void close() {
        closed = true;
        waiting.offer(() -> {}); // not interrupted: a version that is being written is written whole
        Threads.awaitEnd(thread);
    }
}
