package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: SIGTERM under load loses no answer: every request that was sent is answered, charged or refused with 3004 and then not charged; the next
 * start finds the image as it was left, to the micro, and the process ends with exit code 0.
 */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
class GracefulStopTest {
    private static final String BALANCE = "1000.00EUR";
    private static final int SUBSCRIBERS = 60;
    private static final int PER_CLIENT = 15;
    private static final long FIRST_NUMBER = 491700600000L;

    private final long seed = Seeds.seed();

    @TempDir
    Path data;

    @Test
    void peersAreSentAwayFirst(SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        List<LoadClient> clients = stopUnderLoad(url, "stop.disconnect=first");
        assertThat(clients).allMatch(LoadClient::isToldToGo);
        assertLeftAsAnswered(url, clients);
    }

    @Test
    void openSessionsMayEndFirst(SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        List<LoadClient> clients = stopUnderLoad(url, "stop.disconnect=last", "stop.wait-max=60s");
        assertThat(clients).allMatch(LoadClient::isToldToGo);
        for (LoadClient client : clients) {
            assertThat(client.sessions())
                    .as("each session was ended by its client, and the next one was refused")
                    .allSatisfy(session -> {
                        assertThat(session.isOpen()).isFalse();
                        assertThat(session.isRefused()).isTrue();
                    });
        }
        assertLeftAsAnswered(url, clients);
    }

    /** Event loops run the shards, and end before them. */
    @Test
    void shardsMayBeRunByEventLoops(SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        assertLeftAsAnswered(
                url, stopUnderLoad(url, "shards=2", "diameter.event-loops=2", "shard-threads=event-loops"));
    }

    /** A session that stays open holds up the stop for no longer than is configured. */
    @Test
    void theWaitIsBounded(SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        try (ServerProcess process = ServerProcess.start(data, url, "stop.disconnect=last", "stop.wait-max=500ms")) {
            try (GyConnection connection = GyConnection.open(process.diameter(), "silent.example.com")) {
                byte[] request =
                        GyRequest.data("silent.example.com", "s", GyRequest.INITIAL, 0, Long.toString(FIRST_NUMBER));
                assertThat(connection.ask(request).resultCode()).isEqualTo(5030); // the peer stays, and answers no DPR
                assertThat(process.stop()).isZero();
                assertThat(process.output()).contains("peers are still connected after");
            }
        }
    }

    private List<LoadClient> stopUnderLoad(String... settings) throws Exception {
        System.out.println("GracefulStopTest: seed " + seed);
        List<LoadClient> clients;
        try (ServerUnderTest server = ServerUnderTest.start(data, settings)) {
            List<String> numbers = server.createPrepaid(BALANCE, FIRST_NUMBER, SUBSCRIBERS);
            clients = LoadClient.of(numbers, PER_CLIENT, new SplittableRandom(seed));
        }
        try (ServerProcess process = ServerProcess.start(data, settings)) {
            for (LoadClient client : clients) {
                client.allowRefusals();
                client.start(process.diameter());
            }
            ServerUnderTest.await("load", () -> answers(clients) > 500);
            assertThat(process.stop()).as("exit code").isZero();
            assertThat(process.output()).containsPattern("\"event\":\"server-stopped\".*\"clean\":true");
        }
        for (LoadClient client : clients) {
            client.await();
            assertThat(client.unanswered()).as("requests without answer").isZero();
        }
        return clients;
    }

    private static long answers(List<LoadClient> clients) {
        return clients.stream().mapToLong(LoadClient::answers).sum();
    }

    private void assertLeftAsAnswered(String url, List<LoadClient> clients) throws Exception {
        try (ReplayedRecords replayed = ReplayedRecords.listen();
                ServerUnderTest server = ServerUnderTest.start(data, url)) {
            assertThat(replayed.count()).as("the image is opened in place").isZero();
            Map<ChargeLedger.Key, Long> told = new HashMap<>();
            for (LoadClient client : clients) {
                for (DataSession session : client.sessions()) {
                    assertThat(ServerUnderTest.chargedMicros(server.subscriber(session.number)))
                            .as("seed %d, %s: what was answered, and nothing that was refused", seed, session.number)
                            .isEqualTo(session.chargedMicros());
                    told.putAll(session.charges());
                }
            }
            ChargeLedger.assertHeld(told, server, server.server().databaseUrl());
            for (LoadClient client : clients) {
                client.comeBack(server.diameter());
                client.finish(server.diameter());
                client.sessions().forEach(session -> told.putAll(session.charges()));
            }
            ChargeLedger.assertHeld(told, server, server.server().databaseUrl());
        }
    }
}
