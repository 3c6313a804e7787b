package io.ocs.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A demo without end, in a process of its own, and its end by a signal: SIGTERM, which the JVM treats as it treats Ctrl-C. SIGINT itself is ignored in
 * whatever a shell starts in the background.
 */
@Tag("end-to-end")
class DemoInterruptTest {
    private static final long END_MAX_S = 120;

    @TempDir
    private Path temporary;

    @Test
    @Timeout(END_MAX_S)
    void endsCleanlyReconciledAndWithoutTrace() throws IOException, InterruptedException {
        Process demo = start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.contains("req/s")) {
                    demo.toHandle().destroy(); // Process.destroy would close its output
                }
            }
            assertThat(demo.waitFor(END_MAX_S, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(demo.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).contains("All equal.");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("ocs-demo-")))
                    .isEmpty();
        }
    }

    /** With the flags of this process, as the launcher would give them. */
    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag ->
                        flag.startsWith("--add-") || flag.startsWith("-Dchronicle") || flag.startsWith("-Dagrona"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-Docs.home=" + Path.of("").toAbsolutePath().getParent(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "demo",
                "--rate",
                "10",
                "--set",
                "diameter.listen=127.0.0.1:0",
                "--set",
                "http.listen=127.0.0.1:0"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }
}
