package io.ocs.server.demo;

import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.reconcile.CdrSource;
import io.ocs.server.reconcile.ClientFold;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import io.ocs.server.reconcile.ServerView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The end of the demo: waits until all charges have left the house, then reads everything anew and compares. */
final class DemoAudit {
    private static final long DRAIN_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MS = 100;

    private final OcsServer server;
    private final OcsConfig config;
    private final List<Path> logs;

    DemoAudit(OcsServer server, OcsConfig config, List<Path> logs) {
        this.server = server;
        this.config = config;
        this.logs = logs;
    }

    /** Whether files and database have all charges within a minute. */
    boolean drain() throws InterruptedException {
        long startNanos = System.nanoTime();
        server.flushCdrs();
        while (!server.cdrsDrained()) {
            if (System.nanoTime() - startNanos > DRAIN_MAX_NANOS) {
                return false;
            }
            Thread.sleep(POLL_MS);
            server.flushCdrs();
        }
        return true;
    }

    Reconciliation reconcile() throws IOException {
        Path cdrs = config.cdr().directory();
        return new Reconciler(config.dataDir())
                .withServer(ServerView.of(server.administration()))
                .withCdrs(CdrSource.csv(cdrs))
                .withCdrs(CdrSource.jsonLines(cdrs))
                .withManifests(CdrFileVerifier.verify(cdrs))
                .withCdrs(CdrSource.table(server.databaseUrl()))
                .withClients(ClientFold.of(logs))
                .complete()
                .run();
    }
}
