package io.ocs.cdr.database;

import io.ocs.cdr.CdrSinkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables and their versions: {@code schema-N.sql} leads from version N - 1 to N, each once, in one transaction. */
final class CdrSchema {

    static final int VERSION = 2;
    /** Any constant that nothing else locks. */
    private static final long LOCK = 0x0c5_cd_5c4e3aL;

    private CdrSchema() {}

    /** Creates or upgrades the tables. Several loaders may do so at once. */
    static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE TABLE IF NOT EXISTS cdr_schema"
                    + " (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
            int found = version(statement);
            if (found > VERSION) {
                throw CdrSinkException.conflict("the tables of the billing database have version " + found
                        + ", this program knows " + VERSION + ": it was upgraded by a later version");
            }
            for (int version = found + 1; version <= VERSION; version++) {
                statement.execute(sql(version));
                statement.execute("INSERT INTO cdr_schema (version) VALUES (" + version + ")");
            }
        }
        connection.commit();
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT coalesce(max(version), 0) FROM cdr_schema")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static String sql(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = CdrSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
