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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backups of the running server, each on a thread of its own. */
final class ServerBackups implements Backups, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerBackups.class);

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

    private final DataFolder folder;
    private final List<ShardUnit> shards;
    private final List<ShardSource> sources;
    private final ShardAdministration administration;
    private final Clock clock;
    private Run last;
    private boolean closed;

    ServerBackups(
            DataFolder folder,
            List<ShardUnit> shards,
            Charges charges,
            ShardAdministration administration,
            Clock clock) {
        this.folder = folder;
        this.shards = List.copyOf(shards);
        this.administration = administration;
        this.clock = clock;
        sources = shards.stream()
                .map(unit -> new ShardSource(
                        unit.shard.index(),
                        folder.shardFolder(unit.shard.index()),
                        unit.journal,
                        unit.snapshots.folder(),
                        () -> charges.neededFrom(unit.shard.index())))
                .toList();
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
            return new Backup(
                    folder.path(),
                    folder.node(),
                    sources,
                    () -> administration.atOneInstant(this::committed),
                    clock,
                    directory);
        } catch (BackupException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Map<Integer, Long> committed() {
        Map<Integer, Long> positions = new TreeMap<>();
        shards.forEach(unit -> positions.put(unit.shard.index(), unit.journal.committedPosition()));
        return positions;
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
            Threads.awaitEnd(running.thread);
        }
    }
}
