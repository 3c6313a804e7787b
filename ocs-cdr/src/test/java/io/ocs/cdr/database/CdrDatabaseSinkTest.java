package io.ocs.cdr.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.cdr.CdrProgress.State;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.ClosedCdrFiles;
import io.ocs.cdr.record.CdrField;
import io.ocs.core.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Goal: each record is one row, whatever happens to the loader and to the server. */
class CdrDatabaseSinkTest {

    @TempDir
    static Path folder;

    private static BillingDatabase database;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();

    @BeforeAll
    static void startServer() throws IOException {
        database = BillingDatabase.embedded(folder.resolve("postgresql"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        database.close();
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        execute("DROP TABLE IF EXISTS cdr, cdr_position, cdr_schema");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private CdrProjector projector(ClosedCdrFiles files) {
        CdrDatabaseSink sink = new CdrDatabaseSink(database, "ocs-1", 0, CdrDatabaseConfig.DEFAULT, files);
        return new CdrProjector("ocs-1", 0, journal, sink, clock);
    }

    private static void verified(RandomRecords records) throws SQLException {
        CdrReport report = CdrDatabaseVerifier.verify(database);
        assertThat(report.problems()).isEmpty();
        assertThat(report.sums()).isEqualTo(records.sums());
        assertThat(report.ranges().get(0).first()).isEqualTo(1);
    }

    @Test
    void loadsRowsAndPositionTogetherAndGoesOnAfterARestart() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        for (int round = 0; round < 3; round++) {
            records.commitBatches(journal, 100);
            try (CdrProjector projector = projector(null)) {
                ProjectorCycles.untilIdle(projector);
            }
            assertThat(ask("SELECT position FROM cdr_position WHERE shard = 0"))
                    .isEqualTo(String.valueOf(journal.committedPosition()));
        }
        verified(records);
    }

    @Test
    void rowsAreLoadedAfterTheDelay() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector projector = projector(null);
        ProjectorCycles.untilIdle(projector);
        records.commitBatch(journal, 3);
        ProjectorCycles.untilIdle(projector);
        assertThat(ask("SELECT count(*) FROM cdr")).isEqualTo("0");
        assertThat(projector.drained(journal.committedPosition())).isFalse();
        clock.advance(200);
        ProjectorCycles.untilIdle(projector);
        assertThat(ask("SELECT count(*) FROM cdr")).isEqualTo("3");
        assertThat(projector.drained(journal.committedPosition())).isTrue();
        assertThat(projector.progress().records()).isEqualTo(3);
        projector.close();
    }

    @Test
    void columnsAreThoseOfTheFormat() throws SQLException {
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        List<String> columns = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet result = connection.getMetaData().getColumns(null, "public", "cdr", null)) {
            while (result.next()) {
                columns.add(result.getString("COLUMN_NAME"));
            }
        }
        assertThat(columns)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(CdrField.values()).map(CdrField::key).toList());
    }

    @Test
    void rowsThatAreThereAlreadyAreAcceptedIfTheyAreEqual() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 50);
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        execute("UPDATE cdr_position SET position = 0, epoch = 0, record_number = 0");
        execute("DELETE FROM cdr WHERE record_number % 3 = 0");
        records.commitBatches(journal, 50);
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
            assertThat(projector.progress().state()).isEqualTo(State.RUNNING);
        }
        verified(records);
    }

    @Test
    void aDifferentRowUnderTheSameKeyStopsTheLoader() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 5);
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        execute("UPDATE cdr_position SET position = 0, epoch = 0, record_number = 0");
        execute("UPDATE cdr SET content_hash = gen_random_uuid() WHERE record_number = 4");
        records.commitBatch(journal, 5);
        CdrProjector projector = projector(null);
        ProjectorCycles.untilIdle(projector);
        projector.flush();
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.STOPPED);
        assertThat(projector.progress().lastError()).contains("record number 4");
        assertThat(ask("SELECT count(*) FROM cdr")).isEqualTo("5");
        assertThat(ask("SELECT position FROM cdr_position")).isEqualTo("0");
    }

    @Test
    void aSecondLoaderOfTheShardIsNoticed() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector one = projector(null);
        CdrProjector other = projector(null);
        ProjectorCycles.untilIdle(one);
        ProjectorCycles.untilIdle(other);
        records.commitBatch(journal, 2);
        one.flush();
        ProjectorCycles.untilIdle(one);
        records.commitBatch(journal, 2);
        other.flush();
        ProjectorCycles.untilIdle(other);
        other.flush();
        ProjectorCycles.untilIdle(other);
        assertThat(other.progress().state()).isEqualTo(State.STOPPED);
        one.close();
        verified(records);
    }

    @Test
    void serverStoppedUnderLoadCatchesUp() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrDatabaseConfig small = new CdrDatabaseConfig(200, Duration.ofMillis(5));
        CdrProjector projector = new CdrProjector(
                "ocs-1", 0, journal, new CdrDatabaseSink(database, "ocs-1", 0, small, null), new SystemClock());
        projector.start();
        waitUntil(() -> loadSome(records, projector) > 2_000);
        database.close(); // at once, with the loader at work
        records.commitBatch(journal, 100);
        waitUntil(
                () -> loadSome(records, projector) >= 0 && projector.progress().state() == State.RETRYING);
        long committed = journal.committedPosition();
        assertThat(projector.drained(committed)).isFalse();
        database = BillingDatabase.embedded(folder.resolve("postgresql"));
        CdrProjector again = new CdrProjector(
                "ocs-1", 0, journal, new CdrDatabaseSink(database, "ocs-1", 0, small, null), new SystemClock());
        projector.close(); // the new server has another port: as after a restart
        again.start();
        waitUntil(() -> again.drained(committed));
        again.close();
        verified(records);
    }

    @Test
    void aServerThatComesBackIsUsedAgainByTheSameLoader() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector projector = new CdrProjector(
                "ocs-1",
                0,
                journal,
                new CdrDatabaseSink(database, "ocs-1", 0, new CdrDatabaseConfig(100, Duration.ofMillis(5)), null),
                new SystemClock());
        projector.start();
        waitUntil(() -> loadSome(records, projector) > 500);
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ocs-cdr' AND pid <> pg_backend_pid()");
        records.commitBatch(journal, 50);
        waitUntil(() -> projector.drained(journal.committedPosition()));
        assertThat(projector.progress().state()).isEqualTo(State.RUNNING);
        projector.close();
        verified(records);
    }

    private long loadSome(RandomRecords records, CdrProjector projector) {
        records.commitBatch(journal, 20);
        return projector.progress().records();
    }

    private static void waitUntil(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Test
    void whatTheJournalHasLetGoIsLoadedFromClosedFiles(@TempDir Path cdrFolder) throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 20);
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        // the database stands in the middle of the first file; the journal keeps only what is in no closed file
        CdrFileSink sink = new CdrFileSink(CdrFileConfig.of(cdrFolder, "ocs-1"), 0, clock);
        CdrProjector toFiles = new CdrProjector("ocs-1", 0, journal, sink, clock);
        records.commitBatches(journal, 30);
        ProjectorCycles.untilIdle(toFiles);
        toFiles.flush();
        ProjectorCycles.untilIdle(toFiles);
        records.commitBatches(journal, 30);
        ProjectorCycles.untilIdle(toFiles);
        toFiles.flush();
        ProjectorCycles.untilIdle(toFiles);
        journal.commit(ProjectorCycles.bulkWithoutRecords());
        journal.release(toFiles.restartPosition());
        records.commitBatches(journal, 30);

        try (CdrProjector projector = projector(new ClosedCdrFiles(cdrFolder, "ocs-1", 0))) {
            ProjectorCycles.untilIdle(projector);
            assertThat(projector.progress().lastError()).isEmpty();
        }
        verified(records);
        toFiles.close();
    }

    @Test
    void rowsOfTheJournalAndRowsOfFilesSayTheSame(@TempDir Path cdrFolder) throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 100);
        CdrFileSink sink = new CdrFileSink(CdrFileConfig.of(cdrFolder, "ocs-1"), 0, clock);
        try (CdrProjector toFiles = new CdrProjector("ocs-1", 0, journal, sink, clock);
                CdrProjector fromJournal = projector(null)) {
            ProjectorCycles.untilIdle(toFiles);
            ProjectorCycles.untilIdle(fromJournal);
        }
        execute("DROP TABLE IF EXISTS by_journal; CREATE TABLE by_journal AS TABLE cdr; DELETE FROM cdr;"
                + " UPDATE cdr_position SET position = 0, epoch = 0, record_number = 0");
        try (CdrProjector fromFiles = projector(new ClosedCdrFiles(cdrFolder, "ocs-1", 0))) {
            ProjectorCycles.untilIdle(fromFiles);
            assertThat(fromFiles.progress().records()).isEqualTo(records.records());
        }
        assertThat(ask("SELECT count(*) FROM (TABLE cdr INTERSECT TABLE by_journal) AS same"))
                .isEqualTo(String.valueOf(records.records()));
        assertThat(ask("SELECT coalesce(sum(jsonb_array_length(debits::jsonb)), 0) > 0 FROM cdr"))
                .isEqualTo("t");
        execute("DROP TABLE by_journal");
    }

    @Test
    void theEmbeddedServerLetsChargingGoFirst() throws Exception {
        try (Connection connection = database.connect()) {
            int process = connection.unwrap(PGConnection.class).getBackendPID();
            String[] stat = Files.readString(Path.of("/proc/" + process + "/stat"))
                    .replaceFirst(".*\\) ", "")
                    .split(" ");
            assertThat(stat[16]).as("niceness, proc(5)").isEqualTo("10");
            Path weight = Path.of("/proc/" + process + "/autogroup");
            if (Files.exists(weight)) {
                assertThat(Files.readString(weight)).contains("nice 10");
            }
        }
    }

    @Test
    void aLostTailOfTheJournalBeginsAnEpochAndNothingIsLeftOut() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        for (int i = 0; i < 4; i++) {
            records.commitBatch(journal, 2);
        }
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        journal.loseTail(2);
        CdrProjector second = projector(null);
        records.goOnFrom(5);
        records.commitBatch(journal, 9);
        second.close();
        verified(records);
        assertThat(ask("SELECT string_agg(epoch || ':' || record_number, ' ' ORDER BY epoch, record_number) FROM cdr"))
                .startsWith("1:1 1:2")
                .contains("1:8 2:5 2:6")
                .endsWith("2:13");
    }

    @Test
    void theVerifierSeesAGap() throws SQLException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 9);
        try (CdrProjector projector = projector(null)) {
            ProjectorCycles.untilIdle(projector);
        }
        execute("DELETE FROM cdr WHERE record_number IN (4, 5)");
        assertThat(CdrDatabaseVerifier.verify(database).problems())
                .singleElement()
                .asString()
                .contains("records 4 to 5");
    }

    @Test
    void aWrongUrlIsRefusedWithoutShowingThePassword() {
        assertThatThrownBy(() -> BillingDatabase.at("jdbc:mysql://host/db?user=a&password=secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://host:5432/database")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> BillingDatabase.at("jdbc:postgresql://host:notaport/db"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServerThatIsNotThereIsRetriedWithAClearError() throws IOException {
        BillingDatabase nowhere = BillingDatabase.at("jdbc:postgresql://127.0.0.1:1/ocs?user=a&password=secret");
        CdrDatabaseSink sink = new CdrDatabaseSink(nowhere, "ocs-1", 0, CdrDatabaseConfig.DEFAULT, null);
        CdrProjector projector = new CdrProjector("ocs-1", 0, journal, sink, clock);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.RETRYING);
        assertThat(projector.progress().lastError())
                .contains("127.0.0.1:1")
                .contains("refused")
                .doesNotContain("secret");
        projector.close();
        nowhere.close();
    }

    /** Killed by whoever is short of memory: the next who connects starts it again, and what was committed is there. */
    @Test
    void anEmbeddedServerThatHasDiedIsStartedAgain(@TempDir Path other) throws Exception {
        Path data = other.resolve("pg");
        BillingDatabase server = BillingDatabase.embedded(data);
        execute(server, "CREATE TABLE kept AS SELECT 7 AS value");
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        execute(server, "INSERT INTO kept VALUES (8)");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(value) FROM kept")) {
            sum.next();
            assertThat(sum.getInt(1)).isEqualTo(15);
        }
        server.close();
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
        assertThatThrownBy(server::connect).as("stopped is not dead").isInstanceOf(SQLException.class);
        server.close();
    }

    private static void execute(BillingDatabase server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aServerLeftOverByAKilledProcessIsUsedAndAStalePidFileIsNot(@TempDir Path other) throws Exception {
        Path data = other.resolve("pg");
        BillingDatabase first = BillingDatabase.embedded(data);
        BillingDatabase second = BillingDatabase.embedded(data); // as after kill -9 of the first one's process
        assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
        try (Connection connection = second.connect();
                Statement statement = connection.createStatement();
                ResultSet fsync = statement.executeQuery("SHOW fsync")) {
            fsync.next();
            assertThat(fsync.getString(1)).isEqualTo("on");
        }
        second.close();

        long own = ProcessHandle.current().pid(); // a number that another process has by now
        java.nio.file.Files.writeString(
                data.resolve("postmaster.pid"), own + "\n" + data + "\n1\n5432\n\n127.0.0.1\n\nready\n");
        BillingDatabase third = BillingDatabase.embedded(data);
        try (Connection connection = third.connect()) {
            assertThat(connection.isValid(5)).isTrue();
        }
        third.close();
    }
}
