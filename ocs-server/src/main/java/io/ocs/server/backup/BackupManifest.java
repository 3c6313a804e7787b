package io.ocs.server.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ocs.balance.journal.DataFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is said of a backup: the file {@value #FILE} in its folder, written last.
 *
 * @param formatVersion of all that is in the backup, as of a data folder
 * @param node whose data folder it is
 * @param takenAtMs when the positions were read, milliseconds since 1970
 * @param shards all of them, by number
 * @param files all of them but this one
 * @param checksum SHA-256 of this file with an empty checksum, in hexadecimal digits
 */
record BackupManifest(
        int formatVersion, String node, long takenAtMs, List<Shard> shards, List<DataFile> files, String checksum) {

    /**
     * What a backup has of a shard.
     *
     * @param shard its number
     * @param epoch of its journal
     * @param position of the journal: everything before it is in the backup, nothing behind it
     * @param journalFrom position of the first batch in the backup, at most that of the snapshot
     * @param snapshot position of the snapshot; -1 if there is none, and the journal is there from its beginning
     * @param cdrEpoch epoch of the journal at the snapshot
     * @param cdrRecord number of the last charging data record before the snapshot
     */
    record Shard(int shard, int epoch, long position, long journalFrom, long snapshot, int cdrEpoch, long cdrRecord) {}

    /**
     * One file.
     *
     * @param name relative to the folder, with {@code /}
     * @param octets length of the file
     * @param sha256 of its octets, in hexadecimal digits
     */
    record DataFile(String name, long octets, String sha256) {}

    static final String FILE = "backup.json";
    static final int FORMAT_VERSION = DataFolder.FORMAT_VERSION;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    BackupManifest {
        shards = List.copyOf(shards);
        files = List.copyOf(files);
    }

    /** This, with its checksum. */
    BackupManifest sealed() {
        return withChecksum(Octets.sha256(withChecksum("").encode()));
    }

    boolean isAsWritten() {
        return equals(sealed());
    }

    private BackupManifest withChecksum(String text) {
        return new BackupManifest(formatVersion, node, takenAtMs, shards, files, text);
    }

    byte[] encode() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }

    /** @throws JsonProcessingException if it is none */
    static BackupManifest decode(String text) throws JsonProcessingException {
        return JSON.readValue(text, BackupManifest.class);
    }

    /** The position of each shard. */
    SortedMap<Integer, Long> positions() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        shards.forEach(shard -> positions.put(shard.shard, shard.position));
        return positions;
    }

    long octets() {
        return files.stream().mapToLong(DataFile::octets).sum();
    }
}
