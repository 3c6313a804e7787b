package io.ocs.cdr.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the server that a killed process has left running on a data folder, by its {@code postmaster.pid}. */
final class LeftOverServer {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOverServer.class);
    private static final long ANSWER_MAX_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int PORT_LINE = 3;

    private LeftOverServer() {}

    /** Its port; empty if there is none, and then nothing is in the way of a start. */
    static OptionalInt find(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        long until = System.nanoTime() + ANSWER_MAX_NANOS;
        while (Files.exists(pidFile)) {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() > PORT_LINE) {
                if (!isServer(Long.parseLong(lines.get(0).strip()))) {
                    LOG.info("{} is stale: its process is gone", pidFile);
                    Files.deleteIfExists(pidFile);
                    return OptionalInt.empty();
                }
                int port = Integer.parseInt(lines.get(PORT_LINE).strip());
                if (answers(port, data)) {
                    return OptionalInt.of(port);
                }
            }
            if (System.nanoTime() > until) {
                throw new IOException(
                        "a PostgreSQL server holds " + data + " (see postmaster.pid there) and does not answer");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return OptionalInt.empty();
    }

    /** Whether a server runs on the data folder, be it able to answer or not. */
    static boolean isRunning(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        return !lines.isEmpty() && isServer(Long.parseLong(lines.get(0).strip()));
    }

    private static boolean isServer(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().command().orElse("postgres").contains("postgres"))
                .orElse(false);
    }

    /** Whether the server of this very folder answers there: not while it starts, stops or recovers. */
    private static boolean answers(int port, Path data) throws IOException {
        try {
            String served = EmbeddedServer.ask(port, "SHOW data_directory");
            return Path.of(served).toRealPath().equals(data.toRealPath());
        } catch (IOException e) {
            LOG.debug("the server on port {} does not answer yet", port, e);
            return false;
        }
    }
}
