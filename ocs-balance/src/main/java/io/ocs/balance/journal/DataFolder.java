package io.ocs.balance.journal;

import io.ocs.core.journal.JournalException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder that holds everything of one node: {@code ocs.properties} (format version, node, shards; written once), {@code ocs.lock} (held by
 * the process that uses it), {@code clean-stop} (there while the image may be trusted), and a folder for each shard.
 *
 * <p>Upgrade rule: a program opens folders of its own format version only; a version that changes the format brings the step from the one
 * before it, which writes beside and renames, and {@code ocs.properties} last.
 *
 * <p>Use: {@link #open}; bind and check everything else; {@link #markRunning}; serve; stop and force journals and stores; {@link #markClean};
 * {@link #close}. One thread.
 */
public final class DataFolder implements AutoCloseable {

    /** Name of the file that says how the folder was made, written last. */
    public static final String PROPERTIES = "ocs.properties";

    /** Version of everything in the folder. */
    public static final int FORMAT_VERSION = 1;

    private static final String LOCK = "ocs.lock";
    private static final String CLEAN = "clean-stop";
    private static final String BACKUP = "backup.json";
    private static final String VERSION_KEY = "format-version";
    private static final String NODE_KEY = "node";
    private static final String SHARDS_KEY = "shards";

    private final Path folder;
    private final FileChannel lockChannel;
    private final String node;
    private final int shards;
    private final boolean clean;
    private boolean running;

    /**
     * Opens the folder for this process, making it if it is not there. Changes nothing in a folder that it refuses.
     *
     * @param node name of the node, which stands in the names of its files; fixed when the folder is made
     * @param shards fixed when the folder is made
     * @throws JournalException if another process uses it, it cannot be written, or it is of another version, node or number of shards
     */
    public static DataFolder open(Path folder, String node, int shards) {
        if (shards < 1 || node.isBlank()) {
            throw new IllegalArgumentException("node '" + node + "' with " + shards + " shards");
        }
        try {
            refuseBackup(folder);
            Files.createDirectories(folder);
            FileChannel channel = lock(folder);
            try {
                return new DataFolder(folder, channel, node, shards);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException("data folder " + folder + " cannot be used (" + e + "): it must be writable", e);
        }
    }

    private static void refuseBackup(Path folder) {
        if (Files.exists(folder.resolve(BACKUP))) {
            throw new JournalException("data folder " + folder
                    + " is a backup, which no server may change: restore it into an empty folder with 'ocs restore'");
        }
    }

    /**
     * Makes a new folder, or takes an empty one, and keeps it from other processes until the result is closed: for one that fills it. Whoever fills it
     * writes {@code ocs.properties} last; without that no server takes it.
     *
     * @throws JournalException if another process uses it, something is in it, or it cannot be written; nothing was changed
     */
    public static Closeable reserve(Path folder) {
        try {
            boolean locked = Files.exists(folder.resolve(LOCK));
            FileChannel channel = locked ? lock(folder) : null;
            try {
                refuseFilled(folder);
                Files.createDirectories(folder);
                return channel == null ? lock(folder) : channel;
            } catch (IOException | RuntimeException e) {
                if (channel != null) {
                    channel.close();
                }
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException("data folder " + folder + " cannot be used (" + e + "): it must be writable", e);
        }
    }

    private static void refuseFilled(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<Path> first =
                    entries.filter(entry -> !entry.endsWith(LOCK)).sorted().findFirst();
            if (first.isPresent()) {
                throw new JournalException("data folder " + folder + " is not empty (there is "
                        + first.get().getFileName() + " in it): move it away, or name another with --data DIR");
            }
        }
    }

    /**
     * The number of shards that a folder was made with; empty if there is no such folder yet.
     *
     * @throws JournalException if the folder cannot be read
     */
    public static OptionalInt shardsOf(Path folder) {
        Path file = folder.resolve(PROPERTIES);
        if (!Files.exists(file)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(read(file).getProperty(SHARDS_KEY, "")));
        } catch (IOException | NumberFormatException e) {
            throw new JournalException(file + " cannot be read (" + e + "): put it back, or restore a backup", e);
        }
    }

    private DataFolder(Path folder, FileChannel lockChannel, String node, int shards) throws IOException {
        this.folder = folder;
        this.lockChannel = lockChannel;
        this.node = node;
        this.shards = shards;
        Path file = folder.resolve(PROPERTIES);
        if (Files.exists(file)) {
            check(read(file));
        } else {
            refuseForeign();
            write(file);
        }
        clean = Files.exists(folder.resolve(CLEAN));
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(folder, null);
    }

    private static JournalException inUse(Path folder, Throwable cause) {
        return new JournalException("data folder " + folder + " is in use by another process", cause);
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private void check(Properties found) {
        expect(found, VERSION_KEY, Integer.toString(FORMAT_VERSION), "start the version of the program that made it");
        expect(found, SHARDS_KEY, Integer.toString(shards), "the number is fixed when the folder is made");
        expect(found, NODE_KEY, node, "the name is fixed when the folder is made");
    }

    private void expect(Properties found, String key, String wanted, String advice) {
        String value = found.getProperty(key);
        if (!wanted.equals(value)) {
            throw new JournalException("data folder " + folder + " was made with " + key + " " + value + ", not "
                    + wanted + ": " + advice);
        }
    }

    private void refuseForeign() {
        if (Files.exists(shardFolder(0))) {
            throw new JournalException("data folder " + folder + " holds shards but no " + PROPERTIES
                    + ": put the file back, or restore a backup");
        }
    }

    private void write(Path file) throws IOException {
        String text = VERSION_KEY + "=" + FORMAT_VERSION + "\n" + NODE_KEY + "=" + node + "\n" + SHARDS_KEY + "="
                + shards + "\n";
        Path unfinished = folder.resolve(PROPERTIES + ".tmp");
        Files.writeString(unfinished, text, StandardCharsets.ISO_8859_1);
        force(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        FolderStorage.forceFolder(folder);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether the last run ended with {@link #markClean}: only then may an image be opened as it is. A new folder is not clean. */
    public boolean isClean() {
        return clean;
    }

    /** From now on the image changes: until {@link #markClean}, a stop of any kind is an unclean one. */
    public void markRunning() {
        try {
            if (Files.deleteIfExists(folder.resolve(CLEAN))) {
                FolderStorage.forceFolder(folder);
            }
            running = true;
        } catch (IOException e) {
            throw new JournalException("data folder " + folder + " cannot be written: " + e, e);
        }
    }

    /** All journals and images are forced and closed: the next start may open the images as they are. */
    public void markClean() {
        if (!running) {
            throw new IllegalStateException("data folder " + folder + " was never marked as running");
        }
        try {
            Path marker = folder.resolve(CLEAN);
            Files.writeString(marker, "");
            force(marker);
            FolderStorage.forceFolder(folder);
        } catch (IOException e) {
            throw new JournalException("data folder " + folder + " cannot be marked as clean: " + e, e);
        }
    }

    /** The folder itself. */
    public Path path() {
        return folder;
    }

    public String node() {
        return node;
    }

    public int shards() {
        return shards;
    }

    /** Where the segments of a shard's journal are. */
    public Path journalFolder(int shard) {
        return shardFolder(shard).resolve("journal");
    }

    /** Where the files of a shard's image are. */
    public Path storeFolder(int shard) {
        return shardFolder(shard).resolve("store");
    }

    /** Where the snapshots of a shard are. */
    public Path snapshotFolder(int shard) {
        return shardFolder(shard).resolve("snapshots");
    }

    /** Where everything of a shard is. */
    public Path shardFolder(int shard) {
        return folder.resolve("shard-" + shard);
    }

    /** Gives the folder to other processes. */
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new JournalException("data folder " + folder + " cannot be unlocked: " + e, e);
        }
    }
}
