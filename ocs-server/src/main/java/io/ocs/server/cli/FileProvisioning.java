package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Creates the subscribers of a file, batch by batch: good rows are kept, or, atomically, all rows or none. */
final class FileProvisioning {
    /** Rows that the server takes at a time without keeping others waiting. */
    static final int BATCH_MAX = 2_000;

    private static final String BULK = "/admin/v1/subscribers/bulk";

    private final AdminClient client;
    private final Path file;
    private final String key;
    private final BulkReport report;
    private final int batchMax;

    /** @param batchMax rows in a request, at most */
    FileProvisioning(AdminClient client, Path file, String key, BulkReport report, int batchMax) {
        this.client = client;
        this.file = file;
        this.key = key;
        this.report = report;
        this.batchMax = batchMax;
    }

    long lines() {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new CommandFailure("--file: cannot read " + file + ": " + e, e);
        }
    }

    /** Good rows are kept. */
    void load(ProgressBar progress) {
        inBatches(progress, batch -> create(batch));
    }

    /** Checks every row before the first is created; if one fails nevertheless, those created are removed again. */
    void loadAtomically(ProgressBar checking, ProgressBar progress) {
        Set<SubscriptionId> seen = new HashSet<>();
        inBatches(checking, batch -> check(batch, seen));
        if (report.failed() > 0) {
            return;
        }
        List<CsvSubscribers.Row> created = new ArrayList<>();
        inBatches(progress, batch -> {
            if (report.failed() == 0) {
                created.addAll(create(batch));
            }
        });
        if (report.failed() > 0) {
            undo(created);
        }
    }

    private void inBatches(ProgressBar progress, Consumer<List<CsvSubscribers.Row>> action) {
        try (CsvSubscribers rows = new CsvSubscribers(file)) {
            List<CsvSubscribers.Row> batch = new ArrayList<>();
            for (CsvSubscribers.Row row = rows.next(); row != null; row = rows.next()) {
                if (row.error() == null) {
                    batch.add(row);
                } else {
                    fail(row, row.error());
                }
                if (batch.size() == batchMax) {
                    action.accept(batch);
                    batch = new ArrayList<>();
                    progress.at(row.line());
                }
            }
            if (!batch.isEmpty()) {
                action.accept(batch);
            }
        }
    }

    /** @return the rows that were created */
    private List<CsvSubscribers.Row> create(List<CsvSubscribers.Row> batch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        batch.forEach(row -> body.withArray("rows").add(row.json()));
        JsonNode answer =
                client.change("POST", BULK, body, key + "/" + batch.get(0).line());
        report.addCounts(answer);
        Set<Integer> failed = failures(batch, answer);
        List<CsvSubscribers.Row> created = new ArrayList<>(batch);
        created.removeIf(row -> failed.contains(row.line()));
        return created;
    }

    /** Within the file by itself, against what exists by the server. */
    private void check(List<CsvSubscribers.Row> batch, Set<SubscriptionId> seen) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("validateOnly", true);
        for (CsvSubscribers.Row row : batch) {
            ObjectNode json = row.json().deepCopy();
            try {
                if (json.has("memberOf")
                        && seen.contains(
                                SubscriptionId.parse(json.get("memberOf").asText()))) {
                    json.remove("memberOf");
                }
                json.path("identities")
                        .forEach(identity -> rememberOnce(SubscriptionId.parse(identity.asText()), seen));
            } catch (IllegalArgumentException e) {
                fail(row, e.getMessage());
            }
            body.withArray("rows").add(json);
        }
        failures(batch, client.change("POST", BULK, body, key + "/check"));
    }

    private static void rememberOnce(SubscriptionId identity, Set<SubscriptionId> seen) {
        if (!seen.add(identity)) {
            throw new IllegalArgumentException(identity + " stands twice in this file");
        }
    }

    /** Takes over the server's errors. @return the lines they are about */
    private Set<Integer> failures(List<CsvSubscribers.Row> batch, JsonNode answer) {
        Set<Integer> lines = new HashSet<>();
        for (JsonNode error : answer.path("errors")) {
            CsvSubscribers.Row row = batch.get(error.path("row").intValue() - 1);
            lines.add(row.line());
            fail(row, error.path("reason").asText());
        }
        return lines;
    }

    private void undo(List<CsvSubscribers.Row> created) {
        for (int index = created.size() - 1; index >= 0; index--) {
            String identity =
                    created.get(index).json().path("identities").get(0).asText();
            client.change(
                    "DELETE",
                    SubscriberCommand.path(identity),
                    null,
                    key + "/undo/" + created.get(index).line());
        }
        report.undone();
    }

    private void fail(CsvSubscribers.Row row, String reason) {
        report.fail(file + ":" + row.line(), reason);
    }
}
