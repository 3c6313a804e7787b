package io.ocs.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.ConfigLoader;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.endtoend.Seeds;
import io.ocs.server.endtoend.ServerProcess;
import io.ocs.server.reconcile.Reconciliation;
import io.ocs.sim.SimulationReport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the demo's books close to the last micro-unit although its server was killed in the middle. The load, the subscribers and the
 * reconciliation are the demo's own; the server is a process of its own on real files and its embedded PostgreSQL.
 * {@code -Ddemo-rounds=N} kills it N times, {@code -Dseed=N} repeats a run as far as timing allows.
 */
class DemoCrashTest {
    private static final int RATE = 40;
    private static final int ANSWERS_BETWEEN = 400;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final long seed = Seeds.seed();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final int kills = Integer.parseInt(Seeds.property("demo-rounds", "1"));

    @TempDir
    private Path folder;

    @AfterEach
    void stopDatabase() throws IOException {
        Path billing = folder.resolve("kept/data/billing");
        if (Files.exists(billing.resolve("postmaster.pid"))) {
            BillingDatabase.embedded(billing).close(); // the test failed and left it running
        }
    }

    @Test
    void theBooksCloseAfterKillsInTheMiddle() throws Exception {
        System.out.println("DemoCrashTest: seed " + seed + ", " + kills + " kills");
        DemoFolder kept = DemoFolder.create(folder.resolve("kept"));
        OcsConfig config = config(kept, 0, 0);
        ServerProcess server = ServerProcess.run(arguments(kept, keptPort(), keptPort()));
        InetSocketAddress diameter = server.diameter();
        InetSocketAddress http = server.http();
        try {
            DemoSubscribers.provision(http);
            try (DemoLoad load = DemoLoad.connect(diameter, config.diameter(), kept, RATE, seed)) {
                load.start();
                for (int kill = 0; kill < kills; kill++) {
                    awaitAnswers(load, ANSWERS_BETWEEN);
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(300_000)));
                    server.kill();
                    assertThat(openSessions(load))
                            .as("sessions open at the kill")
                            .isPositive();
                    server = ServerProcess.run(arguments(kept, diameter.getPort(), http.getPort()));
                }
                awaitAnswers(load, ANSWERS_BETWEEN);
                load.finish();
                assertThat(openSessions(load)).as("sessions that do not end").isZero();
                server.stop();
                assertBooksClose(kept, load.logs());
            }
        } finally {
            server.close();
        }
    }

    /**
     * A free port that no connection is given as its own end while the server is away: systems take those from 32768 on, and the load, which tries again and
     * again, would one day be connected to itself.
     */
    private int keptPort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = random.nextInt(20_000, 30_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                System.out.println("port " + port + " is taken: " + e.getMessage());
            }
        }
        throw new IOException("no port of 100 is free");
    }

    private static void awaitAnswers(DemoLoad load, long more) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        long before = answers(load);
        while (answers(load) < before + more) {
            assertThat(load.isBroken()).as("a network element has ended").isFalse();
            assertThat(System.nanoTime()).as("waiting for answers").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static long answers(DemoLoad load) {
        return load.reports().values().stream()
                .mapToLong(report -> report.resultCodes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .sum();
    }

    private static long openSessions(DemoLoad load) {
        return load.reports().values().stream()
                .mapToLong(SimulationReport::sessionsOpen)
                .sum();
    }

    /** A server on what the stopped one has left shows balances, drains what is not in files and table yet, and is reconciled. */
    private static void assertBooksClose(DemoFolder kept, List<Path> logs) throws Exception {
        OcsConfig config = config(kept, 0, 0);
        try (OcsServer server = OcsServer.start(config)) {
            DemoAudit audit = new DemoAudit(server, config, logs);
            assertThat(audit.drain()).as("all charging data records delivered").isTrue();
            Reconciliation result = audit.reconcile();
            System.out.println(result.text());
            assertThat(result.allEqual()).as(result.text()).isTrue();
        }
    }

    private static OcsConfig config(DemoFolder kept, int diameterPort, int httpPort) throws IOException {
        Path home = Path.of(System.getProperty("ocs.root"));
        return new ConfigLoader(home, home).load(kept.writeConfig(), null, ports(diameterPort, httpPort));
    }

    private static List<String> arguments(DemoFolder kept, int diameterPort, int httpPort) {
        List<String> arguments = new ArrayList<>(
                List.of("--config", kept.root().resolve("demo.yaml").toString()));
        ports(diameterPort, httpPort).forEach(port -> arguments.addAll(List.of("--set", port)));
        return arguments;
    }

    private static List<String> ports(int diameterPort, int httpPort) {
        return List.of("diameter.listen=127.0.0.1:" + diameterPort, "http.listen=127.0.0.1:" + httpPort);
    }
}
