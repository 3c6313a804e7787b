package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrProgress;
import io.ocs.cdr.database.BillingDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: charging does not notice that the billing database is away, from the start or later, and its rows are all there afterwards, once. */
@Tag("end-to-end")
class DatabaseOutageTest {
    private static final Pattern PORT = Pattern.compile("//127\\.0\\.0\\.1:(\\d+)/");
    private static final int ANSWERS = 500;
    private static final int REST_MS = 20;

    private final long seed = Seeds.seed();

    @TempDir
    Path folder;

    private BillingDatabase postgres;

    @AfterEach
    void stopDatabase() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void chargingGoesOnAndRowsCatchUp() throws Exception {
        System.out.println("DatabaseOutageTest: seed " + seed);
        try (Relay relay = new Relay();
                ServerUnderTest server = ServerUnderTest.start(folder.resolve("data"), "database.url=" + url(relay))) {
            List<String> numbers = server.createPrepaid("1000.00EUR", 491700200000L, 40);
            List<LoadClient> clients = LoadClient.of(numbers, 20, new SplittableRandom(seed));
            for (LoadClient client : clients) {
                client.rest(REST_MS);
                client.start(server.diameter());
            }
            awaitCharging(server, clients);
            startDatabase(relay);
            awaitRows(server);
            stopDatabase(relay);
            awaitCharging(server, clients);
            startDatabase(relay);
            end(server, clients);
            ChargeLedger.assertHeld(told(clients), server, url(relay));
        }
    }

    /** Killed while rows come in, with all its processes: what it had committed is there after its own recovery, and nothing is there twice. */
    @Test
    void aKilledDatabaseHasEveryRowOnceAfterItsRestart() throws Exception {
        int kills = Integer.parseInt(Seeds.property("rounds", "2"));
        System.out.println("DatabaseOutageTest: seed " + seed + ", " + kills + " kills");
        SplittableRandom random = new SplittableRandom(seed);
        try (Relay relay = new Relay();
                ServerUnderTest server = ServerUnderTest.start(folder.resolve("data"), "database.url=" + url(relay))) {
            startDatabase(relay);
            List<String> numbers = server.createPrepaid("1000.00EUR", 491700210000L, 40);
            List<LoadClient> clients = LoadClient.of(numbers, 20, random.split());
            for (LoadClient client : clients) {
                client.rest(REST_MS);
                client.start(server.diameter());
            }
            for (int kill = 0; kill < kills; kill++) {
                long rows = database(server).records();
                ServerUnderTest.await("more rows", () -> database(server).records() > rows + 100);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(200_000)));
                PostgresProcess.of(folder.resolve("postgres")).kill();
                postgres = null;
                awaitCharging(server, clients);
                startDatabase(relay);
            }
            end(server, clients);
            ChargeLedger.assertHeld(told(clients), server, url(relay));
        }
    }

    private static String url(Relay relay) {
        return "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres?user=postgres";
    }

    private void startDatabase(Relay relay) throws Exception {
        postgres = BillingDatabase.embedded(folder.resolve("postgres"));
        Matcher port = PORT.matcher(postgres.jdbcUrl());
        assertThat(port.find()).isTrue();
        relay.target(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1))));
    }

    private void stopDatabase(Relay relay) throws Exception {
        relay.target(null);
        postgres.close();
        postgres = null;
    }

    /** The database is away, and known to be; requests are answered all the same. */
    private static void awaitCharging(ServerUnderTest server, List<LoadClient> clients) {
        ServerUnderTest.await(
                "the database to be missed", () -> database(server).state() == CdrProgress.State.RETRYING);
        long before = answers(clients);
        ServerUnderTest.await("answers without a database", () -> answers(clients) > before + ANSWERS);
        assertThat(database(server).state()).isEqualTo(CdrProgress.State.RETRYING);
    }

    private static void awaitRows(ServerUnderTest server) {
        ServerUnderTest.await(
                "rows in the database",
                () -> database(server).state() == CdrProgress.State.RUNNING
                        && database(server).records() > 0);
    }

    private static CdrProgress database(ServerUnderTest server) {
        return server.server().cdrProgress().stream()
                .filter(progress -> progress.sink().equals("database"))
                .findFirst()
                .orElseThrow();
    }

    private static long answers(List<LoadClient> clients) {
        return clients.stream().mapToLong(LoadClient::answers).sum();
    }

    private static void end(ServerUnderTest server, List<LoadClient> clients) throws Exception {
        for (LoadClient client : clients) {
            client.stop();
        }
        for (LoadClient client : clients) {
            client.await();
            client.finish(server.diameter());
        }
    }

    private static Map<ChargeLedger.Key, Long> told(List<LoadClient> clients) {
        Map<ChargeLedger.Key, Long> told = new HashMap<>();
        clients.forEach(client -> client.sessions().forEach(session -> told.putAll(session.charges())));
        return told;
    }
}
