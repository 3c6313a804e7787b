package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    private Path folder;

    @Test
    void itIsReadyWhenItSaysSoAndEndsWhenItIsAsked() throws Exception {
        ProcessHandle handle;
        String script =
                "echo readying; echo 'ready sync=batch diameter=127.0.0.1:3868,127.0.0.2:3869 http=localhost:80'; exec sleep 60";
        try (ServerProcess server = start(script, Duration.ofSeconds(30))) {
            handle = ProcessHandle.of(server.pid()).orElseThrow();
            assertThat(server.readyLine()).startsWith("ready sync=batch");
            assertThat(server.address("diameter")).hasToString("/127.0.0.1:3868");
            assertThat(server.address("http")).hasToString("localhost/127.0.0.1:80");
            assertThatThrownBy(() -> server.address("jmx"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("jmx");
        }
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void itsCpuTimeGrowsAsItWorks() throws Exception {
        try (ServerProcess server = start("echo ready; while :; do :; done", Duration.ofSeconds(30))) {
            long before = server.cpuNanos();
            long untilNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (server.cpuNanos() < before + Duration.ofMillis(50).toNanos()) {
                assertThat(System.nanoTime())
                        .as("30 s of work without CPU time")
                        .isLessThan(untilNanos);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whatEndsBeforeItIsReadyIsQuoted() {
        assertThatThrownBy(() -> start("echo port taken >&2; exit 1", Duration.ofSeconds(30)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended before it was ready")
                .hasMessageContaining("port taken");
    }

    @Test
    void whatIsNotReadyInTimeIsEnded() {
        assertThatThrownBy(() -> start("echo busy; exec sleep 60", Duration.ofMillis(200)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not ready within");
    }

    private ServerProcess start(String script, Duration readyMax) throws Exception {
        return ServerProcess.start(List.of("/bin/sh", "-c", script), folder, folder.resolve("log"), readyMax);
    }
}
