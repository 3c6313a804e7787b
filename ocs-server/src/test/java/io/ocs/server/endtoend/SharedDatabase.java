package io.ocs.server.endtoend;

import io.ocs.cdr.database.BillingDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real PostgreSQL server for all test classes of a process, started when the first asks for it; each server under test gets a database of its own.
 * Its place is the launcher's session: a build that hands classes to its processes one by one makes of each an execution with a root of its own.
 */
final class SharedDatabase implements ParameterResolver {

    /** The server. Thread-safe. */
    static final class Server implements AutoCloseable {
        private final Path folder;
        private final BillingDatabase server;
        private final AtomicInteger databases = new AtomicInteger();

        private Server() {
            try {
                folder = Files.createTempDirectory("ocs-postgres");
                server = BillingDatabase.embedded(folder.resolve("data"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** JDBC URL of a new, empty database. */
        String newDatabase() {
            String name = "charges" + databases.incrementAndGet();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            return server.jdbcUrl().replace("/postgres?", "/" + name + "?");
        }

        @Override
        public void close() throws IOException {
            server.close();
            deleteAll(folder);
        }
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedDatabase.class))
                .getOrComputeIfAbsent(Server.class, key -> new Server(), Server.class);
    }
}
