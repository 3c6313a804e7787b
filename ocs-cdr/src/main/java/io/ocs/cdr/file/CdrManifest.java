package io.ocs.cdr.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ocs.cdr.record.CdrSums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is said of the files of one range of records of one shard: the JSON beside them. A manifest without files is a mark: it carries the
 * position on over a stretch of the journal without records, and its {@code last} is {@code first} - 1.
 *
 * @param formatVersion of the records, {@link io.ocs.cdr.record.CdrField#FORMAT_VERSION}
 * @param node name of the charging system
 * @param epoch of the records
 * @param shard of the records
 * @param first number of the first record
 * @param last number of the last record
 * @param positionFrom journal position before the first batch of these records
 * @param positionTo journal position behind the last
 * @param createdAtMs when the files were closed, milliseconds since 1970
 * @param sums what the records add up to
 * @param files one for each format, all with the same records
 * @param sequence which of the shard's sets of files this is, from 1 on; of a mark, of the set before it; 0 if an earlier version counted none
 * @param previous SHA-256 of the manifest before this one, in hexadecimal digits; empty for the first of a shard
 */
public record CdrManifest(
        int formatVersion,
        String node,
        int epoch,
        int shard,
        long first,
        long last,
        long positionFrom,
        long positionTo,
        long createdAtMs,
        CdrSums sums,
        List<DataFile> files,
        long sequence,
        String previous) {

    /**
     * One file.
     *
     * @param name of the file, in the folder of the manifest
     * @param octets of it
     * @param sha256 of its octets, in hexadecimal digits
     */
    public record DataFile(String name, long octets, String sha256) {}

    /** End of the name of a manifest. */
    static final String EXTENSION = ".manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public CdrManifest {
        files = List.copyOf(files);
    }

    static String stem(String node, int epoch, int shard, long first, long last) {
        return node + "-" + epoch + "-" + shard + "-" + first + "-" + last;
    }

    /** Name of the unfinished file of a format: the last number is not known yet. */
    static String unfinished(String node, int epoch, int shard, long first, String extension) {
        return node + "-" + epoch + "-" + shard + "-" + first + "." + extension + ".tmp";
    }

    String fileName() {
        return stem(node, epoch, shard, first, last) + EXTENSION;
    }

    byte[] encode() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException if it cannot be read or is no manifest; the message names the file
     */
    static CdrManifest read(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        try {
            return JSON.readValue(octets, CdrManifest.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no manifest of charging data records: " + e.getOriginalMessage(), e);
        }
    }
}
