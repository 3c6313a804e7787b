package io.ocs.balance.journal;

import static io.ocs.balance.journal.JournalRun.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.journal.Journal.Commit;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Power failures, failing disks, damaged and foreign files. */
class SegmentJournalDamageTest {

    static LongStream seeds() {
        return JournalRun.seeds();
    }

    private static JournalRun newRun(long seed) {
        return new JournalRun(new FaultyStorage(seed), JournalOptions.batch(SEGMENT), seed);
    }

    private static FaultyStorage.Fault after(int operations) {
        int[] left = {operations};
        return (operation, file) -> {
            if (left[0]-- <= 0) {
                throw new IOException("no power");
            }
        };
    }

    /** Goal: wherever the power fails, exactly the batches committed are there, and perhaps the one that was being written, whole. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aPowerFailureAtAnyOperationLosesNothingCommitted(long seed) {
        boolean allDone = false;
        for (int operations = 0; !allDone; operations++) {
            String where = "seed " + seed + ", power fails after operation " + operations;
            JournalRun run = newRun(seed + operations * 1_000L);
            run.storage.fail(after(operations));
            Commit commit = Commit.DURABLE;
            int batches = 0;
            while (commit == Commit.DURABLE && batches < 40) {
                commit = run.commit();
                batches++;
            }
            allDone = commit == Commit.DURABLE;
            run.storage.crash();
            run.open();
            run.assertHolds(commit == Commit.BROKEN, where);
            assertThat(run.journal.epoch()).as(where).isEqualTo(run.journal.tailWasCut() ? 2 : 1);
            assertThat(run.commit()).isEqualTo(Commit.DURABLE);
            run.storage.crash();
            run.open();
            run.assertHolds(false, where + ", after the second crash");
        }
    }

    /** Goal: with failing writes and forces, what was DURABLE stays, what was LOST stays away, through kills and power failures. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aFailingDiskNeverChangesWhatWasPromised(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = new int[Commit.values().length];
        for (int round = 0; round < 60; round++) {
            JournalRun run = newRun(seed * 31 + round);
            for (int life = 0; life < 6; life++) {
                String where = "seed " + seed + ", round " + round + ", life " + life;
                run.storage.tearWrites(0.03);
                run.storage.tearForces(true);
                double failing = random.nextInt(4) == 0 ? 0.5 : 0.05;
                run.storage.fail((operation, file) -> {
                    if (operation == FaultyStorage.Operation.FORCE && random.nextDouble() < failing) {
                        throw new IOException("Input/output error");
                    }
                });
                Commit commit = Commit.DURABLE;
                for (int i = 0; i < 30 && commit != Commit.BROKEN; i++) {
                    commit = run.commit();
                    counts[commit.ordinal()]++;
                }
                run.storage.fail((operation, file) -> {});
                run.storage.tearWrites(0);
                if (random.nextBoolean()) {
                    run.storage.crash();
                } else {
                    run.storage.kill();
                }
                run.open();
                run.assertHolds(commit == Commit.BROKEN, where);
            }
        }
        assertThat(counts).as("all three ends occur").doesNotContain(0);
    }

    @Test
    void afterAFailedForceTheBatchIsLostAndTheNextOnesGoOn() {
        JournalRun run = newRun(1);
        run.commit();
        JournalReader reader = run.journal.read(run.journal.committedPosition());
        String failing = run.segmentFiles().get(0);
        run.storage.fail((operation, file) -> {
            if (operation == FaultyStorage.Operation.FORCE && file.equals(failing)) {
                throw new IOException("Input/output error");
            }
        });
        long before = run.journal.committedPosition();
        assertThat(run.commit()).isEqualTo(Commit.LOST);
        assertThat(run.journal.failure()).isPresent();
        assertThat(run.journal.committedPosition()).isEqualTo(before);
        byte[] closed = run.storage.octets(failing);
        for (int i = 0; i < 50; i++) {
            assertThat(run.commit()).isEqualTo(Commit.DURABLE);
        }
        assertThat(run.storage.octets(failing)).isEqualTo(closed);
        assertThat(JournalRun.drain(reader)).isEqualTo(run.from(before));
        run.storage.kill();
        run.open();
        run.assertHolds(false, "the lost batch stands whole in the cache, and is void");
        assertThat(run.journal.epoch()).isEqualTo(1);
    }

    /** Goal: a spare that keeps the name of its last life is not in the way of the segment that was made under that number since. */
    @Test
    void aSpareOfTheSameNumberDoesNotStopTheStart() {
        JournalRun run = newRun(1);
        run.commit();
        List<String> files = run.segmentFiles();
        String standing = files.get(files.size() - 1);
        run.storage.kill();
        run.storage.put("spare-" + standing, new byte[(int) SEGMENT]);
        run.open();
        run.assertHolds(false, "both files were there");
        for (int i = 0; i < 60; i++) {
            assertThat(run.commit()).isEqualTo(Commit.DURABLE);
        }
        run.storage.crash();
        run.open();
        run.assertHolds(false, "after some segments");
    }

    @Test
    void isBrokenWhenTheLossCannotBeMadeDurable() {
        JournalRun run = newRun(1);
        run.commit();
        run.storage.fail((operation, file) -> {
            if (operation == FaultyStorage.Operation.FORCE) {
                throw new IOException("Input/output error");
            }
        });
        assertThat(run.commit()).isEqualTo(Commit.BROKEN);
        run.storage.fail((operation, file) -> {});
        assertThat(run.commit()).isEqualTo(Commit.BROKEN);
    }

    /** Goal: what only the cache holds after a failed force is written again at the start, so that a later power failure does not find a gap. */
    @Test
    void aRestartForcesAgainWhatPerhapsNeverReachedTheDisk() {
        JournalRun run = newRun(1);
        run.commit();
        run.storage.fail((operation, file) -> {
            if (operation != FaultyStorage.Operation.WRITE || file.endsWith("2.journal")) {
                throw new IOException("Input/output error");
            }
        });
        assertThat(run.commit()).isEqualTo(Commit.BROKEN);
        run.storage.fail((operation, file) -> {});
        run.storage.kill();
        run.open();
        run.assertHolds(true, "it stands in the cache");
        for (int i = 0; i < 5; i++) {
            run.commit();
        }
        run.storage.crash(0);
        run.open();
        run.assertHolds(false, "and on the disk");
    }

    /** Goal: a full disk refuses batches, says so before it is too late, and goes on when there is room again. */
    @Test
    void aFullDiskLosesBatchesUntilThereIsRoom() {
        JournalRun run = newRun(1);
        assertThat(run.journal.isNextSegmentReady()).isTrue();
        run.storage.spaceLeft(0);
        Commit commit = Commit.DURABLE;
        while (commit == Commit.DURABLE) {
            assertThat(run.segmentFiles()).hasSize(2);
            commit = run.commit();
        }
        assertThat(commit).isEqualTo(Commit.LOST);
        assertThat(run.journal.isNextSegmentReady()).isFalse();
        assertThat(run.journal.failure()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("No space"));
        assertThat(run.commit(8, 600)).isNotEqualTo(Commit.BROKEN);
        run.assertHolds(false, "full");
        run.storage.spaceLeft(SEGMENT * 4);
        for (int i = 0; i < 8; i++) {
            assertThat(run.commit()).isEqualTo(Commit.DURABLE);
        }
        run.storage.crash();
        run.open();
        run.assertHolds(false, "room again");
    }

    /** Goal: a flipped bit anywhere before the last frame stops the start, and changes nothing. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aFlippedBitBeforeTheTailStopsTheStart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        JournalRun run = newRun(seed);
        long lastFrame = 0;
        for (int i = 0; i < 40; i++) {
            lastFrame = run.journal.committedPosition();
            run.commit();
        }
        SegmentHeader[] segments = run.journal.segments();
        run.journal.close();
        for (int i = 0; i < 300; i++) {
            int index = random.nextInt(segments.length);
            boolean last = index == segments.length - 1;
            long first = segments[index].first();
            long end = last ? lastFrame : segments[index + 1].first();
            if (first == end) {
                continue; // the last segment holds its first frame only
            }
            String file = segments[index].fileName();
            long octet = segments[index].offsetOf(random.nextLong(first, end));
            int bit = random.nextInt(8);
            run.storage.flip(file, octet, bit);
            int hash = run.storage.contentHash();
            String where = "seed " + seed + ", " + file + ", octet " + octet + ", bit " + bit;
            assertThatThrownBy(run::open)
                    .as(where)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("position")
                    .hasMessageContaining("backup");
            assertThat(run.storage.contentHash()).as(where).isEqualTo(hash);
            run.storage.flip(file, octet, bit);
        }
        run.open();
        run.assertHolds(false, "seed " + seed);
    }

    /** Goal: wherever the write of a header was torn, nothing was committed behind it, and the start goes on. */
    @Test
    void aTornHeaderDoesNotStopTheStart() {
        for (int written = 0; written < 64; written++) {
            JournalRun run = newRun(1);
            run.commit();
            String next = run.segmentFiles().get(1);
            byte[] header = run.storage.octets(run.segmentFiles().get(0));
            header[16] = 2; // its number
            run.storage.kill();
            run.storage.put(next, java.util.Arrays.copyOf(java.util.Arrays.copyOf(header, written), (int) SEGMENT));
            run.open();
            run.assertHolds(false, written + " octets");
        }
    }

    /** Goal: a segment that could not be begun leaves a gap in the numbers; damage before it is damage all the same, not a missing file. */
    @Test
    void damageBeforeANumberLeftOutIsNamed() {
        JournalRun run = newRun(1);
        run.storage.fail((operation, file) -> {
            if (operation == FaultyStorage.Operation.WRITE && file.endsWith("2.journal")) {
                throw new IOException("Input/output error");
            }
        });
        Commit commit = Commit.DURABLE;
        while (commit == Commit.DURABLE) {
            commit = run.commit();
        }
        assertThat(commit).isEqualTo(Commit.LOST);
        run.commit();
        run.commit();
        run.journal.close();
        String first = run.segmentFiles().get(0);
        run.storage.flip(first, SegmentHeader.LENGTH + 200, 3);
        assertThatThrownBy(run::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(first + " is damaged at position 0");
        run.storage.flip(first, SegmentHeader.LENGTH + 200, 3);
        run.open();
        run.assertHolds(false, "whole again");
    }

    /** Goal: each bit of the last frame is guarded: it is cut as a torn tail, and the epoch says that octets were lost. */
    @Test
    void aDamagedLastFrameIsCutAndRaisesTheEpoch() {
        JournalRun base = newRun(1);
        base.commit();
        long last = base.journal.committedPosition();
        base.commit(1, 40);
        int length = base.pendingLength();
        base.journal.close();
        String file = base.segmentFiles().get(0);
        byte[] octets = base.storage.octets(file);
        List<JournalRun.Seen> kept =
                base.committed.stream().filter(s -> s.position() < last).toList();
        for (int bit = 0; bit < length * 8; bit++) {
            FaultyStorage storage = new FaultyStorage(bit);
            storage.put(file, octets);
            storage.flip(file, SegmentHeader.LENGTH + last + bit / 8, bit % 8);
            JournalRun run = new JournalRun(storage, base.options, bit);
            assertThat(run.journal.tailWasCut()).as("bit " + bit).isTrue();
            assertThat(run.journal.epoch()).as("bit " + bit).isEqualTo(2);
            assertThat(run.read(0)).as("bit " + bit).isEqualTo(kept);
        }
    }

    @Test
    void aFlippedBitInAHeaderStopsTheStart() {
        JournalRun run = newRun(4);
        for (int i = 0; i < 20; i++) {
            run.commit();
        }
        run.journal.close();
        List<String> files = new ArrayList<>(run.segmentFiles());
        files.remove(files.size() - 1); // stands ready, holds nothing
        for (String file : files) {
            for (int octet = 0; octet < 48; octet++) {
                run.storage.flip(file, octet, octet % 8);
                assertThatThrownBy(run::open).as(file + " " + octet).isInstanceOf(JournalException.class);
                run.storage.flip(file, octet, octet % 8);
            }
        }
        run.open();
        run.assertHolds(false, "");
    }

    @Test
    void aReaderNeverGivesDamagedOctets() {
        JournalRun run = newRun(4);
        run.commit();
        JournalReader reader = run.journal.read(run.journal.committedPosition());
        long from = run.journal.committedPosition();
        run.commit();
        run.storage.flip(run.segmentFiles().get(0), SegmentHeader.LENGTH + from + 70, 3);
        assertThatThrownBy(() -> JournalRun.drain(reader))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(run.segmentFiles().get(0))
                .hasMessageContaining("position " + from);
        assertThat(reader.position()).isEqualTo(from);
    }

    @Test
    void refusesForeignFilesAndGaps() throws IOException {
        JournalRun run = newRun(6);
        for (int i = 0; i < 30; i++) {
            run.commit();
        }
        run.journal.close();
        String second = run.segmentFiles().get(1);
        byte[] octets = run.storage.octets(second);
        byte[] later = octets.clone();
        later[8] = 2;
        assertRefused(run, second, later, "version 2");
        assertRefused(run, second, java.util.Arrays.copyOf(octets, octets.length - 8), "octets instead of");
        assertRefused(run, second, new byte[0], "cut short");
        assertRefused(
                run, second, "some text".repeat(1_000).getBytes(java.nio.charset.StandardCharsets.UTF_8), "no journal");
        assertRefused(run, second, run.storage.octets(run.segmentFiles().get(2)), "another shard or place");
        run.storage.put(second, octets);
        assertThatThrownBy(() -> SegmentJournal.open(run.storage, 4, run.options, Runnable::run))
                .hasMessageContaining("another shard");
        run.storage.delete(second);
        assertThatThrownBy(run::open).hasMessageContaining("missing");
        run.storage.put(second, octets);
        run.open();
        run.assertHolds(false, "put back");
    }

    private static void assertRefused(JournalRun run, String file, byte[] octets, String message) {
        run.storage.put(file, octets);
        int hash = run.storage.contentHash();
        assertThatThrownBy(run::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
        assertThat(run.storage.contentHash()).isEqualTo(hash);
    }

    /** Goal: where batches are not forced a power failure may cost the last ones, never one in the middle, and never the epoch's promise. */
    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "OS"})
    void withoutForcesAPowerFailureCostsOnlyTheEnd(SyncMode sync) {
        for (int seed = 0; seed < 200; seed++) {
            FaultyStorage storage = new FaultyStorage(seed);
            JournalRun run = new JournalRun(storage, new JournalOptions(SEGMENT, sync, 1_000), seed);
            for (int life = 0; life < 4; life++) {
                int forcedRecords = run.committed.size();
                for (int i = 0; i < 12; i++) {
                    assertThat(run.commit()).isEqualTo(Commit.DURABLE);
                    if (i == 4) {
                        run.journal.force();
                        forcedRecords = run.committed.size();
                    }
                }
                int epoch = run.journal.epoch();
                storage.crash();
                run.open();
                List<JournalRun.Seen> left = run.read(0);
                assertThat(left.size()).as("seed " + seed).isGreaterThanOrEqualTo(forcedRecords);
                assertThat(left).as("seed " + seed).isEqualTo(run.committed.subList(0, left.size()));
                assertThat(run.journal.epoch()).isEqualTo(epoch + 1);
                run.committed.subList(left.size(), run.committed.size()).clear();
                run.committedPosition = run.journal.committedPosition();
            }
        }
    }
}
