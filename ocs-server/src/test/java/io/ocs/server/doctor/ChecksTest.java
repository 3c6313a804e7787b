package io.ocs.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ocs.server.config.ConfigLoader;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the lines are between fine, look at it, and will not work; whatever is not fine comes with a fix. */
class ChecksTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private static void assertLevel(Finding finding, Level level) {
        assertThat(finding.level()).as("%s", finding).isEqualTo(level);
        assertThat(finding.fix().isEmpty()).as("%s", finding).isEqualTo(level == Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"11, BAD", "16, BAD", "17, OK", "25, OK", "26, WARN"})
    void javaVersions(int feature, Level level) {
        assertLevel(JavaChecks.version(feature), level);
    }

    @Test
    void javaFlags() {
        List<String> wanted = List.of("# a comment", "", "--add-opens=a", "-Db=c");
        assertLevel(JavaChecks.flags(wanted, List.of("-Xmx1g", "-Db=c", "--add-opens=a"), Path.of("x.args")), Level.OK);
        Finding missing = JavaChecks.flags(wanted, List.of("-Db=c"), Path.of("x.args"));
        assertLevel(missing, Level.BAD);
        assertThat(missing.found()).isEqualTo("missing: --add-opens=a");
    }

    @ParameterizedTest
    @CsvSource({"0.2, OK", "4.9, OK", "5, WARN", "50, BAD"})
    void diskSpeed(double millis, Level level) {
        assertLevel(FolderChecks.speed("folder x", millis), level);
    }

    @Test
    void room() {
        assertLevel(FolderChecks.room("folder x", "data-dir", 10, 10), Level.OK);
        Finding little = FolderChecks.room("folder x", "data-dir", 5L << 20, 10L << 20);
        assertLevel(little, Level.WARN);
        assertThat(little.found()).isEqualTo("5 MiB free, 10 MiB are good");
    }

    @Test
    void descriptorsAndMemory() {
        OcsConfig config = new ConfigLoader(folder, folder)
                .load(null, null, List.of("diameter.connections-total-max=100", "shards=2"));
        assertLevel(MachineChecks.descriptors(440, config), Level.OK);
        assertLevel(MachineChecks.descriptors(439, config), Level.WARN);
        assertLevel(MachineChecks.memory(2L << 30), Level.OK);
        assertLevel(MachineChecks.memory(1L << 30), Level.WARN);
    }

    @Test
    void aFolderFromTheFuture() throws IOException {
        assertLevel(MachineChecks.clock(folder.resolve("none"), NOW), Level.OK);
        Path file = Files.createFile(folder.resolve("segment"));
        Files.setLastModifiedTime(folder, FileTime.from(NOW));
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(2)));
        assertLevel(MachineChecks.clock(folder, NOW), Level.OK);
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(3_600)));
        Finding ahead = MachineChecks.clock(folder, NOW);
        assertLevel(ahead, Level.BAD);
        assertThat(ahead.found()).contains(file.toString());
    }

    @Test
    void certificates() throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .ecp256()
                .setIsCertificateAuthority(true)
                .subject("CN=ocs")
                .notBefore(NOW.minus(Duration.ofDays(1)))
                .notAfter(NOW.plus(Duration.ofDays(90)))
                .buildSelfSigned();
        Path file = Files.writeString(folder.resolve("ocs.pem"), bundle.getCertificatePEM());
        assertLevel(certificate(file, NOW), Level.OK);
        assertLevel(certificate(file, NOW.plus(Duration.ofDays(61))), Level.WARN);
        assertLevel(certificate(file, NOW.plus(Duration.ofDays(91))), Level.BAD);
        assertLevel(certificate(file, NOW.minus(Duration.ofDays(2))), Level.BAD);
        assertLevel(certificate(folder.resolve("none.pem"), NOW), Level.BAD);
        assertLevel(certificate(Files.writeString(folder.resolve("empty.pem"), "nothing"), NOW), Level.BAD);
    }

    private static Finding certificate(Path file, Instant now) {
        List<Finding> findings = CertificateChecks.certificates("http.tls.certificate", file, now);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void aFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(FolderChecks.folder("data-dir", file, 1, true))
                .singleElement()
                .satisfies(finding -> assertLevel(finding, Level.BAD));
    }
}
