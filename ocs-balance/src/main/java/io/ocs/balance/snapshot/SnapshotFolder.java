package io.ocs.balance.snapshot;

import io.ocs.balance.journal.FolderStorage;
import io.ocs.balance.journal.SegmentStorage;
import io.ocs.core.snapshot.SnapshotException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The snapshots of one shard, each named by its position. Safe on any thread.
 */
public final class SnapshotFolder {

    private static final String SUFFIX = ".snapshot";
    private static final String UNFINISHED = ".tmp";
    private static final String REFUSED = ".refused";

    private final SegmentStorage storage;
    private final int shard;
    private final int keep;

    /** The snapshots in a folder, which is made if it does not exist; {@code keep} as in {@link #SnapshotFolder(SegmentStorage, int, int)}. */
    public static SnapshotFolder open(Path folder, int shard, int keep) {
        try {
            return new SnapshotFolder(new FolderStorage(folder), shard, keep);
        } catch (IOException e) {
            throw SnapshotException.refused(
                    "the folder of snapshots " + folder + " cannot be used (" + e + "): it must be writable");
        }
    }

    /** @param keep how many of the newest are kept when another is written, at least 1 */
    public SnapshotFolder(SegmentStorage storage, int shard, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("keeping " + keep + " snapshots");
        }
        this.storage = storage;
        this.shard = shard;
        this.keep = keep;
    }

    /** Name of the file of the snapshot of that position. */
    public static String fileName(long position) {
        return "%020d".formatted(position) + SUFFIX;
    }

    /** Position in a file's name, or -1 if it is no snapshot's name. */
    private static long positionIn(String fileName) {
        return fileName.matches("\\d{19,20}\\.snapshot")
                ? Long.parseLong(fileName.substring(0, fileName.length() - SUFFIX.length()))
                : -1;
    }

    public int shard() {
        return shard;
    }

    /** Where it is, for messages. */
    public String location() {
        return storage.location();
    }

    /** Positions of the snapshots, the oldest first. */
    public List<Long> positions() {
        return sorted().boxed().toList();
    }

    /** Position of the oldest snapshot: the journal from there on is needed. */
    public OptionalLong oldest() {
        return sorted().findFirst();
    }

    /** Position of the newest snapshot. */
    public OptionalLong newest() {
        return sorted().max();
    }

    private LongStream sorted() {
        try {
            return storage.list().stream()
                    .mapToLong(SnapshotFolder::positionIn)
                    .filter(position -> position >= 0)
                    .sorted();
        } catch (IOException e) {
            throw SnapshotException.damaged("the folder of snapshots " + location() + " cannot be read: " + e, e);
        }
    }

    /**
     * Opens the snapshot of that position and checks its head.
     *
     * @throws SnapshotException if it is damaged, or of another version or shard
     */
    public SnapshotReader read(long position) {
        return SnapshotReader.open(storage, fileName(position), shard, position);
    }

    /** Puts a damaged snapshot aside: it does not count any more, and is kept for whoever looks into it. */
    public void setAside(long position) {
        try {
            String aside = fileName(position) + REFUSED;
            if (storage.list().contains(aside)) {
                storage.delete(aside);
            }
            storage.rename(fileName(position), aside);
        } catch (IOException e) {
            throw SnapshotException.refused("the damaged snapshot " + location() + "/" + fileName(position)
                    + " cannot be put aside (" + e + "): move it away and start again");
        }
    }

    /** A file under a name that does not count yet. */
    SegmentStorage.File create(long position) throws IOException {
        return storage.grow(fileName(position) + UNFINISHED);
    }

    /** Gives the file its name, durably. */
    void name(long position) throws IOException {
        storage.rename(fileName(position) + UNFINISHED, fileName(position));
    }

    void deleteUnfinished(long position) throws IOException {
        storage.delete(fileName(position) + UNFINISHED);
    }

    /** Deletes all but the newest. */
    void prune() throws IOException {
        List<Long> positions = positions();
        for (long old : positions.subList(0, Math.max(0, positions.size() - keep))) {
            storage.delete(fileName(old));
        }
    }
}
