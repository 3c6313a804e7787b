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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        Thread thread;
        State state = State.RUNNING;
        String error = "";

        Run(Backup backup) {
            this.backup = backup;
        }
    }

    private final Function<Path, Backup> maker;
    private final Duration endWaitMax;
    private Run running;
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

    /** The folder is looked at by the thread of the backup: a disk that does not answer must not hold up who asks. */
    @Override
    public synchronized CompletionStage<Boolean> begin(Path directory) {
        if (closed || running != null) {
            return CompletableFuture.completedFuture(false);
        }
        Run run = new Run(maker.apply(directory));
        run.thread = new Thread(() -> run(run), "backup");
        run.thread.setDaemon(true);
        running = run;
        run.thread.start();
        return run.begun;
    }

    private void run(Run run) {
        try {
            run.backup.check();
            if (begins(run)) {
                take(run);
            }
        } catch (BackupException e) {
            ended(run);
            run.begun.completeExceptionally(new IllegalArgumentException(e.getMessage(), e));
        } finally {
            ended(run);
            run.begun.completeExceptionally(new IllegalStateException("a fault of the server: see its log"));
        }
    }

    /** @return false if it was stopped while the folder was looked at */
    private boolean begins(Run run) {
        synchronized (this) {
            if (running != run) {
                return false;
            }
            last = run;
        }
        LOG.atInfo().addKeyValue("folder", run.backup.target()).log("backup-begun");
        run.begun.complete(true);
        return true;
    }

    private void take(Run run) {
        try {
            run.backup.run();
            if (end(run, State.DONE, "")) {
                LOG.atInfo()
                        .addKeyValue("folder", run.backup.target())
                        .addKeyValue("octets", run.backup.done())
                        .log("backup-done");
            }
        } catch (BackupException e) {
            failed(run, e.getMessage(), e);
        } finally {
            failed(run, "a fault of the server: see its log", null); // an error of the machine ends the thread
        }
    }

    private void failed(Run run, String why, Exception cause) {
        if (end(run, State.FAILED, why)) {
            LOG.atError()
                    .addKeyValue("folder", run.backup.target())
                    .addKeyValue("why", why)
                    .setCause(cause)
                    .log("backup-failed");
        }
    }

    /** @return false if it had another end before */
    private synchronized boolean end(Run run, State state, String error) {
        if (run.state != State.RUNNING) {
            return false;
        }
        run.state = state;
        run.error = error;
        ended(run);
        return true;
    }

    private synchronized void ended(Run run) {
        if (running == run) {
            running = null;
        }
    }

    @Override
    public synchronized Optional<Progress> last() {
        return Optional.ofNullable(last)
                .map(run ->
                        new Progress(run.backup.target(), run.state, run.backup.done(), run.backup.total(), run.error));
    }

    @Override
    public boolean stop() {
        return stopRunning() != null;
    }

    /** @return the one that was stopped, or null */
    private Run stopRunning() {
        Run run;
        synchronized (this) {
            run = running;
        }
        if (run != null) {
            run.backup.stop();
            run.begun.completeExceptionally(
                    new IllegalArgumentException(run.backup.target() + ": it was stopped before it has begun"));
            failed(run, "the backup in " + run.backup.target() + " was stopped, delete it", null);
        }
        return run;
    }

    /** Ends a backup that runs, unfinished, before the journals close. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Run run = stopRunning();
        if (run != null && !Threads.awaitEnd(run.thread, endWaitMax)) {
            LOG.atWarn().addKeyValue("folder", run.backup.target()).log("backup-not-ended"); // it only reads
        }
    }
}
