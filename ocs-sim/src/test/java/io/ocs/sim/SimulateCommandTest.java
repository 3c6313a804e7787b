package io.ocs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int run(StubServer server, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--connect", "127.0.0.1:" + server.port(), "--rate", "500", "--think-time", "1ms"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    @Test
    void printsATable() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount())) {
            assertThat(run(server, "--sessions", "10", "--scenario", "sms")).isZero();
        }
        assertThat(out.toString())
                .contains("10 started, 10 ended, 0 abandoned", "2001: 10", "charged, as told   0.500000 EUR");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsJsonAndWritesTheLog() throws Exception {
        Path log = folder.resolve("log.jsonl");
        StubAccount account = new StubAccount();
        try (StubServer server = StubServer.start(account)) {
            int code = run(
                    server,
                    "--sessions",
                    "20",
                    "--scenario",
                    "mix",
                    "--mix",
                    "data=1,voice=1",
                    "--output",
                    "json",
                    "--repeats",
                    "100",
                    "--log",
                    log.toString());
            assertThat(code).isZero();
        }
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("sessionsEnded").longValue()).isEqualTo(20);
        assertThat(report.get("chargedMicros").get("978").longValue()).isEqualTo(account.chargedMicros());
        assertThat(Files.readAllLines(log)).hasSize(report.get("requests").intValue());
    }

    @Test
    void failsWhenARepeatIsAnsweredOtherwise() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount().forgetful())) {
            assertThat(run(server, "--sessions", "2", "--scenario", "sms", "--repeats", "1000"))
                    .isEqualTo(1);
        }
    }

    @Test
    void failsWhenAnswersAreMissing() throws Exception {
        try (StubServer server = StubServer.start(new StubAccount().silentFrom(0))) {
            assertThat(run(server, "--sessions", "2", "--timeout", "1s")).isEqualTo(1);
        }
        assertThat(out.toString()).contains("2 timed out");
    }

    @Test
    void saysInOneLineThatItDidNotConnect() throws Exception {
        try (Socket taken = new Socket()) { // a port that nobody listens on, nor can take meanwhile
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String nobody = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run("--connect", nobody, "--connect-timeout", "300ms")).isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("ocs simulate: no connection to " + nobody);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--rate,0",
        "--rate,fast",
        "--connect,nowhere",
        "--connect,127.0.0.1:99999",
        "--scenario,fax",
        "--output,xml",
        "--for,60",
        "--from,0",
        "--repeats,1001",
        "--unknown,1"
    })
    void refusesWrongUsage(String option, String value) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: simulate");
    }

    @Test
    void teaches() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Examples:", "--scenario mix", "Exit code");
    }
}
