package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the books close beside the server and offline while snapshots are taken, also where they let the journal's beginning go. */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
class ReleasedJournalTest {
    private static final int ANSWERS = 8_000;
    private static final int REST_MS = 50;

    private final long seed = Seeds.seed();
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void theBooksCloseFromTheOldestSnapshotOn(SharedDatabase.Server database) throws Exception {
        closeTheBooks("database.url=" + database.newDatabase());
    }

    @Test
    void theBooksCloseWithoutDatabase() throws Exception {
        closeTheBooks("database.url=none");
    }

    private void closeTheBooks(String url) throws Exception {
        System.out.println("ReleasedJournalTest: seed " + seed);
        try (ServerUnderTest server =
                ServerUnderTest.start(folder, url, "snapshot.interval=3s", "cdr.rotate-age=1s", "shards=1")) {
            assertThat(server.server().cdrProgress()).hasSize(url.endsWith("none") ? 1 : 2);
            load(
                    server,
                    clients -> reconcile(
                            url, "--admin", "http://127.0.0.1:" + server.http().getPort()));
        }
        reconcile(url);
    }

    @Test
    void nothingHoldsTheJournalWhenNoRecordsAreWanted() throws Exception {
        System.out.println("ReleasedJournalTest: seed " + seed);
        try (ServerUnderTest server = ServerUnderTest.start(
                folder, "database.url=none", "cdr.formats=", "snapshot.interval=1s", "journal.segment-size=1MiB")) {
            load(server, clients -> ServerUnderTest.await("release", this::isReleased));
        }
        assertThat(folder.resolve("cdr")).doesNotExist();
    }

    private interface During {
        void run(List<LoadClient> clients) throws Exception;
    }

    private void load(ServerUnderTest server, During during) throws Exception {
        List<String> numbers = server.createPrepaid("1000.00EUR", 491700800000L, 60);
        List<LoadClient> clients = LoadClient.of(numbers, 20, new SplittableRandom(seed));
        for (LoadClient client : clients) {
            client.start(server.diameter());
        }
        ServerUnderTest.await(
                "load", () -> clients.stream().mapToLong(LoadClient::answers).sum() > ANSWERS);
        clients.forEach(client -> client.rest(REST_MS));
        during.run(clients);
        for (LoadClient client : clients) {
            client.stop();
        }
        for (LoadClient client : clients) {
            client.await();
        }
    }

    private void reconcile(String... words) throws IOException {
        boolean releasedBefore = isReleased();
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("reconcile", "--data", folder.toString(), "--set"));
        all.addAll(List.of(words));
        int exit = Main.commandLine(config -> {
                    throw new AssertionError("no server is to be started");
                })
                .setOut(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
        assertThat(exit).as("seed %d: %s", seed, out).isZero();
        if (releasedBefore) { // never without snapshots
            assertThat(out.toString()).contains("begins with the snapshot at journal position");
        }
    }

    private boolean isReleased() {
        return !Files.exists(folder.resolve("shard-0/journal/segment-0000000000000001.journal"));
    }
}
