package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.server.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a clean stop costs nothing but the time of it; and a server that cannot start says why and leaves everything as it was. */
@ExtendWith(SharedDatabase.class)
class RestartTest {
    private static final String FIRST_NUMBER = "491700300000";

    private final long seed = Seeds.seed();

    @TempDir
    Path folder;

    @Test
    void aCleanStopKeepsBalancesSessionsAndDuplicates(SharedDatabase.Server database) throws Exception {
        System.out.println("RestartTest: seed " + seed);
        String url = "database.url=" + database.newDatabase();
        LoadClient client;
        List<SubscriberView> subscribers;
        List<SessionView> sessions;
        try (ServerUnderTest server = ServerUnderTest.start(folder, url)) {
            List<String> numbers = server.createPrepaid("100.00EUR", Long.parseLong(FIRST_NUMBER), 20);
            client = LoadClient.of(numbers, 20, new SplittableRandom(seed)).get(0);
            client.start(server.diameter());
            ServerUnderTest.await("load", () -> client(client) > 200);
            client.stop();
            client.await();
            subscribers = subscribers(server, client);
            sessions = sessions(server);
        }
        assertThat(sessions).isNotEmpty();
        try (ReplayedRecords replayed = ReplayedRecords.listen();
                ServerUnderTest server = ServerUnderTest.start(folder, url)) {
            assertThat(replayed.count())
                    .as("records replayed: the image is opened as it is")
                    .isZero();
            assertThat(subscribers(server, client)).isEqualTo(subscribers);
            assertThat(sessions(server)).isEqualTo(sessions);
            client.comeBack(server.diameter());
            assertThat(subscribers(server, client)).isEqualTo(subscribers);
            client.finish(server.diameter());
            Map<ChargeLedger.Key, Long> told = new HashMap<>();
            client.sessions().forEach(session -> told.putAll(session.charges()));
            ChargeLedger.assertHeld(told, server, server.server().databaseUrl());
        }
    }

    private static long client(LoadClient client) {
        return client.answers();
    }

    private static List<SubscriberView> subscribers(ServerUnderTest server, LoadClient client) {
        return client.sessions().stream()
                .map(session -> server.subscriber(session.number))
                .toList();
    }

    private static List<SessionView> sessions(ServerUnderTest server) {
        return server.sessions().stream()
                .sorted(Comparator.comparing(SessionView::sessionId))
                .toList();
    }

    @Test
    void aDataFolderHasOneUserAtATime(SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        try (ServerProcess other = ServerProcess.start(folder, url)) {
            assertThatThrownBy(() -> ServerUnderTest.start(folder, url))
                    .isInstanceOf(StartException.class)
                    .hasMessage("data folder " + folder + " is in use by another process");
            try (GyConnection connection = GyConnection.open(other.diameter(), "pgw.example.com")) {
                byte[] request = GyRequest.data("pgw.example.com", "s", GyRequest.INITIAL, 0, FIRST_NUMBER);
                assertThat(connection.ask(request).resultCode()).isEqualTo(5030); // the other one serves on
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingIsTouched() throws Exception {
        Path data = folder.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String key : List.of("diameter.listen", "http.listen")) {
                assertThatThrownBy(() -> ServerUnderTest.start(data, key + "=127.0.0.1:" + taken.getLocalPort()))
                        .isInstanceOf(StartException.class)
                        .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
                assertThat(data).doesNotExist();
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Path data = file.resolve("data");
        assertThatThrownBy(() -> ServerUnderTest.start(data))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("it must be writable");
        assertThat(file).hasContent("no folder");
    }

    /** The embedded database starts beside the journal: it must not stay behind when that is refused. */
    @Test
    void aDamagedJournalStopsTheStartAndLeavesNothingRunning() throws Exception {
        ServerUnderTest.start(folder).close();
        Path segment;
        try (Stream<Path> segments = Files.list(folder.resolve("shard-0").resolve("journal"))) {
            segment = segments.sorted().findFirst().orElseThrow();
        }
        byte[] octets = Files.readAllBytes(segment);
        octets[8] ^= 0x55;
        Files.write(segment, octets);
        assertThatThrownBy(() -> ServerUnderTest.start(folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(segment.getFileName().toString());
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads that still start something")
                .noneMatch(thread -> thread.getName().startsWith("start-"));
        assertThat(folder.resolve("billing").resolve("postmaster.pid")).doesNotExist();
        assertThat(Files.readAllBytes(segment)).isEqualTo(octets);
    }
}
