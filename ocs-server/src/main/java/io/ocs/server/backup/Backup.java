package io.ocs.server.backup;

import io.ocs.balance.journal.DataFolder;
import io.ocs.balance.journal.FolderStorage;
import io.ocs.core.journal.JournalException;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.time.Clock;
import io.ocs.server.backup.BackupManifest.DataFile;
import io.ocs.server.backup.BackupManifest.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes one backup of a server that goes on charging. It reads files and positions only: no shard waits for it. {@link #run} belongs to one thread,
 * {@link #stop} and the figures may be called from any.
 */
public final class Backup {
    /** Folder of the data folder, see {@link io.ocs.server.catalog.CatalogStore}. */
    private static final String CATALOG = "catalog";

    private static final String UNFINISHED = ".tmp";
    private static final long INSTANT_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long INSTANT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path dataFolder;
    private final String node;
    private final List<ShardSource> sources;
    private final Supplier<Optional<Map<Integer, Long>>> instant;
    private final Clock clock;
    private final Path target;
    private final List<ShardBackup> shards = new CopyOnWriteArrayList<>();
    private volatile long done;
    private volatile long total;
    private volatile boolean stopped;

    /**
     * A backup that has not begun.
     *
     * @param instant the committed positions of all shards at one instant; empty: try again
     * @param target a folder that does not exist, or is empty
     */
    public Backup(
            Path dataFolder,
            String node,
            List<ShardSource> sources,
            Supplier<Optional<Map<Integer, Long>>> instant,
            Clock clock,
            Path target) {
        this.dataFolder = dataFolder;
        this.node = node;
        this.sources = List.copyOf(sources);
        this.instant = instant;
        this.clock = clock;
        this.target = target.normalize();
    }

    /**
     * Looks whether it can be taken there, to be called before {@link #run}; takes as long as the disk of the folder.
     *
     * @throws BackupException if it cannot; nothing was changed
     */
    public void check() {
        if (!target.isAbsolute()) {
            throw new BackupException(
                    "'" + target + "' is no absolute path: the server has a working folder of its own");
        }
        if (target.startsWith(dataFolder.toAbsolutePath().normalize())) {
            throw new BackupException(
                    target + " is in the data folder, with which it would be lost: name a folder elsewhere");
        }
        try {
            if (Files.exists(target) && !Files.isDirectory(target)) {
                throw new BackupException(target + " is a file: name a new or an empty folder");
            }
            if (Files.exists(target) && !isEmpty(target)) {
                throw new BackupException(target + " is not empty: name a new or an empty folder"
                        + (BackupFolder.is(target) ? "" : "; if it holds an interrupted backup, delete it"));
            }
        } catch (IOException e) {
            throw new BackupException(target + " cannot be read: " + e, e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /**
     * Takes it. A backup that fails is left as it is, without its list, so that nobody takes it for one.
     *
     * @throws BackupException if something cannot be read or written; charging goes on
     */
    public void run() {
        try {
            FolderStorage.make(target);
            for (ShardSource source : sources) {
                ShardBackup shard = new ShardBackup(source, target, this::onOctets);
                shards.add(shard);
                checkGoesOn();
                shard.begin();
            }
            finish(ends());
        } catch (IOException | JournalException | SnapshotException e) {
            throw new BackupException("the backup in " + target + " is not finished, delete it: " + e.getMessage(), e);
        } finally {
            shards.forEach(ShardBackup::close);
        }
    }

    // The thread that runs it is the only one that writes.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void onOctets(long more) throws IOException {
        done += more;
        checkGoesOn();
    }

    private void checkGoesOn() throws IOException {
        if (stopped) {
            throw new IOException("it was stopped");
        }
    }

    /** Where each shard's part ends: durable positions of one instant. */
    private Map<Integer, Long> ends() throws IOException {
        long begunNanos = System.nanoTime();
        Optional<Map<Integer, Long>> ends = instant.get();
        while (ends.isEmpty()) {
            if (System.nanoTime() - begunNanos > INSTANT_MAX_NANOS) {
                throw new IOException("identities are being removed all the time: try again");
            }
            LockSupport.parkNanos(INSTANT_PAUSE_NANOS);
            ends = instant.get();
        }
        for (ShardSource source : sources) {
            if (!source.journal().forceTo(ends.get().get(source.shard()))) {
                throw new IOException("the journal of shard " + source.shard() + " cannot be forced");
            }
        }
        return ends.get();
    }

    private void finish(Map<Integer, Long> ends) throws IOException {
        long takenAtMs = clock.nowMs();
        long octets = done;
        for (int i = 0; i < shards.size(); i++) {
            octets += shards.get(i).octets(ends.get(sources.get(i).shard()));
        }
        total = octets;
        List<Shard> parts = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            parts.add(shards.get(i).finish(ends.get(sources.get(i).shard())));
            files.addAll(shards.get(i).files());
        }
        files.addAll(catalogue());
        Path properties = target.resolve(DataFolder.PROPERTIES);
        String hash = Octets.copy(dataFolder.resolve(DataFolder.PROPERTIES), properties, more -> {});
        files.add(new DataFile(DataFolder.PROPERTIES, Files.size(properties), hash));
        BackupManifest manifest =
                new BackupManifest(BackupManifest.FORMAT_VERSION, node, takenAtMs, parts, files, "").sealed();
        checkGoesOn();
        Octets.write(target.resolve(BackupManifest.FILE), manifest.encode());
    }

    /** The versions of the catalogue, which sessions and records name. A version's content was there before its note was. */
    private List<DataFile> catalogue() throws IOException {
        Path folder = dataFolder.resolve(CATALOG);
        List<DataFile> files = new ArrayList<>();
        for (String part : List.of("versions", "content")) {
            if (!Files.isDirectory(folder.resolve(part))) {
                continue;
            }
            try (Stream<Path> all = Files.walk(folder.resolve(part))) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    String name = dataFolder.relativize(file).toString().replace('\\', '/');
                    if (!name.contains(UNFINISHED)) {
                        Path copy = target.resolve(name);
                        String hash = Octets.copy(file, copy, more -> {});
                        files.add(new DataFile(name, Files.size(copy), hash));
                    }
                }
            }
        }
        return files;
    }

    /** Ends it soon, unfinished, and lets go of the journals at once: also if the thread that runs it waits for a disk that does not answer. */
    public void stop() {
        stopped = true;
        shards.forEach(ShardBackup::close);
    }

    public Path target() {
        return target;
    }

    /** Octets written. */
    public long done() {
        return done;
    }

    /** Octets to be written in all; 0 while that is not known. */
    public long total() {
        return total;
    }
}
