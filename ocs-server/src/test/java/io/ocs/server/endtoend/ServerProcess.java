package io.ocs.server.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ocs run} as a process of its own, with the flags of {@code config/jvm}, which can be killed or told to stop. */
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "{\"event\":\"ready\"";
    private static final int READY_MAX_S = 90;
    private static final int END_MAX_S = 60;

    private final Process process;
    private final List<String> output;
    private final Thread reader;
    private InetSocketAddress diameter;
    private InetSocketAddress http;

    private ServerProcess(Process process, List<String> output, CountDownLatch ready) {
        this.process = process;
        this.output = output;
        reader = new Thread(() -> read(ready), "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a small server on free ports and waits until it serves. */
    static ServerProcess start(Path data, String... settings) throws IOException, InterruptedException {
        return run(arguments(data, settings));
    }

    /** As {@link #start}, with no more than {@code descriptors} open files. */
    static ServerProcess limited(int descriptors, Path data, String... settings)
            throws IOException, InterruptedException {
        return run(
                List.of("bash", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "bash"),
                arguments(data, settings));
    }

    private static List<String> arguments(Path data, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        for (String setting : ServerUnderTest.arguments(settings)) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments;
    }

    /** Starts {@code ocs run} with these arguments and waits until it serves. */
    public static ServerProcess run(List<String> arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    private static ServerProcess run(List<String> before, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + flags(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1", // in the few seconds of its life the second compiler costs most
                "-XX:+UseSerialGC",
                "-Docs.home=" + System.getProperty("ocs.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--output",
                "json"));
        command.addAll(arguments);
        CountDownLatch ready = new CountDownLatch(1);
        ServerProcess server = new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start(),
                Collections.synchronizedList(new ArrayList<>()),
                ready);
        if (!ready.await(READY_MAX_S, TimeUnit.SECONDS) || server.diameter == null) {
            server.process.destroyForcibly();
            throw new AssertionError("the server process does not get ready:\n" + server.output());
        }
        return server;
    }

    /** The flags of the running Java version, as {@code config/jvm} has them. */
    private static Path flags() {
        int feature = Runtime.version().feature();
        int version = Stream.of(25, 23).filter(v -> feature >= v).findFirst().orElse(17);
        return Path.of(System.getProperty("ocs.root"), "config", "jvm", "jdk" + version + ".args");
    }

    /** Reads all that the process says, since a full pipe would stop it; {@code ready} opens when it serves, or has ended. */
    private void read(CountDownLatch ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(READY)) {
                    JsonNode json = new ObjectMapper().readTree(line);
                    diameter = address(json.path("diameter").textValue());
                    http = address(json.path("http").textValue());
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            output.add("reading ended: " + e); // the process was killed
        }
        ready.countDown();
    }

    private static InetSocketAddress address(String text) {
        int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public InetSocketAddress diameter() {
        return diameter;
    }

    public InetSocketAddress http() {
        return http;
    }

    long pid() {
        return process.pid();
    }

    /** Processor time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** All lines so far, log and standard output. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** As {@code kill -9}: nothing is flushed, closed or said. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill}: SIGTERM, which asks for a clean stop. @return the exit code */
    public int stop() throws InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close its output
        return awaitEnd();
    }

    private int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_MAX_S, TimeUnit.SECONDS)) {
            throw new AssertionError("the server process " + process.pid() + " does not end:\n" + output());
        }
        reader.join(TimeUnit.SECONDS.toMillis(END_MAX_S));
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
