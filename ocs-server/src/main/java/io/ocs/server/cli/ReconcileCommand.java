package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.server.config.CdrSettings.Format;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.reconcile.CdrSource;
import io.ocs.server.reconcile.JournalReleasedException;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ocs reconcile}. */
@Command(
        name = "reconcile",
        description = {
            "Does the books a second time: folds the journal's octets by code of its own and compares, record by record, with the charging data "
                    + "records in files and in the billing table, and what was credited with what is there.",
            "",
            "Works on the folder of a stopped server, which cannot be started meanwhile, or beside the server that runs on it: then up to what is "
                    + "committed now. Reads only (a stopped server's embedded database is started for it, and stopped).",
            "",
            "A backup is reconciled like a data folder: its books by themselves, and with CDR files and table up to where it ends if cdr.directory and "
                    + "database.url name the places of the server that it was taken from.",
            "",
            "Exit code: 0 all equal, 1 a difference (the first one is named) or a failure, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs reconcile",
            "  ocs reconcile --data /var/lib/ocs --output json",
            "  ocs reconcile --config config/production.yaml --without-table",
            "  ocs reconcile --data /mnt/backup/ocs1-monday"
        })
public final class ReconcileCommand implements Callable<Integer> {
    private static final long DRAIN_MAX_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int VERIFY_TRIES = 3;
    private static final int RELEASED_TRIES = 5;

    @Mixin
    private FolderOptions folder;

    @Option(names = "--without-table", description = "Do not look at the billing database.")
    private boolean withoutTable;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() throws IOException {
        OcsConfig config = folder.config();
        int tries = 1;
        while (true) {
            try {
                return reconcile(config);
            } catch (JournalReleasedException e) {
                if (tries == RELEASED_TRIES) {
                    throw new CommandFailure(e.getMessage(), e);
                }
                tries++;
            }
        }
    }

    private int reconcile(OcsConfig config) throws IOException {
        try (OpenedFolder opened = OpenedFolder.open(config.dataDir(), server::client)) {
            if (opened.isRunning()) {
                awaitDelivery(opened.committed());
            }
            Reconciliation result = withDatabase(config, opened);
            server.print(ReconciliationReport.json(result), ReconciliationReport.text(result));
            return result.allEqual() ? 0 : 1;
        }
    }

    /** Has what is committed written out; a place that cannot take it now is compared as far as it has come. */
    private void awaitDelivery(Map<Integer, Long> committed) {
        AdminClient admin = server.client();
        long startNanos = System.nanoTime();
        JsonNode cdrs = admin.post("/admin/v1/cdrs/flush");
        while (isBehind(cdrs, committed) && System.nanoTime() - startNanos < DRAIN_MAX_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
            cdrs = admin.post("/admin/v1/cdrs/flush");
        }
    }

    private static boolean isBehind(JsonNode cdrs, Map<Integer, Long> committed) {
        for (JsonNode delivery : cdrs.path("deliveries")) {
            long wanted = committed.getOrDefault(delivery.path("shard").asInt(), 0L);
            if (delivery.path("state").asText().equals("running")
                    && delivery.path("position").asLong() < wanted) {
                return true;
            }
        }
        return false;
    }

    private Reconciliation withDatabase(OcsConfig config, OpenedFolder opened) throws IOException {
        Optional<String> url = config.database().urlWithCredentials();
        Path embedded = config.dataDir().resolve("billing");
        if (withoutTable
                || !config.database().isWanted()
                || (url.isEmpty() && !opened.isRunning() && !Files.exists(embedded))) {
            return reconcile(config, opened, Optional.empty());
        }
        if (url.isPresent()) {
            return reconcile(config, opened, url);
        }
        if (opened.isRunning()) {
            JsonNode running = server.client().get("/admin/v1/cdrs").path("embeddedDatabase");
            return reconcile(config, opened, Optional.ofNullable(running.textValue()));
        }
        try (BillingDatabase database = BillingDatabase.embedded(embedded)) {
            return reconcile(config, opened, Optional.of(database.jdbcUrl()));
        }
    }

    private Reconciliation reconcile(OcsConfig config, OpenedFolder opened, Optional<String> table) throws IOException {
        Path cdrs = config.cdr().directory();
        Reconciler reconciler = new Reconciler(opened.path()).upTo(opened.committed());
        if (!opened.isRunning() && !opened.clean()) {
            reconciler.afterUncleanStop();
        }
        boolean withFiles = !opened.isBackup() || Files.isDirectory(cdrs); // a backup has no folder of files of its own
        if (withFiles && config.cdr().formats().contains(Format.CSV)) {
            reconciler.withCdrs(CdrSource.csv(cdrs));
        }
        if (withFiles && config.cdr().formats().contains(Format.JSONL)) {
            reconciler.withCdrs(CdrSource.jsonLines(cdrs));
        }
        if (Files.isDirectory(cdrs)) {
            reconciler.withManifests(verify(cdrs, opened.isRunning() ? VERIFY_TRIES : 1));
        }
        table.map(CdrSource::table).ifPresent(reconciler::withCdrs);
        try (ProgressBar bar = new ProgressBar(server.spec().commandLine().getErr(), "journal", total(opened))) {
            return reconciler.onProgress(bar::at).run();
        } catch (JournalReleasedException e) {
            throw e;
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** Beside a running server a file may come or go between two looks: what is wrong is wrong the next time too. */
    private static CdrReport verify(Path cdrs, int tries) throws IOException {
        CdrReport report = CdrFileVerifier.verify(cdrs);
        for (int i = 1; i < tries && !report.ok(); i++) {
            LockSupport.parkNanos(POLL_NANOS);
            report = CdrFileVerifier.verify(cdrs);
        }
        return report;
    }

    private static long total(OpenedFolder opened) throws IOException {
        return opened.isRunning()
                ? opened.committed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                : Reconciler.journalOctets(opened.path());
    }
}
