package io.ocs.server.charges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The closed files of JSON Lines in a folder, read from the newest on, {@value #OCTETS_MAX} octets at most and the rest of a file. */
record ChargeFiles(Path folder) {
    static final long OCTETS_MAX = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The newest first. A file that is deleted meanwhile, because it has been kept long enough, is passed over. */
    List<JsonNode> last(int shard, long subscriberId, int limit) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        long read = 0;
        for (Path file : ClosedFiles.of(folder, shard, "jsonl")) {
            if (found.size() >= limit || read >= OCTETS_MAX) {
                break;
            }
            try {
                read += Files.size(file);
                found.addAll(lastOf(file, subscriberId, limit - found.size()));
            } catch (NoSuchFileException e) {
                read++;
            }
        }
        return found;
    }

    private static List<JsonNode> lastOf(Path file, long subscriberId, int limit) throws IOException {
        String mark = "\"subscriber_id\":" + subscriberId + ",";
        Deque<JsonNode> records = new ArrayDeque<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.contains(mark)) {
                    records.addFirst(JSON.readTree(line));
                    if (records.size() > limit) {
                        records.removeLast();
                    }
                }
            }
        }
        return List.copyOf(records);
    }
}
