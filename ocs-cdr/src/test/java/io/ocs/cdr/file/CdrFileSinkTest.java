package io.ocs.cdr.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrProgress.State;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrReport;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import io.ocs.cdr.file.CdrFileSink.Step;
import io.ocs.cdr.record.CdrField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each record stands in the files exactly once, whatever stops the writer, and the manifests say so. */
class CdrFileSinkTest {

    /** Stands for the end of the process: nothing may run after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();

    private CdrFileConfig config(long recordsMax) {
        return config(recordsMax, 1L << 30);
    }

    private CdrFileConfig config(long recordsMax, long octetsMax) {
        return new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.values()),
                octetsMax,
                recordsMax,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
    }

    private CdrProjector projector(CdrFileSink.Hook hook, long recordsMax) {
        return new CdrProjector(
                "ocs-1", 0, journal, new CdrFileSink(config(recordsMax), 0, clock, () -> Long.MAX_VALUE, hook), clock);
    }

    private static CdrReport verified(Path folder, RandomRecords records) throws IOException {
        CdrReport report = CdrFileVerifier.verify(folder);
        assertThat(report.problems()).isEmpty();
        assertThat(report.sums()).isEqualTo(records.sums());
        return report;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesEveryFormatWithNamesManifestsAndSums() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 200);
        try (CdrProjector projector = projector(step -> {}, 50)) {
            ProjectorCycles.untilIdle(projector);
        }

        CdrReport report = verified(folder, records);
        assertThat(report.ranges()).hasSize(1);
        assertThat(report.ranges().get(0).first()).isEqualTo(1);
        assertThat(report.ranges().get(0).last()).isEqualTo(records.records());
        assertThat(names()).hasSizeGreaterThan(9).noneMatch(name -> name.endsWith(".tmp"));
        for (CdrFileFormat format : CdrFileFormat.values()) {
            assertThat(names())
                    .filteredOn(name -> name.endsWith("." + format.extension()))
                    .hasSizeGreaterThan(2);
        }
        assertThat(names()).anyMatch(name -> name.matches("ocs-1-1-0-\\d+-\\d+\\.csv"));
    }

    @Test
    void csvAndJsonSayTheSame() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 100);
        try (CdrProjector projector = projector(step -> {}, 1_000_000)) {
            ProjectorCycles.untilIdle(projector);
        }
        String stem = "ocs-1-1-0-1-" + records.records();
        List<String> csv = Files.readAllLines(folder.resolve(stem + ".csv"), UTF_8);
        List<String> json = Files.readAllLines(folder.resolve(stem + ".jsonl"), UTF_8);
        assertThat(csv).hasSize(json.size() + 1);
        for (int i = 0; i < json.size(); i++) {
            JsonNode object = new ObjectMapper().readTree(json.get(i));
            List<String> fields = CsvLine.split(csv.get(i + 1));
            for (CdrField field : CdrField.values()) {
                JsonNode value = object.path(field.key());
                String text = value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
                assertThat(fields.get(field.ordinal()))
                        .as("%s of line %d", field, i)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void closesBySize() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        for (int i = 0; i < 30; i++) {
            records.commitBatch(journal, 20);
        }
        CdrFileSink sink = new CdrFileSink(config(1_000_000, 64 * 1024), 0, clock);
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, sink, clock)) {
            ProjectorCycles.untilIdle(projector);
        }
        verified(folder, records);
        for (String name : names()) {
            assertThat(Files.size(folder.resolve(name))).as(name).isLessThan(64 * 1024 + 20 * 4096);
        }
        assertThat(names()).hasSizeGreaterThan(3 * 5);
    }

    @Test
    void closesByAgeAndOnAnotherEpoch() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector projector = projector(step -> {}, 1_000_000);
        records.commitBatch(journal, 3);
        ProjectorCycles.untilIdle(projector);
        assertThat(names()).allMatch(name -> name.endsWith(".tmp"));
        assertThat(projector.drained(journal.committedPosition())).isFalse();
        clock.advance(10_000);
        ProjectorCycles.untilIdle(projector);
        assertThat(names()).contains("ocs-1-1-0-1-3.csv");
        assertThat(projector.drained(journal.committedPosition())).isTrue();

        records.commitBatch(journal, 2);
        journal.epoch(2);
        records.commitBatch(journal, 4);
        projector.close();
        assertThat(names()).contains("ocs-1-1-0-4-5.csv", "ocs-1-2-0-6-9.csv", "ocs-1-2-0-6-9.manifest.json");
        assertThat(verified(folder, records).ranges()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAfterAnyStepItGoesOnExactlyOnce(Step deadly) throws IOException {
        long seed = RandomRecords.seed();
        RandomRecords records = new RandomRecords(seed);
        SplittableRandom random = new SplittableRandom(seed);
        int kills = 0;
        for (int round = 0; round < 8; round++) {
            records.commitBatches(journal, random.nextInt(1, 30));
            int[] closings = {random.nextInt(3)};
            CdrProjector projector = projector(
                    step -> {
                        if (step == deadly && closings[0]-- == 0) {
                            throw new Killed();
                        }
                    },
                    40);
            try {
                ProjectorCycles.untilIdle(projector);
            } catch (Killed killed) {
                assertThat(CdrFileVerifier.verify(folder).problems()).isEmpty();
                kills++; // the projector is abandoned as it stands, like a killed process
            }
        }
        try (CdrProjector last = projector(step -> {}, 20)) {
            ProjectorCycles.untilIdle(last);
        }
        assertThat(kills).as("seed %d", seed).isPositive();
        verified(folder, records);
        assertThat(names()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aFullDiskAtAnyStepIsRetriedAndLosesNothing(Step failing) throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 40);
        boolean[] full = {true};
        CdrProjector projector = projector(
                step -> {
                    if (full[0] && step == failing) {
                        throw new IOException("No space left on device");
                    }
                },
                20);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.RETRYING);
        assertThat(projector.progress().lastError()).contains("No space left").contains(folder.toString());
        assertThat(projector.drained(journal.committedPosition())).isFalse();

        full[0] = false;
        clock.advance(60_000);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.RUNNING);
        projector.close();
        assertThat(projector.drained(journal.committedPosition())).isTrue();
        verified(folder, records);
    }

    /** The stop comes while it waits for its next attempt: it makes one more, and only one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopMakesALastAttempt(boolean roomAgain) throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 40);
        boolean[] full = {true};
        int[] attempts = {0};
        CdrProjector projector = projector(
                step -> {
                    attempts[0] += step == Step.WRITTEN ? 1 : 0;
                    if (full[0]) {
                        throw new IOException("No space left on device");
                    }
                },
                20);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.RETRYING);
        assertThat(attempts[0]).isEqualTo(1);
        full[0] = !roomAgain;
        projector.close();
        assertThat(projector.progress().state()).isEqualTo(State.CLOSED);
        assertThat(projector.drained(journal.committedPosition())).isEqualTo(roomAgain);
        if (roomAgain) {
            verified(folder, records);
        } else {
            assertThat(attempts[0]).isEqualTo(2);
            assertThat(projector.progress().lagOctets()).isPositive();
        }
    }

    @Test
    void anUnwritableFolderIsRetried(@TempDir Path parent) throws IOException {
        Path place = parent.resolve("cdr");
        Files.writeString(place, "in the way");
        RandomRecords records = new RandomRecords(RandomRecords.seed());
        records.commitBatches(journal, 10);
        CdrFileSink sink = new CdrFileSink(CdrFileConfig.of(place, "n"), 0, clock);
        CdrProjector projector = new CdrProjector("n", 0, journal, sink, clock);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.RETRYING);

        Files.delete(place);
        clock.advance(1_000);
        ProjectorCycles.untilIdle(projector);
        projector.close();
        verified(place, records);
    }

    @Test
    void aDamagedLastFileStopsTheSink() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 3);
        try (CdrProjector projector = projector(step -> {}, 100)) {
            ProjectorCycles.untilIdle(projector);
        }
        Path csv = folder.resolve("ocs-1-1-0-1-3.csv");
        flipOneOctet(csv);
        CdrProjector next = projector(step -> {}, 100);
        ProjectorCycles.untilIdle(next);
        assertThat(next.progress().state()).isEqualTo(State.STOPPED);
        assertThat(next.progress().lastError()).contains(csv.toString());
        assertThat(CdrFileVerifier.verify(folder).problems()).anyMatch(problem -> problem.contains(csv.toString()));
    }

    private static void flipOneOctet(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
    }

    @Test
    void theVerifierSeesAMissingFileAMissingLinkAndAStranger() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        CdrProjector projector = projector(step -> {}, 2);
        for (int i = 0; i < 3; i++) {
            records.commitBatch(journal, 2);
            ProjectorCycles.untilIdle(projector);
        }
        projector.close();
        verified(folder, records);

        Files.copy(folder.resolve("ocs-1-1-0-1-2.csv"), folder.resolve("stranger.csv"));
        Files.delete(folder.resolve("ocs-1-1-0-1-2.csv"));
        Files.delete(folder.resolve("ocs-1-1-0-3-4.manifest.json"));
        List<String> problems = CdrFileVerifier.verify(folder).problems();
        assertThat(problems).anyMatch(problem -> problem.contains("1-2.csv is missing"));
        assertThat(problems).anyMatch(problem -> problem.contains("does not carry the hash"));
        assertThat(problems).anyMatch(problem -> problem.contains("records 3 to 4"));
        assertThat(problems).anyMatch(problem -> problem.contains("stranger.csv has no manifest"));
    }

    @Test
    void collectedFilesDoNotDisturbAndOldOnesAreDeleted() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 2);
        try (CdrProjector projector = projector(step -> {}, 2)) {
            ProjectorCycles.untilIdle(projector);
        }
        Files.delete(folder.resolve("ocs-1-1-0-1-2.csv"));
        clock.advance(Duration.ofDays(2).toMillis());
        records.commitBatch(journal, 2);
        CdrProjector projector = projector(step -> {}, 2);
        ProjectorCycles.untilIdle(projector);
        clock.advance(Duration.ofMinutes(2).toMillis());
        ProjectorCycles.untilIdle(projector);
        projector.close();
        assertThat(names())
                .filteredOn(name -> !name.endsWith(".cdr"))
                .containsExactly(
                        "ocs-1-1-0-3-4.csv",
                        "ocs-1-1-0-3-4.jsonl",
                        "ocs-1-1-0-3-4.manifest.json",
                        "ocs-1-1-0-3-4.parquet");
        assertThat(names()).hasSize(5).anyMatch(name -> name.endsWith("_-_1-3-4.cdr"));
    }

    @Test
    void aLongStretchWithoutRecordsCarriesThePositionOn() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 2);
        CdrProjector projector = projector(step -> {}, 2);
        ProjectorCycles.untilIdle(projector);
        List<Long> positions = new ArrayList<>();
        while (journal.committedPosition() < 40L << 20) {
            journal.commit(ProjectorCycles.bulkWithoutRecords());
            ProjectorCycles.untilIdle(projector);
            positions.add(projector.restartPosition());
        }
        journal.release(projector.restartPosition());
        assertThat(positions.stream().distinct().count()).isEqualTo(3);
        records.commitBatch(journal, 1);
        try (CdrProjector next = projector(step -> {}, 2)) {
            ProjectorCycles.untilIdle(next);
        }
        assertThat(names()).contains("ocs-1-1-0-3-2.manifest.json", "ocs-1-1-0-3-3.csv");
        verified(folder, records);
    }

    @Test
    void aNumberLeftOutStopsTheSink() {
        RandomRecords skipped = new RandomRecords(1, true);
        skipped.commitBatch(new MemoryJournal(), 2);
        skipped.commitBatch(journal, 1);
        CdrProjector projector = projector(step -> {}, 100);
        ProjectorCycles.untilIdle(projector);
        assertThat(projector.progress().state()).isEqualTo(State.STOPPED);
        assertThat(projector.progress().lastError()).contains("record 3").contains("does not follow record 0");
    }

    @Test
    void aLostTailOfTheJournalBeginsAnEpochAndNothingIsLeftOut() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        for (int i = 0; i < 4; i++) {
            records.commitBatch(journal, 2);
        }
        try (CdrProjector projector = projector(step -> {}, 100)) {
            ProjectorCycles.untilIdle(projector);
        }
        journal.loseTail(2);
        long lostFrom = journal.committedPosition();
        CdrProjector second = projector(step -> {}, 100);
        ProjectorCycles.untilIdle(second);
        assertThat(second.restartPosition()).isEqualTo(lostFrom);
        records.goOnFrom(5);
        for (int i = 0; i < 3; i++) {
            records.commitBatch(journal, 3);
        }
        second.close();

        CdrReport report = verified(folder, records);
        assertThat(report.ranges())
                .extracting(range -> range.epoch() + ": " + range.first() + "-" + range.last())
                .containsExactly("1: 1-8", "2: 5-13");
    }

    @Test
    void filesOfAnotherDataFolderAreNotContinued() {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 2);
        try (CdrProjector projector = projector(step -> {}, 100)) {
            ProjectorCycles.untilIdle(projector);
        }
        CdrFileSink sink = new CdrFileSink(config(100), 0, clock);
        CdrProjector other = new CdrProjector("ocs-1", 0, new MemoryJournal(), sink, clock);
        ProjectorCycles.untilIdle(other);
        assertThat(other.progress().state()).isEqualTo(State.STOPPED);
        assertThat(other.progress().lastError()).contains("another data folder");
    }

    /** After a restore: the journal begins with a state, and what led to it is elsewhere. */
    @Test
    void newFilesOfARestoredJournalBeginBehindTheBackup() throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 4);
        CdrMark begin = new CdrMark(journal.committedPosition(), 1, 4);
        journal.release(begin.position());
        journal.epoch(9);
        records.commitBatch(journal, 3);
        try (CdrProjector projector = restored(begin)) {
            ProjectorCycles.untilIdle(projector);
            assertThat(projector.progress().lastError()).isEmpty();
        }
        assertThat(names())
                .filteredOn(name -> !name.endsWith(".cdr"))
                .containsExactly(
                        "ocs-1-1-0-5-4.manifest.json",
                        "ocs-1-9-0-5-7.csv",
                        "ocs-1-9-0-5-7.jsonl",
                        "ocs-1-9-0-5-7.manifest.json",
                        "ocs-1-9-0-5-7.parquet");
        records.commitBatch(journal, 2);
        try (CdrProjector again = restored(begin)) {
            ProjectorCycles.untilIdle(again);
        }
        assertThat(names())
                .as("the mark counts once")
                .contains("ocs-1-9-0-8-9.csv")
                .hasSize(11);
        assertThat(CdrFileVerifier.verify(folder).problems()).isEmpty();
    }

    private CdrProjector restored(CdrMark begin) {
        return new CdrProjector(
                "ocs-1", 0, journal, new CdrFileSink(config(100), 0, clock), clock, Duration.ZERO, begin);
    }

    /** The folder was changed after the journal was released: the projector says what to do, and does not try for ever. */
    @Test
    void anotherFolderGoesOnOnceTheNewestManifestIsBroughtThere(@TempDir Path other) throws IOException {
        RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
        records.commitBatch(journal, 4);
        try (CdrProjector projector = projector(step -> {}, 100)) {
            ProjectorCycles.untilIdle(projector);
        }
        journal.release(journal.committedPosition());
        records.commitBatch(journal, 3);

        CdrFileConfig elsewhere = new CdrFileConfig(
                other,
                "ocs-1",
                Set.of(CdrFileFormat.values()),
                1L << 30,
                100,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        CdrProjector lost = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(elsewhere, 0, clock), clock);
        ProjectorCycles.untilIdle(lost);
        assertThat(lost.progress().state()).isEqualTo(State.STOPPED);
        assertThat(lost.progress().lastError())
                .contains(
                        "cdr files in " + other + " of shard 0 end with record 0",
                        "the cdr.directory that was used before",
                        "copy from there the newest ocs-1-*-0-*.manifest.json and the files of its name");
        lost.close();

        for (String name : names()) {
            Files.copy(folder.resolve(name), other.resolve(name));
        }
        try (CdrProjector found = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(elsewhere, 0, clock), clock)) {
            ProjectorCycles.untilIdle(found);
        }
        verified(other, records);
    }
}
