package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.server.backup.BackupFolder;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A data folder that is only read: one that no server uses, which stays locked meanwhile; beside the server that runs on it, which then says up to
 * where its journals may be read; or a backup, which nobody changes.
 *
 * @param use of the folder
 * @param committed journal positions by shard, up to which it is to be read; empty: to their ends
 * @param clean whether it was left as it should be: by a server that ended cleanly, or as a backup
 * @param lock null if it is not locked
 */
record OpenedFolder(Path path, Use use, Map<Integer, Long> committed, boolean clean, FileChannel lock)
        implements AutoCloseable {

    /** Who uses the folder. */
    enum Use {
        SERVER_STOPPED,
        SERVER_RUNNING,
        BACKUP
    }

    private static final String PROPERTIES = "ocs.properties";
    private static final String VERSION_KEY = "format-version";
    private static final String VERSION = "1";

    /** @throws CommandFailure if it is none, of another version, or in use by a server that cannot be asked */
    static OpenedFolder open(Path path, Supplier<AdminClient> admin) {
        try {
            check(path);
            if (BackupFolder.is(path)) {
                return new OpenedFolder(
                        path, Use.BACKUP, BackupFolder.open(path).positions(), true, null);
            }
            FileChannel lock = lock(path);
            return lock == null
                    ? beside(path, admin.get())
                    : new OpenedFolder(
                            path, Use.SERVER_STOPPED, Map.of(), Files.exists(path.resolve("clean-stop")), lock);
        } catch (IOException e) {
            throw new CommandFailure("data folder " + path + " cannot be read: " + e, e);
        }
    }

    private static void check(Path path) throws IOException {
        Path file = path.resolve(PROPERTIES);
        if (!Files.exists(file)) {
            throw new CommandFailure(path + " is no data folder: there is no " + PROPERTIES
                    + " in it; name the right one with --data DIR");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        String version = properties.getProperty(VERSION_KEY);
        if (!VERSION.equals(version)) {
            throw new CommandFailure("data folder " + path + " was made with " + VERSION_KEY + " " + version + ", not "
                    + VERSION + ": use the version of the program that made it");
        }
    }

    /** Null if another process has it. */
    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("ocs.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close(); // a server of this very process, as tests have it
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static OpenedFolder beside(Path path, AdminClient admin) throws IOException {
        JsonNode journal = admin.get("/admin/v1/journal");
        Path served = Path.of(journal.path("folder").asText());
        if (!Files.exists(served) || !Files.isSameFile(served, path)) {
            throw new CommandFailure("data folder " + path + " is in use, but the server that was asked runs on "
                    + served + ": name the right one with --admin URL");
        }
        Map<Integer, Long> committed = new TreeMap<>();
        for (JsonNode shard : journal.path("shards")) {
            committed.put(shard.path("shard").asInt(), shard.path("position").asLong());
        }
        return new OpenedFolder(path, Use.SERVER_RUNNING, committed, false, null);
    }

    boolean isRunning() {
        return use == Use.SERVER_RUNNING;
    }

    boolean isBackup() {
        return use == Use.BACKUP;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
