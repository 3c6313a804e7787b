package io.ocs.cdr.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrProgress.State;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.database.RowLoader.Step;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.CdrFileVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: the sums of journal, files and database are equal whenever the loader or the server dies; no record is left out or there twice. */
class LoaderCrashTest {

    /** Stands for the end of the process: nothing may run after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final CdrDatabaseConfig SMALL = new CdrDatabaseConfig(20, Duration.ofMillis(5));

    @TempDir
    static Path serverFolder;

    private static Billing billing;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();

    @BeforeAll
    static void startServer() throws IOException {
        billing = new Billing(serverFolder.resolve("postgresql"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        billing.close();
    }

    private CdrProjector toDatabase(BillingDatabase database, RowLoader.Hook hook) {
        CdrDatabaseSink sink = new CdrDatabaseSink(database, "ocs-1", 0, SMALL, null, hook);
        return new CdrProjector("ocs-1", 0, journal, sink, clock);
    }

    private void assertEqualSums(BillingDatabase database, RandomRecords records) throws SQLException, IOException {
        CdrFileSink sink = new CdrFileSink(CdrFileConfig.of(folder.resolve("cdr"), "ocs-1"), 0, clock);
        try (CdrProjector files = new CdrProjector("ocs-1", 0, journal, sink, clock)) {
            ProjectorCycles.untilIdle(files);
        }
        CdrReport inFiles = CdrFileVerifier.verify(folder.resolve("cdr"));
        CdrReport inDatabase = CdrDatabaseVerifier.verify(database);
        assertThat(inFiles.problems()).isEmpty();
        assertThat(inDatabase.problems()).isEmpty();
        assertThat(inFiles.sums()).isEqualTo(records.sums());
        assertThat(inDatabase.sums()).isEqualTo(records.sums());
    }

    /** @param deadly after which the process ends or the connection breaks, in turn */
    @ParameterizedTest
    @EnumSource(Step.class)
    void stoppedAfterAnyStepItGoesOnExactlyOnce(Step deadly) throws Exception {
        long seed = RandomRecords.seed();
        SplittableRandom random = new SplittableRandom(seed);
        RandomRecords records = new RandomRecords(seed);
        int[] stops = new int[2];
        billing.drop();
        billing.create();
        BillingDatabase database = billing.database();
        for (int round = 0; round < 12; round++) {
            records.commitBatches(journal, random.nextInt(5, 30));
            int[] loads = {random.nextInt(3)};
            boolean kill = round % 2 == 0;
            CdrProjector projector = toDatabase(database, step -> {
                if (step == deadly && loads[0]-- == 0) {
                    stops[kill ? 0 : 1]++;
                    if (kill) {
                        throw new Killed();
                    }
                    throw new SQLException("the connection broke after " + step);
                }
            });
            try {
                ProjectorCycles.untilIdle(projector);
                for (int again = 0; again < 2; again++) { // the break may come with the rows that are loaded by time
                    clock.advance(60_000);
                    ProjectorCycles.untilIdle(projector);
                }
                assertThat(projector.progress().state()).as("seed %d", seed).isEqualTo(State.RUNNING);
                projector.close();
            } catch (Killed killed) {
                endSessions(database); // the projector is abandoned; the server sees the end of its connection
            }
        }
        try (CdrProjector last = toDatabase(database, step -> {})) {
            ProjectorCycles.untilIdle(last);
        }
        assertThat(stops[0]).as("killed, seed %d", seed).isPositive();
        assertThat(stops[1]).as("broken, seed %d", seed).isPositive();
        assertEqualSums(database, records);
    }

    private static void endSessions(BillingDatabase database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                    + " WHERE application_name = 'ocs-cdr' AND pid <> pg_backend_pid()");
        }
    }

    @Test
    void theServerIsKilledUnderLoadAndStartedAgain() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        Path data = folder.resolve("postgresql");
        BillingDatabase first = BillingDatabase.embedded(data);
        int[] loads = {4};
        CdrProjector projector = toDatabase(first, step -> {
            if (step == Step.COPIED && --loads[0] == 0) {
                kill(data); // in the middle of a transaction
            }
        });
        records.commitBatches(journal, 100);
        ProjectorCycles.untilIdle(projector);
        assertThat(loads[0]).isLessThanOrEqualTo(0);
        assertThat(projector.progress().state()).isEqualTo(State.RETRYING);
        records.commitBatches(journal, 50);
        projector.close();

        try (BillingDatabase again = BillingDatabase.embedded(data)) {
            try (CdrProjector next = toDatabase(again, step -> {})) {
                ProjectorCycles.untilIdle(next);
                assertThat(next.progress().state()).isEqualTo(State.RUNNING);
            }
            assertEqualSums(again, records);
        }
    }

    /** SIGKILL to the server of this test's folder and to its processes. */
    private static void kill(Path data) {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = server.descendants().toList();
            server.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle each : all) {
                each.onExit().get(30, TimeUnit.SECONDS);
            }
            server.onExit().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the server is not killed", e);
        }
    }
}
