package io.ocs.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.Main;
import io.ocs.server.ReadyReport;
import io.ocs.server.RunningServer;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} with a server that ends at once. */
class RunCommandTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    private record EndedServer(OcsConfig config, boolean clean, AtomicInteger closed) implements RunningServer {
        @Override
        public ReadyReport ready() {
            return new ReadyReport(
                    config,
                    List.of(
                            InetSocketAddress.createUnresolved("127.0.0.1", 3868),
                            InetSocketAddress.createUnresolved("::1", 3869)),
                    List.of(),
                    List.of(),
                    InetSocketAddress.createUnresolved("127.0.0.1", 8080),
                    1,
                    Duration.ofMillis(1_940));
        }

        @Override
        public boolean awaitEnd() {
            return clean;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void saysHowItServes() {
        assertThat(run(true, "--data", folder.toString())).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "ready diameter=127.0.0.1:3868,[::1]:3869 http=127.0.0.1:8080 admin=without-token journal.sync=batch lab=127.0.0.0/8,::1/128 shards=1 data="
                                + folder + " (started in 1.9 s)" + System.lineSeparator());
    }

    @Test
    void saysItToProgramsToo() throws IOException {
        run(
                true,
                "--data",
                folder.toString(),
                "--output",
                "json",
                "--set",
                "diameter.accept-unknown-peers=false",
                "--set",
                "http.tokens=tokens");

        JsonNode ready = new ObjectMapper().readTree(out.toString());
        assertThat(ready.get("event").textValue()).isEqualTo("ready");
        assertThat(ready.get("lab").textValue()).isEqualTo("off");
        assertThat(ready.get("admin").textValue()).isEqualTo("tokens");
    }

    @Test
    void aServerThatBrokeExitsWithOne() {
        assertThat(run(false)).isEqualTo(1);
    }

    private int run(boolean clean, String... words) {
        AtomicInteger closed = new AtomicInteger();
        List<String> all = new java.util.ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        int exit = Main.commandLine(config -> new EndedServer(config, clean, closed))
                .setOut(new PrintWriter(out, true))
                .execute(all.toArray(String[]::new));
        assertThat(closed).as("closed").hasValue(1);
        return exit;
    }
}
