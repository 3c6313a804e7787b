package io.ocs.server.endtoend;

import io.ocs.server.StartException;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.ConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as a process of its own, with the flags that the launcher gives, which can be killed. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "ready diameter=";

    private static final int READY_MAX_S = 90;

    private final Process process;
    private final InetSocketAddress diameter;

    private ServerProcess(Process process, InetSocketAddress diameter) {
        this.process = process;
        this.diameter = diameter;
    }

    /** Starts it and waits until it serves. */
    static ServerProcess start(Path data, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + flags(),
                "-Xmx384m",
                "-Docs.root=" + System.getProperty("ocs.root"),
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                data.toString()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        CountDownLatch ready = new CountDownLatch(1);
        endUnless(ready, process);
        InetSocketAddress diameter = awaitReady(process);
        ready.countDown();
        return new ServerProcess(process, diameter);
    }

    /** A process that never gets ready would be waited for without end. */
    private static void endUnless(CountDownLatch ready, Process process) {
        Thread guard = new Thread(
                () -> {
                    try {
                        if (!ready.await(READY_MAX_S, TimeUnit.SECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                },
                "server-guard");
        guard.setDaemon(true);
        guard.start();
    }

    /** The flags of the running Java version, as {@code config/jvm} has them. */
    private static Path flags() {
        int feature = Runtime.version().feature();
        int version = Stream.of(25, 23).filter(v -> feature >= v).findFirst().orElse(17);
        return Path.of(System.getProperty("ocs.root"), "config", "jvm", "jdk" + version + ".args");
    }

    private static InetSocketAddress awaitReady(Process process) throws IOException {
        StringBuilder output = new StringBuilder();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(READY)) {
                drain(reader);
                String port = line.substring(line.lastIndexOf(':') + 1);
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            }
            output.append(line).append('\n');
        }
        throw new AssertionError("the server process ended before it was ready:\n" + output);
    }

    /** A full pipe would stop the process. */
    private static void drain(BufferedReader reader) {
        Thread thread = new Thread(() -> reader.lines().forEach(line -> {}), "server-output");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress diameter() {
        return diameter;
    }

    /** As {@code kill -9}: nothing is flushed, closed or said. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server process " + process.pid() + " does not die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: data folder and settings are the arguments; it serves until it is killed. */
    public static void main(String[] arguments) throws StartException {
        Path home = Path.of(System.getProperty("ocs.root"));
        List<String> settings = List.of(arguments).subList(1, arguments.length);
        OcsServer server = OcsServer.start(new ConfigLoader(home, home)
                .load(null, Path.of(arguments[0]), ServerUnderTest.arguments(settings.toArray(String[]::new))));
        System.out.println(READY + server.diameterAddresses().get(0));
    }
}
