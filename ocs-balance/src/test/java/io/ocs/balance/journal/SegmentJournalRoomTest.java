package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.balance.journal.FaultyStorage.Operation;
import io.ocs.core.journal.Journal.Commit;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a journal without room says so early, promises nothing that it cannot keep, and goes on by itself when there is room again. */
class SegmentJournalRoomTest {

    private static final long SEGMENT = 16 * 1024;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final JournalBatch batch = new JournalBatch(128 * 1024);

    private JournalBatch batch(int octets) {
        batch.clear(1_000);
        int at = batch.begin(RecordType.COMMAND_DONE);
        batch.buffer().setMemory(at, octets, (byte) 7);
        batch.end(octets);
        return batch;
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static int batches(SegmentJournal journal) {
        int count = 0;
        try (JournalReader reader = journal.read(journal.firstPosition())) {
            while (reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {})) {
                count++;
            }
        }
        return count;
    }

    @Test
    void roomIsLookedForWithEachBatch() {
        SegmentJournal journal = SegmentJournal.open(storage, 0, JournalOptions.batch(SEGMENT), Runnable::run);
        assertThat(journal.isShortOfRoom()).isFalse();
        storage.spaceLeft(0);
        while (journal.segmentCount() == 1) {
            assertThat(journal.isShortOfRoom()).isFalse();
            assertThat(journal.commit(batch(3_000))).isEqualTo(Commit.DURABLE);
        }
        assertThat(journal.isShortOfRoom())
                .as("the last segment has been begun")
                .isTrue();
        assertThat(journal.shortage()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("No space left"));
        assertThat(journal.commit(batch(3_000))).as("it has room").isEqualTo(Commit.DURABLE);
        storage.spaceLeft(Long.MAX_VALUE);
        assertThat(journal.commit(batch(3_000))).isEqualTo(Commit.DURABLE);
        assertThat(journal.isShortOfRoom())
                .as("long before the segment is full")
                .isFalse();
        journal.close();
    }

    @Test
    void roomIsLookedForEachSecondThoughNothingHappens() {
        SegmentJournal journal = SegmentJournal.open(storage, 0, JournalOptions.batch(SEGMENT), null);
        await("a segment ahead", journal::isNextSegmentReady);
        storage.spaceLeft(0);
        Commit commit = Commit.DURABLE;
        int durable = 0;
        while (commit == Commit.DURABLE) {
            commit = journal.commit(batch(3_000));
            durable += commit == Commit.DURABLE ? 1 : 0;
        }
        assertThat(commit).isEqualTo(Commit.LOST);
        assertThat(journal.isShortOfRoom()).isTrue();
        storage.spaceLeft(Long.MAX_VALUE);
        await("room", () -> !journal.isShortOfRoom());
        assertThat(journal.commit(batch(3_000))).isEqualTo(Commit.DURABLE);
        assertThat(batches(journal)).isEqualTo(durable + 1);
        journal.close();
    }

    /** Writes to the segment at hand fail, and there is none that could say where it ends: whether the batch is there, nobody can say before there is. */
    private CompletableFuture<Commit> blocked(SegmentJournal journal) {
        await("a segment ahead", journal::isNextSegmentReady);
        storage.spaceLeft(0);
        while (!journal.isShortOfRoom()) {
            assertThat(journal.commit(batch(3_000))).isEqualTo(Commit.DURABLE);
            await("the helper", () -> journal.isNextSegmentReady() || journal.isShortOfRoom());
        }
        storage.fail((operation, file) -> {
            if (operation == Operation.WRITE) {
                throw new IOException("No space left on device");
            }
        });
        CompletableFuture<Commit> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> outcome.complete(journal.commit(batch(100))), "commit");
        thread.setDaemon(true);
        thread.start();
        await("the commit to wait", () -> thread.getState() == Thread.State.WAITING);
        return outcome;
    }

    @Test
    void aBatchInDoubtWaitsUntilItIsKnownToBeLost() throws Exception {
        SegmentJournal journal = SegmentJournal.open(storage, 0, JournalOptions.batch(SEGMENT), null);
        CompletableFuture<Commit> outcome = blocked(journal);
        long position = journal.committedPosition();
        storage.fail((operation, file) -> {});
        storage.spaceLeft(Long.MAX_VALUE);
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(Commit.LOST);
        assertThat(journal.committedPosition()).isEqualTo(position);
        int before = batches(journal);
        for (int i = 0; i < 20; i++) {
            assertThat(journal.commit(batch(3_000))).isEqualTo(Commit.DURABLE);
        }
        storage.crash();
        SegmentJournal again = SegmentJournal.open(storage, 0, JournalOptions.batch(SEGMENT), Runnable::run);
        assertThat(batches(again)).isEqualTo(before + 20);
        journal.close();
        again.close();
    }

    @Test
    void aStopDoesNotWaitForRoom() throws Exception {
        SegmentJournal journal = SegmentJournal.open(storage, 0, JournalOptions.batch(SEGMENT), null);
        CompletableFuture<Commit> outcome = blocked(journal);
        journal.giveUp();
        assertThat(outcome.get(30, TimeUnit.SECONDS))
                .as("nothing of it may be answered")
                .isEqualTo(Commit.BROKEN);
        assertThat(journal.commit(batch(100))).isEqualTo(Commit.BROKEN);
        journal.close();
    }

    /** On a real disk: what it has left must not be eaten up by files that do not fit. */
    @Test
    void aFileThatDoesNotFitIsNotBegun(@TempDir Path folder) throws IOException {
        FolderStorage real = new FolderStorage(folder);
        long tooMuch = folder.toFile().getUsableSpace() * 2 / 8 * 8;
        assertThatThrownBy(() -> real.create("segment", tooMuch))
                .hasMessageContaining("No space left")
                .hasMessageContaining(Long.toString(tooMuch));
        assertThat(real.list()).isEmpty();
    }
}
