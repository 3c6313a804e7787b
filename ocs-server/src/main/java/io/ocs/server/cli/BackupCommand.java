package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.server.backup.BackupFolder;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocs backup}. */
@Command(
        name = "backup",
        description = {
            "Has the running server write a backup of its data folder into DIR, a new or an empty folder of the same machine, while it goes on charging: "
                    + "for each shard the newest snapshot and the journal behind it, up to one instant. Everything answered before this command was "
                    + "given is in it, nothing of a request half. Then reads every octet of it again and does its books, as 'ocs reconcile' does.",
            "",
            "The versions of the catalogue are in it. Not in it: the configuration, CDR files and the billing database. Keep copies of them with it.",
            "",
            "DIR/backup.json is written last: a backup without it was interrupted and cannot be restored. If this command ends early, the server goes on "
                    + "with the backup; GET /admin/v1/backup tells how far it is.",
            "",
            "Exit code: 0 taken, and its books close; 1 refused, failed, or a difference (the first one is named); 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs backup /mnt/backup/ocs1-monday",
            "  ocs backup \"/mnt/backup/$(date +%%F)\" --output json | jq .reconciliation.equal",
            "  ocs reconcile --data /mnt/backup/ocs1-monday      do its books again, at any time",
            "  ocs restore /mnt/backup/ocs1-monday --data /var/lib/ocs"
        })
public final class BackupCommand implements Callable<Integer> {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Parameters(paramLabel = "DIR", description = "Where to: a new or an empty folder outside the data folder.")
    private Path directory;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        take(target);
        BackupFolder backup;
        Reconciliation books;
        try (ProgressBar bar = new ProgressBar(server.spec().commandLine().getErr(), "read again", 0)) {
            backup = BackupFolder.open(target);
            backup.check(bar::at);
        }
        books = BackupReport.reconcile(
                backup, target, server.spec().commandLine().getErr());
        server.print(
                BackupReport.json(backup, books),
                BackupReport.text(backup, books) + "Restore it with: ocs restore " + target);
        return books.allEqual() ? 0 : 1;
    }

    /** Has the server take it, and waits until it has. */
    private void take(Path target) {
        AdminClient admin = server.client();
        JsonNode body = JsonNodeFactory.instance.objectNode().put("directory", target.toString());
        JsonNode backup =
                admin.change("POST", "/admin/v1/backup", body, UUID.randomUUID().toString());
        while (backup.path("octetsTotal").isNull() && isRunning(backup)) {
            backup = next(admin);
        }
        long total = backup.path("octetsTotal").asLong();
        try (ProgressBar bar = new ProgressBar(server.spec().commandLine().getErr(), "copied", total)) {
            while (isRunning(backup)) {
                bar.at(backup.path("octets").asLong());
                backup = next(admin);
            }
        }
        if (!backup.path("state").asText().equals("done")) {
            throw new CommandFailure(backup.path("error").asText());
        }
        if (!Path.of(backup.path("directory").asText()).equals(target)) {
            throw new CommandFailure("the server has taken another backup meanwhile, in "
                    + backup.path("directory").asText() + ": look for " + target + "/backup.json");
        }
    }

    private static boolean isRunning(JsonNode backup) {
        return backup.path("state").asText().equals("running");
    }

    private static JsonNode next(AdminClient admin) {
        LockSupport.parkNanos(POLL_NANOS);
        return admin.get("/admin/v1/backup");
    }
}
