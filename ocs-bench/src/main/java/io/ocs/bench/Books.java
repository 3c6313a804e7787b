package io.ocs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether the books of one server process balance after its load: what {@code ocs reconcile} says of the data folder that it left.
 *
 * @param balance false also if the comparison itself failed
 * @param line for people: which server, and each comparison or the first difference
 */
record Books(boolean balance, String line) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Runs {@code command}, which prints JSON as {@code ocs reconcile --output json} does and ends with 0 exactly if all is equal.
     *
     * @param subject begins the line
     * @param out takes what it prints; what it says beside goes into a file of that name with {@code .err}
     */
    static Books check(String subject, List<String> command, Path folder, Path out, Duration max)
            throws IOException, InterruptedException {
        Path err = out.resolveSibling(out.getFileName() + ".err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return new Books(false, subject + ": NOT COMPARED within " + max.toSeconds() + " s; see " + err);
        }
        return read(subject, process.exitValue(), out, err);
    }

    private static Books read(String subject, int exit, Path out, Path err) throws IOException {
        JsonNode result;
        try {
            result = JSON.readTree(Files.readString(out));
        } catch (JsonProcessingException e) {
            result = JSON.missingNode();
        }
        if (!result.path("equal").isBoolean() || result.path("comparisons").isEmpty()) {
            return new Books(false, "%s: NOT COMPARED, exit code %d; see %s and %s".formatted(subject, exit, out, err));
        }
        if (exit != 0 || !result.path("equal").asBoolean()) {
            return new Books(
                    false,
                    "%s: DO NOT BALANCE: %s"
                            .formatted(subject, result.path("firstDifference").asText()));
        }
        return new Books(true, subject + ": balance; " + comparisons(result));
    }

    private static String comparisons(JsonNode result) {
        List<String> each = new ArrayList<>();
        for (JsonNode comparison : result.path("comparisons")) {
            each.add("%s (%s)"
                    .formatted(
                            comparison.path("what").asText(),
                            comparison.path("left").asText()));
        }
        return String.join("; ", each);
    }
}
