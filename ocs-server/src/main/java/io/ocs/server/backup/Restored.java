package io.ocs.server.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ocs.cdr.CdrMark;
import io.ocs.core.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a restore leaves in the data folder, the file {@value #FILE}: a place of charging data records that is new begins behind these records, since the
 * backup has a state instead of what led to it.
 *
 * @param backup folder that was restored
 * @param takenAtMs when the backup was taken, milliseconds since 1970
 * @param restoredAtMs when it was restored
 * @param epoch of what is charged since
 * @param shards where each one goes on
 */
public record Restored(String backup, long takenAtMs, long restoredAtMs, int epoch, List<Shard> shards) {

    /**
     * One shard.
     *
     * @param position of the journal where the restored server goes on charging
     * @param begin where new places of charging data records begin
     */
    public record Shard(int shard, long position, CdrMark begin) {}

    static final String FILE = "restored.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Restored {
        shards = List.copyOf(shards);
    }

    /**
     * What was left in a data folder, if it was restored.
     *
     * @throws JournalException if it cannot be read
     */
    public static Optional<Restored> of(Path dataFolder) {
        Path file = dataFolder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Restored.class));
        } catch (IOException e) {
            throw new JournalException(
                    file + " cannot be read (" + e.getMessage() + "): put the file back, or restore the backup again",
                    e);
        }
    }

    /** Where a new place of this shard's charging data records begins. */
    public CdrMark begin(int shard) {
        return shards.stream()
                .filter(one -> one.shard == shard)
                .map(Shard::begin)
                .findFirst()
                .orElse(CdrMark.NONE);
    }

    byte[] encode() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this can always be written as JSON", e);
        }
    }
}
