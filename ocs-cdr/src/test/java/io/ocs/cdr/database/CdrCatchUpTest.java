package io.ocs.cdr.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrProgress.State;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.file.CdrFileConfig;
import io.ocs.cdr.file.CdrFileFormat;
import io.ocs.cdr.file.CdrFileSink;
import io.ocs.cdr.file.CdrFileVerifier;
import io.ocs.cdr.file.ClosedCdrFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the journal need not wait for a database that is away, and the database has each record once all the same, from files and journal. */
class CdrCatchUpTest {

    private static final long RETENTION_MS = Duration.ofDays(1).toMillis();

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

    @BeforeEach
    void fromNothing() throws SQLException {
        billing.drop();
    }

    private CdrProjector toDatabase() {
        return toDatabase("ocs-1");
    }

    private CdrProjector toDatabase(String node) {
        ClosedCdrFiles files = new ClosedCdrFiles(folder, node, 0);
        CdrDatabaseSink sink = new CdrDatabaseSink(billing.database(), node, 0, CdrDatabaseConfig.DEFAULT, files);
        return new CdrProjector(node, 0, journal, sink, clock);
    }

    private CdrProjector toFiles(CdrProjector database, CdrFileFormat... formats) {
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(formats),
                1L << 30,
                40,
                Duration.ofSeconds(10),
                Duration.ofMillis(RETENTION_MS));
        CdrFileSink sink = new CdrFileSink(config, 0, clock, database::restartPosition);
        return new CdrProjector("ocs-1", 0, journal, sink, clock);
    }

    private static void flushed(CdrProjector projector) {
        ProjectorCycles.untilIdle(projector);
        projector.flush();
        ProjectorCycles.untilIdle(projector);
    }

    private void retry(CdrProjector projector) {
        clock.advance(10_000);
        ProjectorCycles.untilIdle(projector);
    }

    private void release(CdrProjector one, CdrProjector other) {
        journal.release(Math.min(one.progress().neededFrom(), other.progress().neededFrom()));
    }

    private void assertAllIsThereOnce(RandomRecords records) throws SQLException, IOException {
        CdrReport rows = CdrDatabaseVerifier.verify(billing.database());
        assertThat(rows.problems()).isEmpty();
        assertThat(rows.sums()).isEqualTo(records.sums());
        CdrReport files = CdrFileVerifier.verify(folder);
        assertThat(files.problems()).isEmpty();
        assertThat(files.sums()).isEqualTo(records.sums());
    }

    @Test
    void aDatabaseThatWasNeverThereHoldsNothingBack() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.CSV);
        for (int round = 0; round < 5; round++) {
            records.commitBatches(journal, 30);
            records.commitUsage(journal); // the files lead up to the last batch with records, so that nothing is left
            flushed(files);
            retry(database);
            assertThat(database.progress().state()).isEqualTo(State.RETRYING);
            release(files, database);
            assertThat(journal.size()).isZero();
        }
        records.commitBatches(journal, 30);

        billing.create();
        retry(database);
        assertThat(database.progress().lastError()).doesNotContain("another data folder");
        assertThat(database.progress().state()).isEqualTo(State.RUNNING);
        assertThat(database.progress().records()).isPositive();
        records.commitBatches(journal, 30);
        flushed(database);
        flushed(files);
        assertAllIsThereOnce(records);
    }

    @Test
    void itComesAndGoesWhileSegmentsAreReleased() throws Exception {
        long seed = RandomRecords.seed();
        SplittableRandom random = new SplittableRandom(seed);
        RandomRecords records = new RandomRecords(seed);
        billing.create();
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.values());
        boolean up = true;
        int releasedUnread = 0;
        for (int round = 0; round < 60; round++) {
            records.commitBatches(journal, random.nextInt(20));
            if (random.nextInt(6) == 0) {
                up = !up;
                if (up) {
                    billing.comeBack();
                } else {
                    billing.goDown();
                }
            }
            if (random.nextBoolean()) {
                flushed(files);
            }
            if (random.nextInt(8) == 0) {
                database.close(); // the server stops and starts again
                database = toDatabase();
                files.close();
                files = toFiles(database, CdrFileFormat.values());
            }
            clock.advance(random.nextInt(20_000));
            ProjectorCycles.untilIdle(files);
            ProjectorCycles.untilIdle(database);
            assertThat(database.progress().state()).as("seed %d", seed).isNotEqualTo(State.STOPPED);
            int before = journal.size();
            release(files, database);
            releasedUnread += journal.size() < before && database.progress().state() == State.RETRYING ? 1 : 0;
        }
        billing.comeBack();
        flushed(database); // a connection that broke without its being used is found out now
        retry(database);
        flushed(database);
        flushed(files);
        assertThat(releasedUnread).as("seed %d", seed).isPositive();
        assertAllIsThereOnce(records);
    }

    @Test
    void aFileThatIsMissingOrChangedKeepsTheJournal() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.CSV);
        records.commitBatch(journal, 5);
        flushed(files);
        long first = files.restartPosition();
        records.commitBatch(journal, 5);
        flushed(files);
        Path second = folder.resolve("ocs-1-1-0-6-10.csv");
        byte[] octets = Files.readAllBytes(second);
        octets[octets.length / 2] ^= 1;
        Files.write(second, octets);
        retry(database);
        assertThat(database.progress().neededFrom()).isEqualTo(first);
        Path elsewhere = Files.move(second, folder.resolve("collected"));
        retry(database);
        assertThat(database.progress().neededFrom()).isEqualTo(first);
        octets[octets.length / 2] ^= 1;
        Files.write(second, octets);
        Files.delete(elsewhere);
        retry(database);
        assertThat(database.progress().neededFrom()).isEqualTo(journal.committedPosition());
    }

    /** An empty database in the place of one that had records, whose files are gone: it says what to do and takes them once they are back. */
    @Test
    void anEmptyDatabaseWaitsForTheFilesThatItNeeds() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        billing.create();
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.CSV);
        records.commitBatch(journal, 5);
        flushed(files);
        flushed(database);
        database.close();
        release(files, files);
        billing.drop();
        billing.create();
        Path file = folder.resolve("ocs-1-1-0-1-5.csv");
        Path elsewhere = Files.move(file, folder.resolve("collected"));
        CdrProjector again = toDatabase();
        ProjectorCycles.untilIdle(again);
        assertThat(again.progress().state()).isEqualTo(State.RETRYING);
        assertThat(again.progress().lastError())
                .contains(
                        "has the records of shard 0 up to 0",
                        "which begins at " + journal.committedPosition(),
                        "put the CSV files of its next records and their manifests back");
        Files.move(elsewhere, file);
        retry(again);
        assertAllIsThereOnce(records);
    }

    @Test
    void anEmptyDatabaseWithoutCsvFilesStopsAndSaysWhatToDo() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        billing.create();
        records.commitBatch(journal, 5);
        journal.release(journal.committedPosition());
        CdrProjector database = restored(CdrMark.NONE);
        ProjectorCycles.untilIdle(database);
        assertThat(database.progress().state()).isEqualTo(State.STOPPED);
        assertThat(database.progress().lastError())
                .contains("restore the database from a backup of its own, then restart");
    }

    private CdrProjector restored(CdrMark begin) {
        CdrDatabaseSink sink = new CdrDatabaseSink(billing.database(), "ocs-1", 0, CdrDatabaseConfig.DEFAULT, null);
        return new CdrProjector("ocs-1", 0, journal, sink, clock, Duration.ZERO, begin);
    }

    @Test
    void anEmptyDatabaseOfARestoredJournalBeginsBehindTheBackup() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        billing.create();
        records.commitBatch(journal, 5);
        CdrMark begin = new CdrMark(journal.committedPosition(), 1, 5);
        journal.release(begin.position());
        journal.epoch(9);
        records.commitBatch(journal, 2);
        for (int start = 0; start < 2; start++) {
            CdrProjector database = restored(begin);
            flushed(database);
            assertThat(database.progress().lastError()).isEmpty();
            database.close();
        }
        assertThat(billing.ask("SELECT string_agg(epoch || '-' || record_number, ' ' ORDER BY record_number) FROM cdr"))
                .isEqualTo("9-6 9-7");
        assertThat(billing.database().newestEpoch()).isEqualTo(9);
        billing.drop();
        billing.create();
        assertThat(billing.database().newestEpoch()).as("without tables").isZero();
    }

    @Test
    void jsonFilesAloneReleaseNothing() {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.JSONL);
        records.commitBatch(journal, 5);
        flushed(files);
        retry(database);
        assertThat(database.progress().neededFrom()).isZero();
    }

    @Test
    void recordsOfALostTailAreFoundEvenWhenTheJournalHasGrownBeyondThem() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        billing.create();
        for (int i = 0; i < 4; i++) {
            records.commitBatch(journal, 2);
        }
        CdrProjector before = toDatabase();
        flushed(before);
        before.close();
        journal.loseTail(2);
        records.goOnFrom(5);
        for (int i = 0; i < 9; i++) {
            records.commitBatch(journal, 3); // and the server is started again and again while the database is away
        }
        CdrProjector after = toDatabase();
        flushed(after);
        assertThat(after.progress().lastError()).isEmpty();
        CdrReport rows = CdrDatabaseVerifier.verify(billing.database());
        assertThat(rows.problems()).isEmpty();
        assertThat(rows.ranges())
                .extracting(range -> range.epoch() + ": " + range.first() + "-" + range.last())
                .containsExactly("1: 1-8", "2: 5-31");
    }

    @Test
    void rowsOfAnotherNodeAreRefused() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 5);
        billing.create();
        try (CdrProjector database = toDatabase()) {
            flushed(database);
        }
        CdrProjector other = toDatabase("ocs-2");
        ProjectorCycles.untilIdle(other);
        assertThat(other.progress().state()).isEqualTo(State.STOPPED);
        assertThat(other.progress().lastError())
                .contains("ocs-1")
                .contains("ocs-2")
                .contains("database of its own");
        assertThat(billing.ask("SELECT count(*) FROM cdr")).isEqualTo("5");
    }

    @Test
    void aDatabaseOfALaterEpochIsRefused() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        journal.epoch(3);
        records.commitBatch(journal, 5);
        billing.create();
        try (CdrProjector database = toDatabase()) {
            flushed(database);
        }
        billing.execute("UPDATE cdr_position SET epoch = 4");
        CdrProjector again = toDatabase();
        ProjectorCycles.untilIdle(again);
        assertThat(again.progress().state()).isEqualTo(State.STOPPED);
        assertThat(again.progress().lastError())
                .contains("epoch 4")
                .contains("epoch 3")
                .contains("another data folder");
        assertThat(again.progress().neededFrom()).isZero();
    }

    @Test
    void retentionKeepsWhatTheDatabaseStillNeeds() throws Exception {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector database = toDatabase();
        CdrProjector files = toFiles(database, CdrFileFormat.CSV);
        for (int i = 0; i < 3; i++) {
            records.commitBatch(journal, 5);
            flushed(files);
            clock.advance(RETENTION_MS);
            retry(database);
            release(files, database);
        }
        ProjectorCycles.untilIdle(files);
        assertThat(manifests()).hasSize(3);

        billing.create();
        retry(database);
        assertThat(database.progress().state()).isEqualTo(State.RUNNING);
        assertThat(database.progress().records()).isEqualTo(15);
        assertAllIsThereOnce(records);
        clock.advance(RETENTION_MS);
        ProjectorCycles.untilIdle(files);
        assertThat(manifests()).containsExactly("ocs-1-1-0-11-15.manifest.json");
    }

    private List<String> manifests() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> name.endsWith(".manifest.json"))
                    .sorted()
                    .toList();
        }
    }
}
