package io.ocs.server.catalog;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/**
 * What is noted of one version.
 *
 * @param number from 1 on, without gaps
 * @param sha256 of names and contents of its files, in hexadecimal digits; a version that takes an earlier one back has the same
 * @param by name of the token, or of what in the server has brought it
 * @param atMs when it was written down, milliseconds since 1970
 * @param reason in the words of who brought it
 * @param of the earlier version that it takes back; 0 for {@link Origin#DIRECTORY} and {@link Origin#APPLIED}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CatalogVersion(int number, String sha256, String by, long atMs, String reason, Origin origin, int of) {

    /** Where a version comes from. */
    public enum Origin {
        /** The configured directory, which had changed. */
        DIRECTORY,
        /** Somebody has sent it. */
        APPLIED,
        /** An earlier version, taken back. */
        ROLLED_BACK
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] encode() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a version cannot be written as JSON", e);
        }
    }

    /** @throws JsonProcessingException if it is none */
    static CatalogVersion decode(String text) throws JsonProcessingException {
        return JSON.readValue(text, CatalogVersion.class);
    }
}
