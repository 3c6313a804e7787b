package io.ocs.balance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.journal.FaultyStorage.Operation;
import io.ocs.core.journal.Journal.Commit;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: with an archive, a released segment is used again only when its copy is durable; what is not released stays readable. */
class SegmentArchiveTest {

    private final FaultyStorage storage = new FaultyStorage(1);
    private final FaultyStorage archive = new FaultyStorage(2);
    private final JournalRun run = new JournalRun(storage, JournalOptions.batch(JournalRun.SEGMENT), 9);

    private void fill() {
        run.journal.recycling(3, new SegmentArchive(archive));
        while (run.journal.segmentCount() < 6) {
            assertThat(run.commit()).isEqualTo(Commit.DURABLE);
        }
    }

    @Test
    void releasedSegmentsAreCopiedAndUsedAgain() {
        fill();
        long position = run.journal.segments()[4].first();
        List<String> released = run.segmentFiles().subList(0, 4);
        List<byte[]> contents = released.stream().map(storage::octets).toList();
        run.journal.release(position);
        assertThat(archive.list()).isEqualTo(released);
        for (int i = 0; i < released.size(); i++) {
            assertThat(archive.octets(released.get(i))).isEqualTo(contents.get(i));
        }
        assertThat(run.journal.firstPosition()).isEqualTo(position);
        assertThat(run.journal.recycledSegments()).isEqualTo(4);
        assertThat(storage.list().stream().filter(SegmentSupply::isSpare)).hasSize(3);
        run.assertHolds(false, "after the release");
        storage.spaceLeft(0);
        int segments = run.journal.segmentCount();
        while (run.journal.segmentCount() < segments + 3) {
            assertThat(run.commit()).as("spares need no room").isEqualTo(Commit.DURABLE);
        }
        run.assertHolds(false, "in recycled files");
    }

    @Test
    void whileTheArchiveRefusesNothingIsUsedAgainAndALaterReleaseTriesAnew() {
        fill();
        archive.fail((operation, file) -> {
            if (operation == Operation.FORCE) {
                throw new IOException("No space left on device");
            }
        });
        run.journal.release(run.journal.segments()[2].first());
        assertThat(run.journal.waitingSegments()).isEqualTo(2);
        assertThat(run.journal.failure()).isPresent();
        assertThat(run.journal.recyclingFailure()).isPresent();
        assertThat(run.segmentFiles()).as("still there").hasSizeGreaterThanOrEqualTo(6);
        archive.fail((operation, file) -> {});
        run.journal.release(run.journal.segments()[1].first());
        assertThat(run.journal.waitingSegments()).isZero();
        assertThat(archive.list()).hasSize(3);
        assertThat(run.journal.failure()).isEmpty();
    }

    /** After a restore numbers come twice: both segments are kept, and recycling goes on. */
    @Test
    void anotherSegmentOfThatNameInTheArchiveIsNotOverwritten() {
        fill();
        String first = run.segmentFiles().get(0);
        byte[] octets = storage.octets(first);
        archive.put(first, new byte[] {1, 2, 3});
        archive.put(first + ".2", new byte[] {4});
        run.journal.release(run.journal.segments()[2].first());
        assertThat(archive.octets(first)).containsExactly(1, 2, 3);
        assertThat(archive.octets(first + ".2")).containsExactly(4);
        assertThat(archive.octets(first + ".3")).isEqualTo(octets);
        assertThat(run.journal.recyclingFailure()).isEmpty();
        assertThat(run.journal.recycledSegments()).isEqualTo(2);
    }

    /** A crash between the copy and the recycling of one whose name was taken. */
    @Test
    void aCopyUnderAnotherNameServes() {
        fill();
        String first = run.segmentFiles().get(0);
        archive.put(first, new byte[] {1, 2, 3});
        archive.put(first + ".2", storage.octets(first));
        run.journal.release(run.journal.segments()[1].first());
        assertThat(archive.list()).containsExactly(first, first + ".2");
        assertThat(run.journal.recycledSegments()).isEqualTo(1);
    }

    /** A crash between the copy and the recycling: the copy is the same, and that is fine. */
    @Test
    void aCopyThatIsThereAlreadyServes() {
        fill();
        String first = run.segmentFiles().get(0);
        archive.put(first, storage.octets(first));
        run.journal.release(run.journal.segments()[1].first());
        assertThat(run.journal.waitingSegments()).isZero();
        assertThat(run.journal.recycledSegments()).isEqualTo(1);
    }
}
