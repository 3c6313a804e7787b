package io.ocs.cdr.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: whatever is done to a folder of files is named with file, line and record, and nothing else is. */
class CdrFileVerifierTest {

    private static final String MIDDLE = "ocs-1-1-0-11-20";

    @TempDir
    Path folder;

    private final RandomRecords records = new RandomRecords(RandomRecords.seed(), true);

    /** Thirty records in three files of each format of lines. */
    @BeforeEach
    void write() throws IOException {
        ManualClock clock = new ManualClock();
        MemoryJournal journal = new MemoryJournal();
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.CSV, CdrFileFormat.JSONL),
                1L << 30,
                10,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(config, 0, clock), clock)) {
            for (int i = 0; i < 3; i++) {
                records.commitBatch(journal, 10);
                ProjectorCycles.untilIdle(projector);
            }
        }
    }

    private CdrInspection inspect() throws IOException {
        return CdrFileVerifier.inspect(folder, done -> {});
    }

    private CdrFileProblem onlyProblem() throws IOException {
        List<CdrFileProblem> problems = inspect().problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void replace(String name, String from, String to) throws IOException {
        String text = Files.readString(file(name), UTF_8);
        assertThat(text).contains(from);
        Files.writeString(file(name), text.replace(from, to), UTF_8);
    }

    private void editLine(String name, int line, String regex, String to) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file(name), UTF_8));
        String edited = lines.get(line - 1).replaceFirst(regex, to);
        assertThat(edited).isNotEqualTo(lines.get(line - 1));
        lines.set(line - 1, edited);
        Files.writeString(file(name), String.join("\n", lines) + "\n", UTF_8);
    }

    @Test
    void whatWasWrittenIsRightAndReadOnce() throws IOException {
        List<Long> progress = new ArrayList<>();
        CdrInspection all = CdrFileVerifier.inspect(folder, progress::add);
        assertThat(all.problems()).isEmpty();
        assertThat(all.notes()).isEmpty();
        assertThat(all.files()).isEqualTo(6);
        assertThat(all.octets()).isEqualTo(CdrFileVerifier.octets(folder));
        assertThat(progress).isSorted().last().isEqualTo(all.octets());
        assertThat(all.report().sums()).isEqualTo(records.sums());
    }

    @Test
    void aChangedTextIsFoundByTheOtherFormat() throws IOException {
        editLine(MIDDLE + ".jsonl", 4, "\"node\":\"ocs-1\"", "\"node\":\"ocs-2\"");
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.file()).isEqualTo(file(MIDDLE + ".jsonl"));
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.recordNumber()).isEqualTo(14);
        assertThat(problem.what()).contains("node is ocs-2, and ocs-1 in " + MIDDLE + ".csv");
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void aChangedTextWithoutTheOtherFormatIsStillSeen() throws IOException {
        editLine(MIDDLE + ".jsonl", 4, "\"node\":\"ocs-1\"", "\"node\":\"ocs-2\"");
        Files.delete(file(MIDDLE + ".csv"));
        assertThat(inspect().report().problems())
                .hasSize(2)
                .anyMatch(text -> text.contains(MIDDLE + ".csv is missing"))
                .anyMatch(text -> text.contains(MIDDLE + ".jsonl is not what its manifest says"));
    }

    @Test
    void aLineThatIsNoRecordIsNamed() throws IOException {
        editLine(MIDDLE + ".csv", 5, ",", "");
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.line()).isEqualTo(5);
        assertThat(problem.recordNumber()).isEqualTo(14);
        assertThat(problem.sentence()).contains(MIDDLE + ".csv, line 5, record 14: the line has ");
    }

    @Test
    void aRecordTwiceInAFileIsNamed() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file(MIDDLE + ".jsonl"), UTF_8));
        lines.add(3, lines.get(2));
        Files.writeString(file(MIDDLE + ".jsonl"), String.join("\n", lines) + "\n", UTF_8);
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.what()).contains("13 stands: it stands here a second time");
    }

    @Test
    void aFileThatIsCutOffIsNamedWithItsLastLine() throws IOException {
        byte[] octets = Files.readAllBytes(file(MIDDLE + ".jsonl"));
        try (OutputStream out = Files.newOutputStream(file(MIDDLE + ".jsonl"))) {
            out.write(octets, 0, octets.length - 10);
        }
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.line()).isEqualTo(10);
        assertThat(problem.recordNumber()).isEqualTo(20);
        assertThat(problem.what()).contains("cut off");
    }

    @Test
    void aFileThatIsCutOffBetweenLinesIsNamed() throws IOException {
        List<String> lines = Files.readAllLines(file(MIDDLE + ".jsonl"), UTF_8);
        Files.writeString(file(MIDDLE + ".jsonl"), String.join("\n", lines.subList(0, 7)) + "\n", UTF_8);
        assertThat(onlyProblem().sentence()).contains(MIDDLE + ".jsonl").contains("it ends with record 17");
    }

    @Test
    void aFileOfOneEndlessLineIsRefusedInLittleMemory() throws IOException {
        byte[] block = "x".repeat(LineSource.LINE_MAX).getBytes(UTF_8);
        try (OutputStream out = Files.newOutputStream(file(MIDDLE + ".jsonl"))) {
            for (int i = 0; i < 3; i++) {
                out.write(block);
            }
        }
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.line()).isEqualTo(1);
        assertThat(problem.what()).contains("longer than");
    }

    @Test
    void aManifestEditedByHandBreaksTheChainAndItsSums() throws IOException {
        replace(MIDDLE + ".manifest.json", "\"count\" : 10", "\"count\" : 11");
        List<CdrFileProblem> problems = inspect().problems();
        assertThat(problems)
                .anyMatch(problem -> problem.sentence().contains(MIDDLE + ".manifest.json counts 11"))
                .anyMatch(problem -> problem.what().contains("does not carry the hash of " + MIDDLE))
                .anyMatch(problem -> problem.file().equals(file(MIDDLE + ".csv"))
                        && problem.remedy().contains("manifest was edited"));
    }

    @Test
    void aManifestThatIsNoneOrOfOtherRecordsIsNamed() throws IOException {
        Files.copy(file(MIDDLE + ".manifest.json"), file("ocs-1-1-0-31-40.manifest.json"));
        assertThat(onlyProblem().sentence())
                .contains("31-40.manifest.json is the manifest of other records: " + MIDDLE);
        Files.writeString(file("ocs-1-1-0-31-40.manifest.json"), "{", UTF_8);
        assertThat(onlyProblem().sentence()).contains("31-40.manifest.json cannot be read");
    }

    @Test
    void recordsThatAreGoneWithTheirManifestAreAGap() throws IOException {
        for (String end : List.of(".csv", ".jsonl", ".manifest.json")) {
            Files.delete(file(MIDDLE + end));
        }
        assertThat(inspect().problems())
                .anyMatch(problem ->
                        problem.recordNumber() == 11 && problem.what().contains("records 11 to 20 are missing"));
    }

    @Test
    void theSameRecordsInAnotherFileAreADuplicate() throws IOException {
        String manifest =
                Files.readString(file(MIDDLE + ".manifest.json"), UTF_8).replace("\"last\" : 20", "\"last\" : 15");
        Files.writeString(file("ocs-1-1-0-11-15.manifest.json"), manifest, UTF_8);
        assertThat(inspect().problems())
                .anyMatch(problem ->
                        problem.recordNumber() == 11 && problem.what().contains("11 to 15 stand in a file before"));
    }

    @Test
    void strangersAndLeftoversAreToldFromOpenFiles() throws IOException {
        Files.copy(file(MIDDLE + ".csv"), file("ocs-1-1-0-11-20-copy.csv"));
        assertThat(onlyProblem().sentence()).contains("11-20-copy.csv has no manifest");
        Files.delete(file("ocs-1-1-0-11-20-copy.csv"));

        Files.writeString(file("ocs-1-1-0-21.csv.tmp"), "", UTF_8);
        assertThat(onlyProblem().sentence()).contains("21.csv.tmp, record 21 is left over");
        Files.delete(file("ocs-1-1-0-21.csv.tmp"));

        Files.writeString(file("ocs-1-1-0-31.csv.tmp"), "", UTF_8);
        Files.writeString(file("README"), "", UTF_8);
        CdrInspection open = inspect();
        assertThat(open.problems()).isEmpty();
        assertThat(open.notes()).hasSize(2).anyMatch(note -> note.contains("31.csv.tmp is not closed"));
    }

    @Test
    void filesBeyondTheRetentionAreANote() throws IOException {
        for (String end : List.of(".csv", ".jsonl", ".manifest.json")) {
            Files.delete(file("ocs-1-1-0-1-10" + end));
        }
        CdrInspection rest = inspect();
        assertThat(rest.problems()).isEmpty();
        assertThat(rest.notes()).hasSize(1).first().asString().contains(MIDDLE);
    }
}
