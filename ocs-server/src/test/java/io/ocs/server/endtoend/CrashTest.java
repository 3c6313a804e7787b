package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.database.BillingDatabase;
import io.ocs.core.command.SubscriberView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a server process that is killed in the middle of its work loses nothing that it has answered and charges nothing twice, embedded database
 * included, which in every other round is killed as well. {@code -Drounds=N} kills N times, {@code -Dseed=N} repeats a run as far as timing allows.
 */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
class CrashTest {
    private static final String BALANCE = "1000.00EUR";
    private static final int SUBSCRIBERS = 60;
    private static final int PER_CLIENT = 15;
    private static final long FIRST_NUMBER = 491700100000L;

    private final long seed = Seeds.seed();
    private final SplittableRandom random = new SplittableRandom(seed);
    /** Ended sessions are remembered by it, and on a fast machine ten thousands end here. */
    private static final String ROOM = "sessions.capacity=100000";
    /** Of a client after a round, until the server is about to be killed. */
    private static final int REST_MS = 20;

    private String[] settings = {ROOM};
    private int answersMin = 500;
    private List<String> seenSnapshots = List.of();

    @TempDir
    Path data;

    @AfterEach
    void stopDatabase() throws Exception {
        if (Files.exists(data.resolve("billing").resolve("postmaster.pid"))) {
            BillingDatabase.embedded(data.resolve("billing")).close(); // the test failed and left it running
        }
    }

    @Test
    void nothingAnsweredIsLostAndNothingIsChargedTwice() throws Exception {
        crash();
    }

    /** The same with a snapshot every second and small segments: the server begins from snapshots, and the journal before them is gone. */
    @Test
    void norWithSnapshotsAndAJournalThatIsReleasedBehindThem(SharedDatabase.Server database) throws Exception {
        settings = new String[] {
            ROOM,
            "database.url=" + database.newDatabase(),
            "snapshot.interval=1s",
            "snapshot.journal-max=1MiB",
            "journal.archive=" + data.resolve("archive")
        };
        answersMin = 3_000; // some segments' worth
        crash();
        Path shard = data.resolve("shard-0");
        assertThat(names(shard.resolve("snapshots"), ".snapshot")).hasSize(2);
        List<String> segments = names(shard.resolve("journal"), ".journal");
        assertThat(segments).noneMatch(name -> name.contains("0000000000000001"));
        assertThat(names(data.resolve("archive/ocs1/shard-0"), ".journal"))
                .as("archived")
                .isNotEmpty()
                .contains("segment-0000000000000001.journal");
    }

    private static List<String> names(Path folder, String suffix) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private boolean isDatabaseEmbedded() {
        return settings.length == 1;
    }

    private boolean hasSnapshot() {
        try {
            Path folder = data.resolve("shard-0").resolve("snapshots");
            return settings.length == 1
                    || names(folder, ".snapshot").stream().anyMatch(name -> !seenSnapshots.contains(name));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void crash() throws Exception {
        int rounds = Integer.parseInt(Seeds.property("rounds", "2"));
        System.out.println("CrashTest: seed " + seed + ", " + rounds + " rounds");
        List<LoadClient> clients;
        try (ServerUnderTest server = ServerUnderTest.start(data, settings)) {
            List<String> numbers = server.createPrepaid(BALANCE, FIRST_NUMBER, SUBSCRIBERS);
            clients = LoadClient.of(numbers, PER_CLIENT, random);
        }
        for (int round = 1; round <= rounds; round++) {
            killUnderLoad(clients);
            if (isDatabaseEmbedded() && round % 2 == 0) {
                PostgresProcess.of(data.resolve("billing")).kill();
            }
            try (ServerUnderTest server = ServerUnderTest.start(data, settings)) {
                assertAnsweredIsThere(clients, server);
                comeBack(clients, server);
                assertAllCharged(clients, server);
                if (round == rounds) {
                    finish(clients, server);
                }
            }
        }
    }

    private void killUnderLoad(List<LoadClient> clients) throws Exception {
        try (ServerProcess process = ServerProcess.start(data, settings)) {
            long before = answers(clients);
            if (settings.length > 1) {
                seenSnapshots = names(data.resolve("shard-0").resolve("snapshots"), ".snapshot");
            }
            for (LoadClient client : clients) {
                client.rest(REST_MS);
                client.start(process.diameter());
            }
            ServerUnderTest.await("load", () -> answers(clients) > before + answersMin);
            ServerUnderTest.await("a snapshot", this::hasSnapshot);
            clients.forEach(client -> client.rest(0));
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(300_000)));
            process.kill();
        }
        for (LoadClient client : clients) {
            client.await();
        }
    }

    private static long answers(List<LoadClient> clients) {
        return clients.stream().mapToLong(LoadClient::answers).sum();
    }

    /** The balance holds all that was answered; what was on its way is in it too, or not at all. */
    private void assertAnsweredIsThere(List<LoadClient> clients, ServerUnderTest server) {
        int waiting = 0;
        int charged = 0;
        for (DataSession session : all(clients)) {
            long micros = ServerUnderTest.chargedMicros(server.subscriber(session.number));
            assertThat(micros)
                    .as("seed %d, %s", seed, session.number)
                    .isIn(session.chargedMicros(), session.chargedMicros() + session.onItsWayMicros());
            waiting += session.isWaiting() ? 1 : 0;
            charged += micros > session.chargedMicros() ? 1 : 0;
        }
        System.out.println(
                "killed with " + waiting + " requests on their way, at least " + charged + " of them charged");
    }

    private static void comeBack(List<LoadClient> clients, ServerUnderTest server) throws Exception {
        for (LoadClient client : clients) {
            client.comeBack(server.diameter());
        }
    }

    /** Everything is answered now: balances, open sessions, files and rows are what the clients have been told. */
    private void assertAllCharged(List<LoadClient> clients, ServerUnderTest server) throws Exception {
        Map<ChargeLedger.Key, Long> told = new HashMap<>();
        for (DataSession session : all(clients)) {
            SubscriberView view = server.subscriber(session.number);
            assertThat(ServerUnderTest.chargedMicros(view))
                    .as("seed %d, %s", seed, session.number)
                    .isEqualTo(session.chargedMicros());
            assertThat(view.openSessions()).isEqualTo(session.isOpen() ? 1 : 0);
            told.putAll(session.charges());
        }
        ChargeLedger.assertHeld(told, server, server.server().databaseUrl());
    }

    private void finish(List<LoadClient> clients, ServerUnderTest server) throws Exception {
        for (LoadClient client : clients) {
            client.finish(server.diameter());
        }
        assertAllCharged(clients, server);
        for (DataSession session : all(clients)) {
            assertThat(ServerUnderTest.reservedMicros(server.subscriber(session.number)))
                    .isZero();
        }
        assertThat(server.sessions()).isEmpty();
    }

    private static List<DataSession> all(List<LoadClient> clients) {
        return clients.stream().flatMap(client -> client.sessions().stream()).toList();
    }
}
