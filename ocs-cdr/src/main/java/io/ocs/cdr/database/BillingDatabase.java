package io.ocs.cdr.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/** Where the billing database is: a PostgreSQL server of the operator ({@code database.url}) or an embedded one. Safe on any thread. */
public final class BillingDatabase implements AutoCloseable {

    private static final String FORM = "jdbc:postgresql://host:5432/database?user=…&password=…";

    private final String jdbcUrl;
    private final EmbeddedServer embedded;

    private BillingDatabase(String jdbcUrl, EmbeddedServer embedded) {
        this.jdbcUrl = jdbcUrl;
        this.embedded = embedded;
    }

    /**
     * A server that is run by others; it need not be up now.
     *
     * @throws IllegalArgumentException if the text is no JDBC URL of PostgreSQL
     */
    public static BillingDatabase at(String jdbcUrl) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:") || Driver.parseURL(jdbcUrl, null) == null) {
            throw new IllegalArgumentException(
                    "database.url '" + withoutPassword(jdbcUrl) + "' is no JDBC URL of PostgreSQL: write " + FORM);
        }
        return new BillingDatabase(jdbcUrl, null);
    }

    /**
     * A PostgreSQL server below {@code folder}, started now on a free port of loopback, durable as a real one; if one that was left over by a
     * killed process still serves this folder, that one. It trusts every user of loopback. Its processes have
     * niceness 10: charging goes first.
     *
     * @throws IOException if it does not start; the message says why
     */
    public static BillingDatabase embedded(Path folder) throws IOException {
        EmbeddedServer server = EmbeddedServer.start(folder);
        return new BillingDatabase(server.jdbcUrl(), server);
    }

    static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password=)[^&]*", "$1…").replaceAll("//[^/@]*@", "//…@");
    }

    /** For other users of the database; may contain a password. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** For people and logs. */
    @Override
    public String toString() {
        return (embedded == null ? "" : "embedded ") + withoutPassword(jdbcUrl);
    }

    public boolean isEmbedded() {
        return embedded != null;
    }

    /** A new connection with bounded waits; auto-commit is on. An embedded server that has died is started again for it. */
    public Connection connect() throws SQLException {
        try {
            return open();
        } catch (SQLException e) {
            if (embedded == null || !isRevived(e)) {
                throw e;
            }
            return open();
        }
    }

    private boolean isRevived(SQLException why) throws SQLException {
        try {
            return embedded.revive();
        } catch (IOException e) {
            why.addSuppressed(e);
            throw new SQLException("it has died and cannot be started again: " + e.getMessage(), why);
        }
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "ocs-cdr");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(jdbcUrl, properties);
        if (embedded != null) {
            EmbeddedServer.standBack(connection);
        }
        return connection;
    }

    /** The highest epoch of which it has records; 0 if it has none. */
    public int newestEpoch() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT to_regclass('cdr_position')")) {
                table.next();
                if (table.getString(1) == null) {
                    return 0;
                }
            }
            try (ResultSet newest = statement.executeQuery("SELECT coalesce(max(epoch), 0) FROM cdr_position")) {
                newest.next();
                return newest.getInt(1);
            }
        }
    }

    /** Stops an embedded server, after its users; leaves another alone. */
    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
