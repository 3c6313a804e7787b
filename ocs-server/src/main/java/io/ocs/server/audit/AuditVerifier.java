package io.ocs.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads an audit log once from the beginning and finds the first line that is not as it was written. One use. */
public final class AuditVerifier {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What was found.
     *
     * @param lines that are good, up to the first that is not
     * @param head number and hash of the last good line, as {@code 12:ab…}
     * @param problems none, or the first one: behind it nothing can be said
     * @param withoutResult numbers of changes whose result was not noted: under way, or when the server ended
     */
    public record Report(long lines, String head, List<String> problems, List<Long> withoutResult) {}

    private final Path folder;
    private final Consumer<JsonNode> visitor;
    private final List<String> problems = new ArrayList<>();
    private final Set<Long> open = new HashSet<>();
    private long next = 1;
    private String lastHash = AuditChain.START;

    /** @param visitor is given each good line */
    public AuditVerifier(Path folder, Consumer<JsonNode> visitor) {
        this.folder = folder;
        this.visitor = visitor;
    }

    /**
     * Reads all of it.
     *
     * @param expected a head that was noted before, which must be among the lines; null for none
     * @throws IOException if there is no audit log, or it cannot be read
     */
    public Report run(String expected) throws IOException {
        List<Path> files = AuditFolder.files(folder);
        if (files.isEmpty()) {
            throw new IOException("there is no audit log in " + folder);
        }
        boolean seen = expected == null;
        for (int i = 0; i < files.size() && problems.isEmpty(); i++) {
            seen |= read(files.get(i), i == files.size() - 1, expected);
        }
        if (!seen && problems.isEmpty()) {
            problems.add("line " + expected
                    + " is not in the log any more: lines were cut off its end, or all of it was written anew");
        }
        return new Report(
                next - 1, head(), List.copyOf(problems), open.stream().sorted().toList());
    }

    private String head() {
        return next - 1 + ":" + lastHash;
    }

    /** @return whether the expected head was seen */
    private boolean read(Path file, boolean last, String expected) throws IOException {
        if (AuditFolder.firstNumber(file) != next) {
            problems.add(file + ": begins with line " + AuditFolder.firstNumber(file) + ", but line " + next
                    + " is due: a file is missing or was renamed");
            return false;
        }
        boolean seen = false;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null && problems.isEmpty(); line = lines.readLine()) {
                number++;
                check(line, file + ":" + number, last && !lines.ready());
                seen |= head().equals(expected);
            }
        }
        return seen;
    }

    private void check(String line, String place, boolean atEnd) throws IOException {
        String said = AuditChain.saidHash(line);
        if (said == null && atEnd) {
            return; // torn by a crash, or being written: the next start cuts it off
        }
        if (said == null) {
            problems.add(place + ": this is no line of the log");
        } else if (!said.equals(AuditChain.dueHash(line))) {
            problems.add(place + ": was changed after it was written: its hash is not that of its content");
        } else {
            checkPlace(JSON.readTree(line), place, said);
        }
    }

    private void checkPlace(JsonNode record, String place, String hash) {
        if (!record.path("prev").asText().equals(lastHash) || record.path("n").asLong() != next) {
            problems.add(place + ": line " + record.path("n").asLong() + " does not follow line " + (next - 1)
                    + ": lines were left out, put in or exchanged before it");
            return;
        }
        next++;
        lastHash = hash;
        if (record.path("event").asText().equals("begin")) {
            open.add(record.path("n").asLong());
        } else {
            open.remove(record.path("of").asLong());
        }
        visitor.accept(record);
    }
}
