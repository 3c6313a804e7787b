package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What became of a provisioning: sums over its requests, and what failed. */
final class BulkReport {
    private static final int ERRORS_MAX = 100_000;

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private long created;
    private long repeated;
    private long failed;

    BulkReport() {
        json.putArray("errors");
    }

    void addCounts(JsonNode answer) {
        created += answer.path("created").longValue();
        repeated += answer.path("repeated").longValue();
    }

    /** @param place the line of a file, or the number that was refused */
    void fail(String place, String reason) {
        failed++;
        if (json.withArray("errors").size() < ERRORS_MAX) {
            json.withArray("errors").addObject().put("at", place).put("reason", reason);
        }
    }

    /** The subscribers created so far are gone again. */
    void undone() {
        created = 0;
        repeated = 0;
    }

    long failed() {
        return failed;
    }

    JsonNode json() {
        return json.put("created", created).put("repeated", repeated).put("failed", failed);
    }

    String text(long nanos) {
        return String.format(
                Locale.ROOT,
                "created %,d subscribers%s, failed %,d, in %.1f s",
                created,
                repeated == 0 ? "" : String.format(Locale.ROOT, " (%,d of them before)", repeated),
                failed,
                nanos / 1e9);
    }
}
