package io.ocs.balance.journal;

import static io.ocs.balance.journal.JournalRun.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: what is copied of a live journal is a journal by itself, up to the octet that was asked for, and goes on in an epoch of its own. */
class JournalStretchTest {

    @TempDir
    private Path live;

    @TempDir
    private Path copy;

    static LongStream seeds() {
        return JournalRun.seeds();
    }

    private JournalRun run(long seed) {
        JournalRun run = new JournalRun(new FaultyStorage(seed), JournalOptions.batch(SEGMENT), seed);
        run.journal.close();
        run.journal = SegmentJournal.open(live, 3, JournalOptions.batch(SEGMENT));
        return run;
    }

    private void copy(List<JournalStretch.Segment> segments) throws IOException {
        for (JournalStretch.Segment segment : segments) {
            byte[] octets = Files.readAllBytes(live.resolve(segment.name()));
            assertThat(octets).hasSize((int) segment.length());
            Arrays.fill(octets, (int) segment.octets(), octets.length, (byte) 0);
            Files.write(copy.resolve(segment.name()), octets);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theCopyEndsWhereItWasToEndAndGoesOnInALaterEpoch(long seed) throws IOException {
        JournalRun run = run(seed);
        for (int i = 0; i < 60; i++) {
            run.commit();
        }
        long from = run.committed.get(run.committed.size() / 3).position();
        long begin = beginOfBatch(run, from);
        JournalStretch stretch = run.journal.hold(begin);
        long end = run.committedPosition;
        List<JournalRun.Seen> then = run.from(begin);
        for (int i = 0; i < 60; i++) {
            run.commit();
        }
        run.journal.release(run.committedPosition);
        assertThat(run.journal.firstPosition()).as("held").isLessThanOrEqualTo(begin);
        copy(stretch.segments(end));
        stretch.close();
        run.journal.release(run.committedPosition);
        assertThat(run.journal.firstPosition()).as("let go").isGreaterThan(begin);
        run.journal.close();

        JournalEpoch.begin(copy, 3, end, 77, SEGMENT);
        try (SegmentJournal journal = SegmentJournal.open(copy, 3, JournalOptions.batch(SEGMENT))) {
            assertThat(journal.committedPosition()).isEqualTo(end);
            assertThat(journal.epoch()).isEqualTo(77);
            assertThat(journal.epochEnd(1)).isEqualTo(end);
            assertThat(journal.tailWasCut()).isFalse();
            try (JournalReader reader = journal.read(begin)) {
                assertThat(JournalRun.drain(reader)).as("seed %d", seed).isEqualTo(then);
            }
            assertThatThrownBy(() -> JournalEpoch.begin(copy, 3, end, 77, SEGMENT))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is in epoch 77: epoch 77 is no later one");
        }
    }

    private static long beginOfBatch(JournalRun run, long inside) {
        long begin = 0;
        try (JournalReader reader = run.journal.read(0)) {
            while (reader.position() <= inside) {
                begin = reader.position();
                reader.poll((type, version, buffer, offset, length, position, timeMs, epoch) -> {});
            }
        }
        return begin;
    }

    @Test
    void anEmptyJournalIsOne() throws IOException {
        JournalRun run = run(1);
        try (JournalStretch stretch = run.journal.hold(0)) {
            copy(stretch.segments(0));
        }
        run.journal.close();
        JournalEpoch.begin(copy, 3, 0, 2, SEGMENT);
        try (SegmentJournal journal = SegmentJournal.open(copy, 3, JournalOptions.batch(SEGMENT))) {
            assertThat(journal.committedPosition()).isZero();
            assertThat(journal.epoch()).isEqualTo(2);
        }
    }

    @Test
    void aJournalThatEndsElsewhereIsNotGoneOnWith() throws IOException {
        JournalRun run = run(1);
        run.commit();
        run.journal.close();
        List<String> before = new FolderStorage(live).list();
        assertThatThrownBy(() -> JournalEpoch.begin(live, 3, run.committedPosition + 8, 2, SEGMENT))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(
                        "ends at position " + run.committedPosition + ", not at " + (run.committedPosition + 8));
        assertThat(new FolderStorage(live).list()).isEqualTo(before);
    }

    @Test
    void aStretchBeyondWhatIsCommittedIsRefused() {
        JournalRun run = run(1);
        run.commit();
        try (JournalStretch stretch = run.journal.hold(0)) {
            assertThatThrownBy(() -> stretch.segments(run.committedPosition + 8))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        run.journal.close();
    }
}
