package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.cdr.file.ClosedCdrFiles;
import io.ocs.server.backup.BackupFolder;
import io.ocs.server.backup.Restore;
import io.ocs.server.backup.Restored;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs restore}. */
@Command(
        name = "restore",
        description = {
            "Brings a backup back into a data folder that is new or empty, named as for 'ocs run'. Every octet of the backup is checked before anything is "
                    + "written, and the books of what was restored are done at the end, as 'ocs reconcile' does.",
            "",
            "What the lost server charged after the backup was taken is not in the restored balances: this is what a restore is. Its charging data records "
                    + "stay where they were written. What is charged from now on gets a later epoch, so that no key is given twice; leave cdr.directory "
                    + "and database.url as they are, and both go on.",
            "",
            "Exit code: 0 restored, and the books close; 1 refused or failed (the folder is as it was), or a difference; 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs restore /mnt/backup/ocs1-monday --data /var/lib/ocs",
            "  ocs restore /mnt/backup/ocs1-monday --config config/production.yaml",
            "  ocs reconcile --config config/production.yaml     with CDR files and table: which records are of after the backup"
        })
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The backup, as 'ocs backup' has made it.")
    private Path directory;

    @Mixin
    private FolderOptions folder;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private ClientOptions.Output output;

    @Override
    public Integer call() throws IOException {
        OcsConfig config = folder.config();
        PrintWriter err = spec.commandLine().getErr();
        BackupFolder backup = BackupFolder.open(directory.toAbsolutePath().normalize());
        checkConfiguration(config, backup);
        Restore restore = new Restore(backup, config.dataDir());
        long nowMs = System.currentTimeMillis();
        int epoch = restore.epoch(newestEpoch(config, err), nowMs);
        Restored restored;
        try (ProgressBar bar = new ProgressBar(err, "octets", 2 * backup.octets())) {
            restored = restore.run(epoch, config.journal().segmentSize(), nowMs, bar::at);
        }
        Reconciliation books = BackupReport.reconcile(backup, config.dataDir(), err);
        print(backup, config.dataDir(), restored, books);
        return books.allEqual() ? 0 : 1;
    }

    /** What would only be refused by the next start is refused here. */
    private static void checkConfiguration(OcsConfig config, BackupFolder backup) {
        if (!config.node().equals(backup.node())) {
            throw new CommandFailure(
                    backup.path() + " is a backup of node " + backup.node() + ", the configuration says "
                            + config.node() + ": set node to " + backup.node() + ", the name stands in its files");
        }
        int shards = backup.parts().size();
        int wanted = config.charging().shards().orElse(shards);
        if (wanted != shards) {
            throw new CommandFailure(backup.path() + " has " + shards + " shards, the configuration says " + wanted
                    + ": set shards to " + shards + ", the number is fixed");
        }
    }

    private static int newestEpoch(OcsConfig config, PrintWriter err) throws IOException {
        int inFiles = ClosedCdrFiles.newestEpoch(config.cdr().directory(), config.node());
        if (config.database().url().isEmpty()) {
            return inFiles;
        }
        BillingDatabase database =
                BillingDatabase.at(config.database().urlWithCredentials().orElseThrow());
        try {
            return Math.max(inFiles, database.newestEpoch());
        } catch (SQLException e) {
            err.println("Note: " + database + " cannot be asked for its newest epoch (" + e.getMessage()
                    + "); the new one is taken from the time, which is later.");
            return inFiles;
        }
    }

    private void print(BackupFolder backup, Path dataFolder, Restored restored, Reconciliation books) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == ClientOptions.Output.JSON) {
            ObjectNode json = BackupReport.json(backup, books);
            json.put("restoredInto", dataFolder.toString()).put("newEpoch", restored.epoch());
            out.println(json.toPrettyString());
        } else {
            out.print(BackupReport.text(backup, books));
            out.println("Restored into " + dataFolder + ", as it was at " + Instant.ofEpochMilli(backup.takenAtMs())
                    + ". What is charged from now on is epoch " + restored.epoch() + ".");
            out.println(
                    "Charges of after the backup are not in these balances: 'ocs reconcile' counts their records in CDR"
                            + " files and table. Start with 'ocs run'.");
        }
        out.flush();
    }
}
