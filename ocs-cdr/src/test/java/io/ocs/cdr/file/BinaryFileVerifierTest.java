package io.ocs.cdr.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.ManualClock;
import io.ocs.cdr.MemoryJournal;
import io.ocs.cdr.ProjectorCycles;
import io.ocs.cdr.RandomRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what is done to a file in ASN.1 or Parquet is found and named as in the formats of lines. */
class BinaryFileVerifierTest {

    @TempDir
    Path folder;

    private final RandomRecords records = new RandomRecords(RandomRecords.seed(), true);

    @BeforeEach
    void write() {
        ManualClock clock = new ManualClock();
        MemoryJournal journal = new MemoryJournal();
        CdrFileConfig config = new CdrFileConfig(
                folder,
                "ocs-1",
                Set.of(CdrFileFormat.ASN1, CdrFileFormat.PARQUET),
                1L << 30,
                10,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        try (CdrProjector projector = new CdrProjector("ocs-1", 0, journal, new CdrFileSink(config, 0, clock), clock)) {
            for (int i = 0; i < 2; i++) {
                records.commitBatch(journal, 10);
                ProjectorCycles.untilIdle(projector);
            }
        }
    }

    private Path second(String extension) throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.filter(name -> name.toString().endsWith("-11-20." + extension))
                    .findFirst()
                    .orElseThrow();
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

    @Test
    void whatWasWrittenIsRightAndReadOnce() throws IOException {
        List<Long> progress = new ArrayList<>();
        CdrInspection all = CdrFileVerifier.inspect(folder, progress::add);
        assertThat(all.problems()).isEmpty();
        assertThat(all.notes()).isEmpty();
        assertThat(all.files()).isEqualTo(4);
        assertThat(progress).isSorted().last().isEqualTo(all.octets());
        assertThat(all.octets()).isEqualTo(CdrFileVerifier.octets(folder));
        assertThat(all.report().sums()).isEqualTo(records.sums());
    }

    /** A changed text in BER is valid in itself: the file in the other format tells. */
    @Test
    void aChangedTextIsFoundByTheOtherFormat() throws IOException {
        Path file = second("cdr");
        byte[] octets = Files.readAllBytes(file);
        int at = indexOf(octets, "data-per-octet", octets.length / 2);
        octets[at] = 'D';
        Files.write(file, octets);
        CdrFileProblem problem = onlyProblem();
        assertThat(problem.file()).isEqualTo(file);
        assertThat(problem.line()).isZero();
        assertThat(problem.recordNumber()).isBetween(14L, 18L);
        assertThat(problem.what())
                .contains("tariff is Data-per-octet, and data-per-octet in ")
                .contains(".parquet");
    }

    private static int indexOf(byte[] octets, String text, int from) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = from; at + wanted.length <= octets.length; at++) {
            if (Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalStateException(text + " is not in the file");
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws IOException {
        for (String extension : List.of("cdr", "parquet")) {
            Path file = second(extension);
            byte[] octets = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(octets, octets.length - 10));
            CdrFileProblem problem = onlyProblem();
            assertThat(problem.file()).isEqualTo(file);
            assertThat(problem.sentence())
                    .contains(extension.equals("cdr") ? "the header says file length" : "cut off");
            Files.write(file, octets);
        }
    }

    /** Any octet that changes is noticed, and nothing else comes of it than a problem of that file. */
    @Test
    void anyChangedOctetIsAProblemOfItsFile() throws IOException {
        for (String extension : List.of("cdr", "parquet")) {
            Path file = second(extension);
            byte[] octets = Files.readAllBytes(file);
            for (int at = 0; at < octets.length; at += 1 + octets.length / 150) {
                byte[] changed = octets.clone();
                changed[at] ^= (byte) (1 << (at % Byte.SIZE));
                Files.write(file, changed);
                assertThat(onlyProblem().file()).as("octet %d", at).isEqualTo(file);
            }
            Files.write(file, octets);
        }
    }

    @Test
    void aFileWithoutManifestIsAStranger() throws IOException {
        Files.copy(second("cdr"), folder.resolve("copy.cdr"));
        assertThat(onlyProblem().sentence()).contains("copy.cdr has no manifest");
        Files.delete(folder.resolve("copy.cdr"));
        Files.copy(second("parquet"), folder.resolve("copy.parquet"));
        assertThat(onlyProblem().sentence()).contains("copy.parquet has no manifest");
    }
}
