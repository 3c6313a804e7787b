package io.ocs.server.backup;

import io.ocs.balance.journal.FolderStorage;
import io.ocs.balance.journal.JournalStretch;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotReader;
import io.ocs.core.journal.JournalException;
import io.ocs.core.snapshot.SnapshotException;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import io.ocs.server.backup.BackupManifest.DataFile;
import io.ocs.server.backup.BackupManifest.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One shard's part of a backup: first {@link #begin} copies a snapshot and holds the journal from there on, then {@link #finish} copies the journal up to
 * where the backup ends. The copy of a snapshot is read once more, whole, before it counts. One thread, but {@link #close} is for any.
 */
final class ShardBackup implements AutoCloseable {
    private static final int TRIES = 5;

    private final ShardSource source;
    private final Path target;
    private final Octets.Progress progress;
    private final List<DataFile> files = new ArrayList<>();
    private final ShardEntry counters = new ShardEntry();
    private JournalStretch journal;
    private boolean closed;
    private long snapshot = -1;
    private int cdrEpoch;
    private long cdrRecord;

    /** @param target folder of the whole backup */
    ShardBackup(ShardSource source, Path target, Octets.Progress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /** Copies the newest snapshot that is good, and keeps the journal from there, or from what charging data records need, from being released. */
    void begin() throws IOException {
        for (int tries = 1; true; tries++) {
            List<Long> positions = source.snapshots().positions();
            try {
                if (positions.isEmpty()) {
                    hold(0);
                    checkReachesBackTo(0);
                    return;
                }
                hold(positions.get(0));
                if (copyNewestGood(positions)) {
                    narrow();
                    return;
                }
                throw new BackupException("no snapshot in " + source.snapshots().location() + " is good: the log and"
                        + " 'ocs reconcile' tell more; a backup can be taken once the next one is written");
            } catch (NoSuchFileException | JournalException e) {
                letGo(); // newer snapshots have taken its place, and the journal before them was released
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private synchronized void hold(long snapshotPosition) throws IOException {
        checkOpen();
        long wanted = Math.min(snapshotPosition, source.cdrsNeedFrom().getAsLong());
        journal = source.journal().hold(Math.max(source.journal().firstPosition(), wanted));
    }

    /** Holds no more than what the snapshot that was copied needs. */
    private synchronized void narrow() throws IOException {
        JournalStretch wide = held();
        hold(snapshot);
        wide.close();
        checkReachesBackTo(snapshot);
    }

    private boolean copyNewestGood(List<Long> positions) throws IOException {
        for (int i = positions.size() - 1; i >= 0; i--) {
            if (copySnapshot(positions.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** @return false if it is damaged; nothing is left of the copy then */
    private boolean copySnapshot(long position) throws IOException {
        String name = SnapshotFolder.fileName(position);
        Path copy = folder("snapshots").resolve(name);
        String hash = Octets.copy(source.folder().resolve("snapshots").resolve(name), copy, progress);
        try (FolderStorage storage = new FolderStorage(copy.getParent());
                SnapshotReader reader = new SnapshotFolder(storage, source.shard(), Integer.MAX_VALUE).read(position)) {
            reader.forEach((table, address) -> {
                if (table == Table.SHARD) {
                    cdrRecord = counters.wrap(address).nextRecordNumber() - 1;
                }
            });
            cdrEpoch = reader.head().epoch();
        } catch (SnapshotException e) {
            if (!e.isDamage()) {
                throw e;
            }
            Files.delete(copy);
            return false;
        }
        snapshot = position;
        add(copy, hash);
        return true;
    }

    private Path folder(String part) {
        return target.resolve("shard-" + source.shard()).resolve(part);
    }

    private void add(Path copy, String hash) throws IOException {
        String name = target.relativize(copy).toString().replace('\\', '/');
        files.add(new DataFile(name, Files.size(copy), hash));
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("it was stopped");
        }
    }

    /** A journal that begins behind the state before it cannot be restored: a snapshot has come meanwhile, and is found when it is tried again. */
    private void checkReachesBackTo(long position) throws IOException {
        if (held().from() > position) {
            throw new JournalException("the journal of shard " + source.shard() + " begins at position "
                    + held().from() + ", but " + source.snapshots().location() + " has no snapshot from "
                    + "there on: a backup can be taken once the next one is written");
        }
    }

    private synchronized JournalStretch held() throws IOException {
        checkOpen();
        return journal;
    }

    /** Octets that {@link #finish} will write. */
    long octets(long end) throws IOException {
        return held().segments(end).stream()
                .mapToLong(JournalStretch.Segment::length)
                .sum();
    }

    /** Copies the journal up to {@code end}, and lets go of it. */
    Shard finish(long end) throws IOException {
        Path from = source.folder().resolve("journal");
        for (JournalStretch.Segment segment : held().segments(end)) {
            Path copy = folder("journal").resolve(segment.name());
            add(copy, Octets.copy(from.resolve(segment.name()), copy, segment.octets(), segment.length(), progress));
        }
        Shard done =
                new Shard(source.shard(), source.journal().epoch(), end, held().from(), snapshot, cdrEpoch, cdrRecord);
        close();
        return done;
    }

    List<DataFile> files() {
        return files;
    }

    /** Lets go of the journal for good. */
    @Override
    public synchronized void close() {
        closed = true;
        letGo();
    }

    private synchronized void letGo() {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }
}
