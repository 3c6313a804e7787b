package io.ocs.server.backup;

import io.ocs.balance.journal.DataFolder;
import io.ocs.balance.journal.JournalEpoch;
import io.ocs.cdr.CdrMark;
import io.ocs.core.journal.JournalException;
import io.ocs.server.backup.BackupManifest.DataFile;
import io.ocs.server.backup.BackupManifest.Shard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Brings a backup into an empty data folder. Everything that can be refused is refused before anything is written; what fails later, as on a full disk,
 * leaves the folder empty again. One thread.
 */
public final class Restore {
    /** 2020-01-01T00:00Z: epochs of restores count minutes from there. */
    private static final long YEAR_2020_MS = 1_577_836_800_000L;

    private static final long MINUTE_MS = 60_000;

    private final BackupFolder backup;
    private final Path dataFolder;

    /** @param dataFolder where a server will go on from the backup: a new or an empty folder */
    public Restore(BackupFolder backup, Path dataFolder) {
        this.backup = backup;
        this.dataFolder = dataFolder;
    }

    /**
     * The epoch of what is charged after a restore: later than every one that is known, and, since others may have been used that nobody here knows of, at
     * least the minutes since 2020: a server that begins with epoch 1 never gets there.
     *
     * @param newestKnown the highest epoch found anywhere, 0 if none
     */
    public int epoch(int newestKnown, long nowMs) {
        int known = backup.manifest().shards().stream().mapToInt(Shard::epoch).reduce(newestKnown, Math::max);
        return (int) Math.max(known + 1L, (nowMs - YEAR_2020_MS) / MINUTE_MS);
    }

    /**
     * Checks every octet of the backup, copies it, and begins the epoch at the end of each journal.
     *
     * @param epoch of what will be charged, see {@link #epoch}
     * @param segmentSize octets of a new journal file
     * @param progress is told the octets done, of twice {@link BackupFolder#octets}
     * @throws BackupException if the backup is not as it was written, the data folder is not empty or in use, or something cannot be written; the folder
     *     is as it was
     */
    public Restored run(int epoch, long segmentSize, long nowMs, LongConsumer progress) {
        try {
            Closeable reserved = DataFolder.reserve(dataFolder);
            try {
                return fill(epoch, segmentSize, nowMs, progress);
            } finally {
                reserved.close();
            }
        } catch (IOException | JournalException e) {
            throw new BackupException(e.getMessage(), e);
        }
    }

    private Restored fill(int epoch, long segmentSize, long nowMs, LongConsumer progress) {
        try {
            backup.check(progress);
            long[] done = {backup.octets()};
            Octets.Progress copied = octets -> {
                done[0] += octets;
                progress.accept(done[0]);
            };
            for (DataFile file : backup.manifest().files()) {
                if (!file.name().equals(DataFolder.PROPERTIES)) {
                    copy(file, copied);
                }
            }
            for (Shard shard : backup.manifest().shards()) {
                JournalEpoch.begin(
                        dataFolder.resolve("shard-" + shard.shard()).resolve("journal"),
                        shard.shard(),
                        shard.position(),
                        epoch,
                        segmentSize);
            }
            Restored restored = restored(epoch, nowMs);
            Octets.write(dataFolder.resolve(Restored.FILE), restored.encode());
            for (DataFile file : backup.manifest().files()) {
                if (file.name().equals(DataFolder.PROPERTIES)) {
                    copy(file, copied);
                }
            }
            return restored;
        } catch (IOException | JournalException | BackupException e) {
            throw new BackupException(
                    "the backup cannot be restored into " + dataFolder + ": " + e.getMessage() + cleared(), e);
        }
    }

    private void copy(DataFile file, Octets.Progress progress) throws IOException {
        Path source = backup.path().resolve(file.name());
        String hash = Octets.copy(source, dataFolder.resolve(file.name()), progress);
        if (!hash.equals(file.sha256())) {
            throw new IOException(source + " was changed while it was copied");
        }
    }

    private Restored restored(int epoch, long nowMs) {
        List<Restored.Shard> shards = backup.manifest().shards().stream()
                .map(shard -> new Restored.Shard(shard.shard(), shard.position(), begin(shard)))
                .toList();
        return new Restored(backup.path().toString(), backup.takenAtMs(), nowMs, epoch, shards);
    }

    private static CdrMark begin(Shard shard) {
        return shard.snapshot() <= 0
                ? CdrMark.NONE
                : new CdrMark(shard.snapshot(), shard.cdrEpoch(), shard.cdrRecord());
    }

    /** Empties the folder again, which was empty. @return what is to be said if that fails too */
    private String cleared() {
        try (Stream<Path> all = Files.walk(dataFolder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(dataFolder)) {
                    Files.delete(path);
                }
            }
            return "";
        } catch (IOException e) {
            return ". What was copied could not be deleted (" + e + "): delete it before you try again";
        }
    }
}
