package io.ocs.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;
import io.ocs.core.time.ManualClock;
import io.ocs.server.backup.Backup;
import io.ocs.server.backup.ShardSource;
import io.ocs.server.http.Backups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a backup whose disk does not answer holds up nobody: neither a stop of the server nor an operator. */
class ServerBackupsTest {
    private static final int SEGMENT_SIZE = 16 * 1024;
    private static final Duration WAIT_MAX = Duration.ofMillis(50);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private SegmentJournal journal;
    private ServerBackups backups;

    @BeforeEach
    void open() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("ocs.properties"), "format-version=1\nnode=n\nshards=1\n");
        Path shard = data.resolve("shard-0");
        journal = SegmentJournal.open(shard.resolve("journal"), 0, JournalOptions.batch(SEGMENT_SIZE));
        ShardSource source = new ShardSource(
                0, shard, journal, SnapshotFolder.open(shard.resolve("snapshots"), 0, 2), () -> Long.MAX_VALUE);
        backups = new ServerBackups(
                directory -> new Backup(data, "n", List.of(source), this::hang, new ManualClock(1_000_000), directory),
                WAIT_MAX);
    }

    /** As a read of a dead mount does. */
    private Optional<Map<Integer, Long>> hang() {
        reached.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Optional.of(Map.of(0, journal.committedPosition()));
    }

    @AfterEach
    void close() {
        answer.countDown();
        backups.close();
        journal.close();
    }

    private boolean begin(String name) throws Exception {
        return backups.begin(folder.resolve(name)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void awaitEnd() {
        long begunNanos = System.nanoTime();
        while (backups.last().orElseThrow().state() == Backups.State.RUNNING) {
            assertThat(System.nanoTime() - begunNanos).isLessThan(TimeUnit.SECONDS.toNanos(60));
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void beginAndHang() throws Exception {
        assertThat(begin("backup")).isTrue();
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStopDoesNotWaitForItWithoutAnEnd() throws Exception {
        beginAndHang();
        backups.close();
        assertThat(begin("other")).as("closed").isFalse();
        assertThat(backups.last().map(Backups.Progress::state)).isNotEqualTo(Optional.of(Backups.State.DONE));
    }

    @Test
    void whoStopsItMayTakeAnotherAtOnce() throws Exception {
        assertThat(backups.stop()).as("none runs").isFalse();
        beginAndHang();
        assertThat(begin("other")).as("one at a time").isFalse();
        assertThat(backups.stop()).isTrue();
        assertThat(backups.last().orElseThrow().state()).isEqualTo(Backups.State.FAILED);
        assertThat(backups.last().orElseThrow().error()).contains("was stopped");
        assertThat(begin("other")).isTrue();
        answer.countDown();
        awaitEnd();
        assertThat(backups.last().orElseThrow().state()).isEqualTo(Backups.State.DONE);
        assertThat(folder.resolve("other/backup.json")).exists();
        assertThat(folder.resolve("backup/backup.json"))
                .as("the one that was stopped")
                .doesNotExist();
    }

    @Test
    void aFolderThatDoesNotServeIsRefusedAndNothingRuns() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(backups.begin(file).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("is a file");
        assertThat(backups.last()).isEmpty();
    }

    /** Of more than one segment. */
    private void fillJournal() {
        JournalBatch batch = new JournalBatch(128 * 1024);
        for (int i = 0; i < 20; i++) {
            batch.clear(1_000_000 + i);
            batch.begin(RecordType.of(1));
            batch.end(2_000);
            assertThat(journal.commit(batch)).isEqualTo(Journal.Commit.DURABLE);
        }
    }

    @Test
    void whenItIsStoppedTheJournalIsLetGoThoughItsThreadHangs() throws Exception {
        beginAndHang();
        fillJournal();
        journal.release(journal.committedPosition());
        assertThat(journal.firstPosition()).as("held").isZero();
        assertThat(backups.stop()).isTrue();
        journal.release(journal.committedPosition());
        assertThat(journal.firstPosition()).isPositive();
    }

    @Test
    void aJournalWithoutItsBeginningAndWithoutASnapshotMakesNoBackup() throws Exception {
        fillJournal();
        journal.release(journal.committedPosition());
        assertThat(begin("backup")).isTrue();
        awaitEnd();
        assertThat(backups.last().orElseThrow().state()).isEqualTo(Backups.State.FAILED);
        assertThat(backups.last().orElseThrow().error()).contains("shard 0 begins at position", "no snapshot");
    }
}
