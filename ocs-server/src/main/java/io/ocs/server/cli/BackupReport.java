package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.backup.BackupFolder;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** What a backup holds, and that its books close, for people and for programs. */
final class BackupReport {
    private BackupReport() {}

    /** Does the books of a folder that holds what the backup holds: they must close at the positions where it ends. */
    static Reconciliation reconcile(BackupFolder backup, Path folder, PrintWriter err) throws IOException {
        try (ProgressBar bar = new ProgressBar(err, "reconciled", Reconciler.journalOctets(folder))) {
            return new Reconciler(folder)
                    .upTo(backup.positions())
                    .onProgress(bar::at)
                    .run();
        }
    }

    static ObjectNode json(BackupFolder backup, Reconciliation books) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("backup", backup.path().toString())
                .put("node", backup.node())
                .put("takenAt", Instant.ofEpochMilli(backup.takenAtMs()).toString())
                .put("files", backup.files())
                .put("octets", backup.octets());
        for (BackupFolder.Part part : backup.parts()) {
            json.withArray("shards")
                    .addObject()
                    .put("shard", part.shard())
                    .put("epoch", part.epoch())
                    .put("position", part.position())
                    .put("snapshot", part.snapshot() < 0 ? null : Long.valueOf(part.snapshot()))
                    .put("journalFrom", part.journalFrom());
        }
        json.set("reconciliation", ReconciliationReport.json(books));
        return json;
    }

    static String text(BackupFolder backup, Reconciliation books) {
        Table table = new Table("SHARD", "EPOCH", "UP TO POSITION", "SNAPSHOT AT", "JOURNAL FROM");
        for (BackupFolder.Part part : backup.parts()) {
            table.row(
                    Integer.toString(part.shard()),
                    Integer.toString(part.epoch()),
                    Long.toString(part.position()),
                    part.snapshot() < 0 ? "none" : Long.toString(part.snapshot()),
                    Long.toString(part.journalFrom()));
        }
        return String.format(
                        Locale.ROOT,
                        "Backup of %s, taken at %s: %d files of %,d octets in %s%n",
                        backup.node(),
                        Instant.ofEpochMilli(backup.takenAtMs()),
                        backup.files(),
                        backup.octets(),
                        backup.path())
                + table
                + "\n"
                + books.text();
    }
}
