package io.ocs.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ocs.core.time.ManualClock;
import io.ocs.server.audit.AuditVerifier.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what was noted cannot be changed, left out or put in without being found, and what cannot be noted is not done. */
class AuditLogTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(1_767_225_600_000L);

    private static AuditLog.Change change(String subject) {
        return new AuditLog.Change(
                "alice",
                "care",
                "127.0.0.1",
                "POST",
                "/admin/v1/subscribers/{identity}/top-ups",
                subject,
                JsonNodeFactory.instance.objectNode().put("amount", "1.00EUR"));
    }

    private void write(int changes, long fileOctetsMax) throws IOException {
        try (AuditLog log = AuditLog.open(folder, clock, fileOctetsMax)) {
            for (int i = 0; i < changes; i++) {
                clock.advanceMs(10);
                log.end(log.begin(change("e164#" + i)), 200, "done");
            }
        }
    }

    private Report verify(String expected) throws IOException {
        return new AuditVerifier(folder, line -> {}).run(expected);
    }

    private List<Path> files() throws IOException {
        return AuditFolder.files(folder);
    }

    @Test
    void itGoesOnOverRestartsAndFiles() throws IOException {
        write(10, 2_000);
        String head = verify(null).head();
        write(10, 2_000);

        assertThat(files()).hasSizeGreaterThan(3);
        Report report = verify(head);
        assertThat(report.problems()).isEmpty();
        assertThat(report.lines()).isEqualTo(40);
        assertThat(report.withoutResult()).isEmpty();
    }

    @Test
    void aChangeWithoutAResultIsNamed() throws IOException {
        write(2, AuditLog.FILE_OCTETS_MAX);
        try (AuditLog log = AuditLog.open(folder, clock)) {
            assertThat(log.begin(change("e164#x"))).isEqualTo(5);
        }
        assertThat(verify(null).withoutResult()).containsExactly(5L);
    }

    /** A line that a crash has torn was not forced, so nothing was done yet. */
    @Test
    void aTornLineIsCutOff() throws IOException {
        write(3, AuditLog.FILE_OCTETS_MAX);
        Path file = files().get(0);
        Files.writeString(file, Files.readString(file) + "{\"n\":7,\"time\":\"2026");
        assertThat(verify(null).problems()).isEmpty();

        write(1, AuditLog.FILE_OCTETS_MAX);
        assertThat(verify(null).problems()).isEmpty();
        assertThat(verify(null).lines()).isEqualTo(8);
    }

    /** Every kind of damage, at random places. */
    @Test
    void damageIsFoundAndNamed() throws IOException {
        long seed = Long.getLong("seed", 4711L);
        SplittableRandom random = new SplittableRandom(seed);
        write(20, AuditLog.FILE_OCTETS_MAX);
        Path file = files().get(0);
        List<String> good = Files.readAllLines(file);
        for (int round = 0; round < 200; round++) {
            List<String> lines = new ArrayList<>(good);
            int at = random.nextInt(lines.size() - 1);
            switch (random.nextInt(4)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.set(at, damaged(lines.get(at), random));
                default -> lines.add(at, lines.remove(at + 1));
            }
            Files.write(file, lines);
            String place = "seed " + seed + ", round " + round + ", line " + (at + 1);
            Report report = verify(null);
            assertThat(report.problems()).as(place).hasSize(1);
            assertThat(report.lines()).as(place).isLessThanOrEqualTo(at + 1);
        }
    }

    private static String damaged(String line, SplittableRandom random) {
        int at = random.nextInt(line.length());
        char other = line.charAt(at) == 'x' ? 'y' : 'x';
        return line.substring(0, at) + other + line.substring(at + 1);
    }

    /** The chain alone cannot tell: whoever keeps a head elsewhere can. */
    @Test
    void linesCutOffTheEndAreFoundByAnEarlierHead() throws IOException {
        write(5, AuditLog.FILE_OCTETS_MAX);
        String head = verify(null).head();
        Path file = files().get(0);
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 6));

        assertThat(verify(null).problems()).isEmpty();
        assertThat(verify(head).problems()).singleElement().asString().contains("cut off its end");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        write(20, 2_000);
        Files.delete(files().get(1));

        assertThat(verify(null).problems()).singleElement().asString().contains("a file is missing or was renamed");
    }

    @Test
    void aLogThatDoesNotEndWithALineIsNotGoneOnWith() throws IOException {
        write(2, AuditLog.FILE_OCTETS_MAX);
        Path file = files().get(0);
        Files.writeString(file, Files.readString(file) + "by hand\n");

        assertThatThrownBy(() -> AuditLog.open(folder, clock))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("does not end with a line of the log: run 'ocs audit verify'");
    }

    /** A device that is always full stands in for the disk: the next file is a link to it. */
    @Test
    void withoutRoomNothingBegins() throws IOException {
        Path next = AuditFolder.file(folder, 3);
        try (AuditLog log = AuditLog.open(folder, clock, 1)) {
            log.end(log.begin(change("e164#1")), 200, "done");
            Files.createSymbolicLink(next, Path.of("/dev/full"));
            assertThat(log.failing()).isEmpty();

            assertThatThrownBy(() -> log.begin(change("e164#2")))
                    .isInstanceOf(AuditException.class)
                    .hasMessageContaining("nothing was changed")
                    .hasMessageContaining("No space left on device");
            assertThat(log.failing()).hasValueSatisfying(why -> assertThat(why).contains("No space left"));
            assertThat(log.head()).startsWith("2:");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Invalid argument"); // a device cannot be forced
        }
        Files.delete(next);
        assertThat(verify(null).problems()).isEmpty();
        write(1, AuditLog.FILE_OCTETS_MAX);
        assertThat(verify(null).lines()).isEqualTo(4);
    }

    @Test
    void anIdentityHasOneNameForEver() throws IOException {
        String first;
        try (AuditLog log = AuditLog.open(folder, clock)) {
            first = log.key().mask("e164", "491700000001");
            assertThat(first)
                    .matches("e164#[0-9a-f]{16}")
                    .isNotEqualTo(log.key().mask("e164", "491700000002"));
        }
        assertThat(AuditKey.read(folder).mask("e164", "491700000001")).isEqualTo(first);
    }
}
