package io.ocs.cdr.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own on loopback. The library unpacks the programs and creates the data folder; but its server stops in a shutdown
 * hook, at the same time as whoever still wants to load the last rows, so it is started anew with {@code pg_ctl}, and stops when {@link #close} says so.
 *
 * <p>Charging goes first: the server runs at niceness 10 where the machine has the program {@code nice}. Linux may weigh sessions rather than
 * processes (sched(7), autogroups), and each process of PostgreSQL is a session of its own; so {@link #standBack} lowers those that load rows too.
 */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String NICENESS = "10";
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Path data;
    private final Path programs;
    private final int port;
    private boolean closed;

    private EmbeddedServer(Path data, Path programs, int port) {
        this.data = data;
        this.programs = programs;
        this.port = port;
    }

    static EmbeddedServer start(Path folder) throws IOException {
        Path data = folder.toAbsolutePath().normalize();
        Files.createDirectories(data);
        OptionalInt leftOver = LeftOverServer.find(data);
        if (leftOver.isPresent()) {
            LOG.info("the PostgreSQL server of {} still runs on port {}: it is used", data, leftOver.getAsInt());
            return new EmbeddedServer(data, programsOf(leftOver.getAsInt()), leftOver.getAsInt());
        }
        EmbeddedServer server = prepare(data);
        server.run();
        return server;
    }

    private void run() throws IOException {
        control(
                niceIfAny(),
                List.of("-l", data.resolve("server.log").toString(), "-o", options(), "-t", "60", "start"));
    }

    /**
     * Starts the server again if it has died, on its port, so that what users know of it stays true; it then repairs itself from its log. Blocks for as long
     * as that takes, a minute at most.
     *
     * @return whether it had died
     * @throws IOException if it does not start; the message says why
     */
    synchronized boolean revive() throws IOException {
        if (closed || LeftOverServer.isRunning(data)) {
            return false;
        }
        Files.deleteIfExists(
                data.resolve("postmaster.pid")); // else pg_ctl takes any process of that number for the server
        run();
        LOG.warn("the PostgreSQL server of {} had died and was started again on port {}", data, port);
        return true;
    }

    private static EmbeddedServer prepare(Path data) throws IOException {
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_MAX)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            return new EmbeddedServer(data, programsOf(first.getPort()), first.getPort());
        }
    }

    private static Path programsOf(int port) throws IOException {
        return Path.of(ask(port, "SELECT setting FROM pg_config WHERE name = 'BINDIR'"));
    }

    /** The one value of a query. */
    static String ask(int port, String query) throws IOException {
        try (Connection connection = DriverManager.getConnection(url(port));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IOException("the embedded PostgreSQL server on port " + port + ": " + e.getMessage(), e);
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    String jdbcUrl() {
        return url(port);
    }

    private String options() {
        return "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on"
                + " -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=128MB -c wal_buffers=16MB"
                + " -c max_wal_size=2GB -c checkpoint_timeout=15min" // fewer checkpoints, fewer whole pages in the log
                + " -c autovacuum_vacuum_insert_scale_factor=1 -c autovacuum_analyze_scale_factor=0.5" // rows never
                // change
                + " -c jit=off";
    }

    private static List<String> niceIfAny() {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nice")));
        return found ? List.of("nice", "-n", NICENESS) : List.of();
    }

    /** Lowers the session of the process that serves a connection, where Linux weighs sessions: see the class comment. */
    static void standBack(Connection connection) throws SQLException {
        int process = connection.unwrap(PGConnection.class).getBackendPID();
        Path weight = Path.of("/proc/" + process + "/autogroup");
        if (!Files.exists(weight)) {
            return;
        }
        try {
            Files.writeString(weight, NICENESS, StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.debug("process {} of PostgreSQL keeps the weight of its session", process, e);
        }
    }

    /** Runs {@code pg_ctl} and waits for it. As root it needs a user name space of its own, since PostgreSQL refuses to be root. */
    private void control(List<String> prefix, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs.resolve("pg_ctl").toString(), "-D", data.toString(), "-w"));
        command.addAll(arguments);
        Path output = data.resolve("pg_ctl.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("pg_ctl " + arguments.get(arguments.size() - 1) + " of " + data + " fails: "
                        + Files.readString(output).strip() + " (see server.log there)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pg_ctl was running", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!LeftOverServer.isRunning(data)) {
            LOG.warn(
                    "the PostgreSQL server of {} has died before it was stopped: it repairs itself at its next start",
                    data);
            return;
        }
        control(List.of(), List.of("-m", "fast", "-t", "60", "stop"));
    }
}
