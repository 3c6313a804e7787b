package io.ocs.cdr.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL server with a database {@code billing} of its own for each test, which can be away while the server runs. */
final class Billing implements AutoCloseable {

    private final BillingDatabase server;
    private final BillingDatabase database;

    Billing(Path folder) throws IOException {
        server = BillingDatabase.embedded(folder);
        database = BillingDatabase.at(server.jdbcUrl().replace("/postgres?", "/billing?"));
    }

    /** The database that comes and goes. */
    BillingDatabase database() {
        return database;
    }

    /** Away, as if it had never been. */
    void drop() throws SQLException {
        execute(server, "DROP DATABASE IF EXISTS billing WITH (FORCE)");
    }

    void create() throws SQLException {
        execute(server, "CREATE DATABASE billing");
    }

    /** Refuses connections and ends those that are open. */
    void goDown() throws SQLException {
        execute(server, "ALTER DATABASE billing ALLOW_CONNECTIONS false");
        execute(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'billing'");
    }

    void comeBack() throws SQLException {
        execute(server, "ALTER DATABASE billing ALLOW_CONNECTIONS true");
    }

    void execute(String sql) throws SQLException {
        execute(database, sql);
    }

    private static void execute(BillingDatabase where, String sql) throws SQLException {
        try (Connection connection = where.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
