package io.ocs.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server as a process of its own, from the line {@code ready …} on its standard output to its end. All that it prints goes into a
 * log file. Any thread may call.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration END_MAX = Duration.ofSeconds(30);
    private static final String READY = "ready";
    private static final int LOG_LINES_SHOWN = 20;

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread endWithThisJvm;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.endWithThisJvm = new Thread(process::destroy);
    }

    /**
     * Starts it and waits until it serves.
     * @param log is created or overwritten
     * @throws IllegalStateException if it ends before it is ready, or is not ready in time; it is ended then, and the message has the
     *     last lines that it printed
     */
    public static ServerProcess start(List<String> command, Path folder, Path log, Duration readyMax)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        ServerProcess server = new ServerProcess(process, log);
        Thread reader = new Thread(server::readOutput, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(server.endWithThisJvm);
        server.awaitReady(readyMax);
        return server;
    }

    /** The line with which it said that it serves. */
    public String readyLine() {
        return ready.join();
    }

    /**
     * The address that the ready line gives as {@code name=HOST:PORT}.
     * @throws IllegalStateException if it gives none
     */
    public InetSocketAddress address(String name) {
        for (String word : readyLine().split("[\\s,]+")) {
            if (word.startsWith(name + "=")) {
                int colon = word.lastIndexOf(':');
                String host = word.substring(name.length() + 1, colon);
                return new InetSocketAddress(host, Integer.parseInt(word.substring(colon + 1)));
            }
        }
        throw new IllegalStateException("no address " + name + " in: " + readyLine());
    }

    /** CPU time of all its threads so far, user and system, as the operating system counts it: on Linux in steps of 10 ms. */
    public long cpuNanos() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("no CPU time of process " + process.pid()))
                .toNanos();
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end (SIGTERM) and waits; what has not ended after 30 s is killed, which is an error. */
    @Override
    public void close() {
        process.destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("process " + process.pid() + " did not end on SIGTERM" + lastLines());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Duration max) throws InterruptedException {
        try {
            ready.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException(e.getCause().getMessage() + lastLines(), e);
        } catch (TimeoutException e) {
            close();
            throw new IllegalStateException(
                    "the server was not ready within " + max.toSeconds() + " s" + lastLines(), e);
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader();
                Writer to = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                to.write(line + "\n");
                to.flush();
                if (line.equals(READY) || line.startsWith(READY + " ")) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IllegalStateException("the server ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
