package io.ocs.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.ocs.server.AdminFixture;
import io.ocs.server.Main;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.config.HttpSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of who operates a server, as they are typed. */
class OperationsCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int ocs(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(config -> {
                    throw new AssertionError("no server is to be started");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    // --- charging data record files

    @Test
    void filesAreClosedNowAndWhatIsSaidIsAboutFilesOnly() throws IOException {
        try (AdminFixture fixture = new AdminFixture()) {
            assertThat(ocs("cdr", "rotate", "--admin", fixture.url()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .containsPattern("SHARD +FILES +JOURNAL POSITION")
                    .containsPattern("0 +closed +4096");
            assertThat(out.toString()).as("the database is no file").doesNotContain("refused");
            assertThat(fixture.flushes.get()).isEqualTo(1);
            assertThat(ocs("cdr", "rotate", "--admin", fixture.url(), "--output", "json"))
                    .isZero();
            assertThat(json().path("deliveries")).hasSize(2);
        }
    }

    // --- alarms

    @Test
    void alarmsAreListedWhileTheyLastAndAfterwards() throws IOException {
        try (AdminFixture fixture = new AdminFixture()) {
            boolean[] wrong = {true};
            fixture.alarms.watch(Alarm.CDR_FILES, () -> wrong[0] ? Optional.of("shard 0: no space") : Optional.empty());
            assertThat(ocs("alarms", "--admin", fixture.url())).isZero();
            assertThat(out.toString().strip()).isEqualTo("nothing is wrong");

            fixture.alarms.look();
            assertThat(ocs("alarms", "--admin", fixture.url())).isZero();
            assertThat(out.toString())
                    .contains(
                            "major  cdr-files  since 2026-01-01T00:00:00Z",
                            "found:    shard 0: no space",
                            "docs/runbooks/cdr-files.md");

            wrong[0] = false;
            fixture.alarmClock.advanceMs(60_000);
            for (int i = 0; i < 5; i++) {
                fixture.alarms.look();
            }
            assertThat(ocs("alarms", "--admin", fixture.url(), "--output", "json"))
                    .isZero();
            assertThat(json().path("active")).isEmpty();
            assertThat(json().path("recent")).hasSize(1);
            assertThat(json().at("/recent/0/cleared").asText()).isEqualTo("2026-01-01T00:01:00Z");
        }
    }

    // --- peers

    @Test
    void peersAreListedAndSentAway() throws IOException {
        try (AdminFixture fixture = new AdminFixture()) {
            String[] admin = {"--admin", fixture.url()};
            assertThat(ocs("peers", "--admin", fixture.url())).isZero();
            assertThat(out.toString()).contains("smf.example.com", "192.0.2.7:51234 TLS");
            assertThat(ocs("peers", "disconnect", "smf.example.com", "--cause", "bussy", admin[0], admin[1]))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("no cause 'bussy'", "busy");
            assertThat(ocs("peers", "disconnect", "smf.example.com", "--cause", "busy", admin[0], admin[1]))
                    .isZero();
            assertThat(ocs("peers", "--admin", fixture.url())).isZero();
            assertThat(out.toString()).contains("none: sent away with BUSY");
            assertThat(ocs("peers", "disconnect", "smf.example.com", admin[0], admin[1]))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("no peer smf.example.com is connected");
        }
    }

    // --- tokens

    @Test
    void aTokenOpensTheAdministrationUntilItIsRevoked() throws Exception {
        String file = folder.resolve("tokens").toString();
        assertThat(ocs("token", "create", "--role", "care", "--name", "alice", "--file", file))
                .isZero();
        String alice = out.toString().strip();
        assertThat(ocs("token", "create", "--role", "admin", "--name", "root", "--file", file))
                .isZero();
        assertThat(ocs("token", "create", "--role", "admin", "--name", "root", "--file", file))
                .isEqualTo(1);
        assertThat(err.toString()).contains("ocs: there is a token 'root' already");
        assertThat(ocs("token", "create", "--role", "king", "--name", "arthur", "--file", file))
                .isEqualTo(2);
        assertThat(ocs("token", "list", "--file", file)).isZero();
        assertThat(out.toString()).contains("alice  care").doesNotContain(alice);

        try (AdminFixture fixture = new AdminFixture(Optional.of(folder.resolve("tokens")), Optional.empty())) {
            assertThat(ocs("sessions", "--admin", fixture.url())).isEqualTo(1);
            assertThat(err.toString()).contains("token wanted", "--token or OCS_TOKEN");
            assertThat(ocs("sessions", "--admin", fixture.url(), "--token", alice))
                    .isZero();
            assertThat(ocs(
                            "provision",
                            "--admin",
                            fixture.url(),
                            "--token",
                            alice,
                            "--from",
                            "491700000000",
                            "--count",
                            "1",
                            "--offer",
                            "postpaid"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("role too low: this takes the role operator; the token 'alice' has care");
            assertThat(ocs("health", "--admin", fixture.url())).isZero();
        }
        assertThat(ocs("token", "revoke", "alice", "--file", file)).isZero();
        assertThat(ocs("token", "list", "--file", file, "--output", "json")).isZero();
        assertThat(json().path("tokens")).hasSize(1);
    }

    @Test
    void overTlsTheServersAuthorityIsNamed() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle server = new CertificateBuilder()
                .subject("CN=ocs")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
        Path trust = Files.writeString(folder.resolve("authority.pem"), authority.getCertificatePEM());
        HttpSettings.Tls tls = new HttpSettings.Tls(
                Files.writeString(folder.resolve("ocs.pem"), server.getCertificatePathPEM()),
                Files.writeString(folder.resolve("ocs.key"), server.getPrivateKeyPEM()));
        try (AdminFixture fixture = new AdminFixture(Optional.empty(), Optional.of(tls))) {
            assertThat(fixture.url()).startsWith("https://");
            assertThat(ocs("health", "--admin", fixture.url())).isEqualTo(1);
            assertThat(err.toString()).contains("is not believed", "--authority FILE");
            assertThat(ocs("health", "--admin", fixture.url(), "--authority", trust.toString()))
                    .isZero();
            assertThat(ocs(
                            "health",
                            "--admin",
                            fixture.url(),
                            "--authority",
                            folder.resolve("ocs.key").toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("--authority: ");
        }
    }

    // --- audit

    @Test
    void theAuditLogIsVerifiedAndSearched() throws Exception {
        try (AdminFixture fixture = new AdminFixture()) {
            ocs("provision", "--admin", fixture.url(), "--from", "491700000000", "--count", "2", "--offer", "postpaid");
            ocs("top-up", "491700000001", "5.00EUR", "--admin", fixture.url());
            ocs("top-up", "491700000000", "7.00EUR", "--admin", fixture.url());
            String data = fixture.auditFolder().getParent().toString();
            awaitResults(data);

            assertThat(ocs("audit", "verify", "--data", data, "--output", "json"))
                    .isZero();
            String head = json().path("head").asText();
            assertThat(json().path("lines").asLong()).isEqualTo(6);
            assertThat(ocs("audit", "verify", "--data", data, "--expect", head)).isZero();
            assertThat(ocs("audit", "show", "--data", data, "--subscriber", "491700000001"))
                    .isZero();
            assertThat(out.toString().lines()).hasSize(2);
            assertThat(out.toString()).contains("5.00EUR").doesNotContain("7.00EUR");
            Path file = fixture.auditFolder().resolve("audit-0000000001.jsonl");
            Files.writeString(file, Files.readString(file).replace("5.00EUR", "500.00EUR"));
            assertThat(ocs("audit", "verify", "--data", data)).isEqualTo(1);
            assertThat(out.toString()).contains("audit-0000000001.jsonl:3: was changed after it was written");
        }
        assertThat(ocs("audit", "verify", "--data", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("the audit log cannot be read");
    }

    private void awaitResults(String data) throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        do {
            assertThat(System.nanoTime()).as(out.toString()).isLessThan(until);
            ocs("audit", "verify", "--data", data, "--output", "json");
        } while (json().path("lines").asLong() < 6);
    }

    // --- completion and usage

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(ocs("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("ocs-completion"), out.toString());
        assertThat(complete(script, "ocs", "al")).contains("alarms");
        assertThat(complete(script, "ocs", "alarms", "--o")).contains("--output");
        assertThat(complete(script, "ocs", "token", "cr")).contains("create");
        assertThat(ocs("completion", "zsh")).isZero();
        assertThat(out.toString()).contains("bashcompinit");
        assertThat(ocs("completion", "fish")).isEqualTo(2);
    }

    /** What bash would offer behind these words. */
    private static String complete(Path script, String... words) throws Exception {
        String quoted = String.join(" ", words);
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + quoted + "); COMP_CWORD=" + (words.length - 1)
                                + "; COMP_LINE='" + quoted + "'; _complete_ocs; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        return new String(bash.getInputStream().readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alarms --ouput json | --output",
                "sessions --limt 3 | --limit",
                "run --dta x | --data",
                "alarm | alarms"
            })
    void anUnknownWordIsRefusedWithTheNearestKnown(String line, String nearest) {
        assertThat(ocs(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean", nearest);
    }

    // --- doctor

    @Test
    void theDoctorHasAFixForWhatItFinds() throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "doctor",
                "--output",
                "json",
                "--config",
                ROOT.resolve("config/ocs.yaml").toString()));
        Path readOnly = Files.writeString(folder.resolve("a-file"), "no folder");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            words.addAll(List.of("--data", readOnly.toString()));
            words.addAll(List.of("--set", "diameter.listen=127.0.0.1:" + taken.getLocalPort()));
            words.addAll(List.of("--set", "http.listen=127.0.0.1:0"));
            words.addAll(List.of("--set", "http.tokens=" + folder.resolve("none")));
            words.addAll(List.of("--set", "database.url=jdbc:postgresql://127.0.0.1:1/ocs"));
            words.addAll(List.of("--set", "catalog.directory=" + ROOT.resolve("config/catalog")));
            assertThat(ocs(words.toArray(String[]::new))).isEqualTo(1);
        }
        List<JsonNode> findings = new ArrayList<>();
        json().path("findings").forEach(findings::add);
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.path("fix").asText().isEmpty())
                        .as("%s", finding)
                        .isEqualTo(finding.path("level").asText().equals("ok")));
        assertThat(levels(findings, "bad")).contains("folder " + readOnly, "administration", "database");
        assertThat(levels(findings, "warn")).anyMatch(what -> what.startsWith("port 127.0.0.1:"));
        assertThat(levels(findings, "ok")).contains("java", "offers", "port 127.0.0.1:0");
    }

    private static List<String> levels(List<JsonNode> findings, String level) {
        return findings.stream()
                .filter(finding -> finding.path("level").asText().equals(level))
                .map(finding -> finding.path("what").asText())
                .toList();
    }

    @Test
    void theDoctorSaysWhatIsWrongWithTheConfiguration() {
        assertThat(ocs("doctor", "--set", "jurnal.sync=batch")).isEqualTo(1);
        assertThat(out.toString())
                .contains("bad   configuration: --set: unknown key 'jurnal.sync'; did you mean 'journal.sync'?");
    }

    @Test
    void aFolderThatIsFineIsMeasured() throws IOException {
        assertThat(ocs(
                        "doctor",
                        "--output",
                        "json",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "diameter.listen=127.0.0.1:0",
                        "--set",
                        "http.listen=127.0.0.1:0"))
                .isIn(0, 1); // a small disk may be short of room
        assertThat(out.toString()).contains("a forced write takes", "to be made in " + folder);
        assertThat(folder).isEmptyDirectory();
    }
}
