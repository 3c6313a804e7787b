package io.ocs.server.assembly;

import io.ocs.balance.journal.DataFolder;
import io.ocs.core.Threads;
import io.ocs.core.shard.ShardAdministration;
import io.ocs.core.time.Clock;
import io.ocs.server.backup.Backup;
import io.ocs.server.backup.BackupException;
import io.ocs.server.backup.ShardSource;
import io.ocs.server.http.Backups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backups of the running server, each on a thread of its own. */
final class ServerBackups implements Backups, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerBackups.class);
    private static final Duration END_WAIT_MAX = Duration.ofSeconds(5);

    /** One backup and its end. */
    private static final class Run {
        final Backup backup;
        Thread thread;
        volatile State state = State.RUNNING;
        volatile String error = "";

        Run(Backup backup) {
            this.backup = backup;
        }
    }

    private final Function<Path, Backup> maker;
    private final Duration endWaitMax;
    private Run last;
    private boolean closed;

    /**
     * None was taken yet.
     *
     * @param maker makes the backup into a folder
     * @param endWaitMax how long {@link #close} waits for a backup that does not end, because its disk does not answer
     */
    ServerBackups(Function<Path, Backup> maker, Duration endWaitMax) {
        this.maker = maker;
        this.endWaitMax = endWaitMax;
    }

    static ServerBackups of(
            DataFolder folder,
            List<ShardUnit> shards,
            Charges charges,
            ShardAdministration administration,
            Clock clock) {
        List<ShardUnit> units = List.copyOf(shards);
        List<ShardSource> sources = units.stream()
                .map(unit -> new ShardSource(
                        unit.shard.index(),
                        folder.shardFolder(unit.shard.index()),
                        unit.journal,
                        unit.snapshots.folder(),
                        () -> charges.neededFrom(unit.shard.index())))
                .toList();
        return new ServerBackups(
                directory -> new Backup(
                        folder.path(),
                        folder.node(),
                        sources,
                        () -> administration.atOneInstant(() -> committed(units)),
                        clock,
                        directory),
                END_WAIT_MAX);
    }

    private static Map<Integer, Long> committed(List<ShardUnit> shards) {
        Map<Integer, Long> positions = new TreeMap<>();
        shards.forEach(unit -> positions.put(unit.shard.index(), unit.journal.committedPosition()));
        return positions;
    }

    @Override
    public synchronized boolean begin(Path directory) {
        if (closed || (last != null && last.state == State.RUNNING)) {
            return false;
        }
        Run run = new Run(backup(directory));
        run.thread = new Thread(() -> run(run), "backup");
        run.thread.setDaemon(true);
        run.thread.start();
        last = run;
        return true;
    }

    private Backup backup(Path directory) {
        try {
            return maker.apply(directory);
        } catch (BackupException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void run(Run run) {
        LOG.atInfo().addKeyValue("folder", run.backup.target()).log("backup-begun");
        try {
            run.backup.run();
            run.state = State.DONE;
            LOG.atInfo()
                    .addKeyValue("folder", run.backup.target())
                    .addKeyValue("octets", run.backup.done())
                    .log("backup-done");
        } catch (BackupException e) {
            failed(run, e.getMessage(), e);
        } finally {
            if (run.state == State.RUNNING) {
                failed(run, "a fault of the server: see its log", null); // an error of the machine ends the thread
            }
        }
    }

    private static void failed(Run run, String why, Exception cause) {
        run.error = why;
        run.state = State.FAILED;
        LOG.atError()
                .addKeyValue("folder", run.backup.target())
                .addKeyValue("why", why)
                .setCause(cause)
                .log("backup-failed");
    }

    @Override
    public synchronized Optional<Progress> last() {
        return Optional.ofNullable(last)
                .map(run ->
                        new Progress(run.backup.target(), run.state, run.backup.done(), run.backup.total(), run.error));
    }

    /** Ends a backup that runs, unfinished, before the journals close. */
    @Override
    public void close() {
        Run running;
        synchronized (this) {
            closed = true;
            running = last;
        }
        if (running != null) {
            running.backup.stop();
            if (!Threads.awaitEnd(running.thread, endWaitMax)) {
                LOG.atWarn().addKeyValue("folder", running.backup.target()).log("backup-not-ended"); // it only reads
            }
        }
    }
}
