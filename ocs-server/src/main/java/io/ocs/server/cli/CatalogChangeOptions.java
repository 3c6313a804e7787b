package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Options of the commands that bring another version of the catalogue into force. */
final class CatalogChangeOptions {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for the history: at most 500 characters.")
    private String reason;

    @Option(
            names = "--expect",
            paramLabel = "VERSION",
            description = "Refuse it if another version is in force than this one: somebody else was faster.")
    private Integer expected;

    /** Adds what is said of a change; without {@code --expect} the version that was looked at. */
    ObjectNode addTo(ObjectNode body, JsonNode inForce) {
        return body.put("reason", reason)
                .put(
                        "expectedVersion",
                        expected == null ? inForce.path("version").asInt() : expected);
    }

    static String text(JsonNode version) {
        boolean changed = version.path("status").asText().equals("in-force");
        return "Version " + version.path("version").asInt() + " of the catalogue is in force"
                + (changed ? "." : " already: nothing differs.");
    }
}
