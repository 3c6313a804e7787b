package io.ocs.server.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ocs.server.backup.BackupManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** A folder that holds a finished backup. */
public final class BackupFolder {

    /**
     * What it has of a shard, for people.
     *
     * @param snapshot position of the snapshot; -1: none, the whole journal
     */
    public record Part(int shard, int epoch, long position, long snapshot, long journalFrom) {}

    private static final Pattern NAME =
            Pattern.compile("ocs\\.properties|shard-\\d{1,9}/(journal|snapshots)/[a-z0-9-]+\\.(journal|snapshot)"
                    + "|catalog/versions/\\d{6,9}\\.json|catalog/content/[0-9a-f]{64}(/(?!\\.{1,2}(/|$))[^/]+)+");

    private final Path folder;
    private final BackupManifest manifest;

    private BackupFolder(Path folder, BackupManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /** Whether a backup was finished there. */
    public static boolean is(Path folder) {
        return Files.exists(folder.resolve(BackupManifest.FILE));
    }

    /**
     * Opens a backup; its files are not looked at.
     *
     * @throws BackupException if there is none, it was never finished, is of another version, or was edited
     */
    public static BackupFolder open(Path folder) {
        Path file = folder.resolve(BackupManifest.FILE);
        if (!is(folder)) {
            throw new BackupException(
                    folder + " is no backup: there is no " + BackupManifest.FILE
                            + " in it, which 'ocs backup' writes last; name another, or take one anew if this one was interrupted");
        }
        try {
            BackupManifest manifest = BackupManifest.decode(Files.readString(file));
            if (manifest.formatVersion() != BackupManifest.FORMAT_VERSION) {
                throw new BackupException(
                        file + " is of format version " + manifest.formatVersion() + ", this program reads version "
                                + BackupManifest.FORMAT_VERSION + ": use the version of the program that made it");
            }
            if (!manifest.isAsWritten()) {
                throw new BackupException(file + " was changed after it was written: its checksum is not that of what"
                        + " it says. Take the file from a copy of the backup, or use another backup");
            }
            for (DataFile named : manifest.files()) {
                if (!NAME.matcher(named.name()).matches()) {
                    throw new BackupException(file + " names the file " + named.name() + ", which no backup has");
                }
            }
            return new BackupFolder(folder, manifest);
        } catch (JsonProcessingException e) {
            throw new BackupException(
                    file + " is cut short or no list of a backup (" + e.getOriginalMessage()
                            + "): take the file from a copy of the backup, or use another backup",
                    e);
        } catch (IOException e) {
            throw new BackupException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads every file and compares it with what the list says.
     *
     * @param progress is told the octets read so far
     * @throws BackupException naming the first file that is not as it was written
     */
    public void check(LongConsumer progress) {
        long[] done = {0};
        for (DataFile said : manifest.files()) {
            check(said, octets -> {
                done[0] += octets;
                progress.accept(done[0]);
            });
        }
    }

    private void check(DataFile said, Octets.Progress progress) {
        Path file = folder.resolve(said.name());
        try {
            if (!Files.isRegularFile(file)) {
                throw wrong(file, "is missing");
            }
            if (Files.size(file) != said.octets()) {
                throw wrong(file, "has " + Files.size(file) + " octets instead of " + said.octets());
            }
            if (!Octets.sha256(file, progress).equals(said.sha256())) {
                throw wrong(file, "is not what was written: its SHA-256 is another one");
            }
        } catch (IOException e) {
            throw new BackupException(file + " cannot be read: " + e, e);
        }
    }

    private BackupException wrong(Path file, String how) {
        return new BackupException(
                "backup file " + file + " " + how + ". Take the file from a copy of the backup, or use another backup");
    }

    BackupManifest manifest() {
        return manifest;
    }

    public Path path() {
        return folder;
    }

    public String node() {
        return manifest.node();
    }

    /** When it was taken, milliseconds since 1970. */
    public long takenAtMs() {
        return manifest.takenAtMs();
    }

    public long octets() {
        return manifest.octets();
    }

    public int files() {
        return manifest.files().size();
    }

    /** Journal position of each shard, up to which everything is there. */
    public SortedMap<Integer, Long> positions() {
        return manifest.positions();
    }

    public List<Part> parts() {
        return manifest.shards().stream()
                .map(shard ->
                        new Part(shard.shard(), shard.epoch(), shard.position(), shard.snapshot(), shard.journalFrom()))
                .toList();
    }
}
