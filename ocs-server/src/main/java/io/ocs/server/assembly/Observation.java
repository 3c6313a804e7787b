package io.ocs.server.assembly;

import io.ocs.core.ServiceContext;
import io.ocs.core.Threads;
import io.ocs.core.time.Clock;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.metrics.ServerMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody counts while charging is looked at by a thread of its own, twice a second: the sessions and money in the image, and the room on the disks. */
final class Observation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<Census> censuses;
    private final Clock clock;
    private final ServerMetrics metrics;
    private final Map<Path, Long> roomOctets = new ConcurrentHashMap<>();
    private final Set<Integer> currencies = new TreeSet<>();
    private final Thread thread;
    private volatile boolean closed;

    private Observation(OcsConfig config, List<ShardUnit> shards, Clock clock, ServerMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
        censuses = shards.stream().map(unit -> new Census(unit.shard)).toList();
        bindSessions();
        bindRoom("data", config.dataDir());
        bindRoom("cdr", config.cdr().directory());
        thread = new Thread(this::run, "observation");
        thread.setDaemon(true);
    }

    /** Begins; the shards must run. */
    static Observation start(OcsConfig config, List<ShardUnit> shards, Clock clock, ServerMetrics metrics) {
        Observation observation = new Observation(config, shards, clock, metrics);
        observation.thread.start();
        return observation;
    }

    private void bindSessions() {
        for (int state = 0; state < Census.STATES.length; state++) {
            for (int age = 0; age < Census.AGES.length; age++) {
                int stateIndex = state;
                int ageIndex = age;
                metrics.gauge(
                        "ocs.sessions",
                        "Open sessions by time since they were opened (up to); silent: no request for more than half of Tcc",
                        () -> sum(census -> census.sessions(stateIndex, ageIndex)),
                        "state",
                        Census.STATES[state],
                        "age",
                        Census.AGES[age]);
            }
        }
        for (ServiceContext context : ServiceContext.values()) {
            metrics.gauge(
                    "ocs.sessions.open",
                    "Open sessions by Service-Context",
                    () -> sum(census -> census.sessions(context)),
                    "context",
                    context.name().toLowerCase(Locale.ROOT));
        }
    }

    private double sum(ToDoubleFunction<Census> count) {
        return censuses.stream().mapToDouble(count).sum();
    }

    private void bindRoom(String place, Path folder) {
        metrics.gauge(
                "ocs.disk.free.bytes",
                "Room on the disk of a folder; -1: it cannot be told",
                () -> roomOctets.getOrDefault(folder, -1L),
                "place",
                place);
        roomOctets.put(folder, -1L);
    }

    private void run() {
        while (!closed) {
            try {
                roomOctets.replaceAll((folder, before) -> room(folder));
                censuses.forEach(census -> census.next(clock.nowMs()));
                censuses.forEach(this::bindMoney);
            } catch (RuntimeException | Error e) { // also for want of descriptors: it goes on
                LOG.atError().setCause(e).log("not-observed");
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** A currency that is new has its meters from now on. */
    private void bindMoney(Census of) {
        of.currencies().forEach((number, letters) -> {
            if (currencies.add(number)) {
                metrics.gauge(
                        "ocs.money.balance",
                        "Money on all accounts, what is reserved included",
                        () -> sum(census -> census.balance(number)),
                        "currency",
                        letters);
                metrics.gauge(
                        "ocs.money.reserved",
                        "Money reserved for what was granted and not reported yet",
                        () -> sum(census -> census.reserved(number)),
                        "currency",
                        letters);
            }
        });
    }

    private static long room(Path folder) {
        return Files.exists(folder) ? folder.toFile().getUsableSpace() : -1;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
    }
}
