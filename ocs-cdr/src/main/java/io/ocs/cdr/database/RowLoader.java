package io.ocs.cdr.database;

import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.record.CdrField;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads rows of one shard and moves its position in the same transaction. Rows go straight into the table; if one is there already, the batch is
 * repeated through a temporary table, and rows that are there are passed over only if their content hash is equal.
 */
final class RowLoader {

    /** How far a shard's rows have come: the journal position, and the last record before it. */
    record Mark(long position, int epoch, long recordNumber) {}

    /** Gives the octets of the rows. */
    interface Rows {
        void writeTo(CopyIn copy) throws SQLException, IOException;

        /** Options of {@code COPY}. */
        String options();
    }

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String COLUMNS =
            Arrays.stream(CdrField.values()).map(CdrField::key).collect(Collectors.joining(", "));
    private static final String KEY = "(epoch, shard, record_number)";

    private final Connection connection;
    private final int shard;

    RowLoader(Connection connection, int shard) {
        this.connection = connection;
        this.shard = shard;
    }

    /** Where the shard stands; at 0 if it is new here. */
    Mark begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO cdr_position (shard, position, epoch, record_number) VALUES (" + shard
                    + ", 0, 0, 0) ON CONFLICT DO NOTHING");
            try (ResultSet result = statement.executeQuery(
                    "SELECT position, epoch, record_number FROM cdr_position WHERE shard = " + shard)) {
                result.next();
                Mark mark = new Mark(result.getLong(1), result.getInt(2), result.getLong(3));
                connection.commit();
                return mark;
            }
        }
    }

    /** Makes the rows and the new position durable, both or neither. */
    void load(Rows rows, Mark from, Mark to) throws SQLException, IOException {
        try {
            copy("cdr", rows);
            move(from, to);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            loadThroughStaging(rows, from, to);
        }
    }

    private void loadThroughStaging(Rows rows, Mark from, Mark to) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE IF NOT EXISTS cdr_staging (LIKE cdr) ON COMMIT DELETE ROWS");
            copy("cdr_staging", rows);
            try (ResultSet different = statement.executeQuery(
                    "SELECT s.epoch, s.shard, s.record_number FROM cdr_staging s" + " JOIN cdr c USING " + KEY
                            + " WHERE c.content_hash <> s.content_hash ORDER BY 1, 2, 3 LIMIT 1")) {
                if (different.next()) {
                    throw CdrSinkException.conflict("the billing database holds another record under the key (epoch "
                            + different.getInt(1) + ", shard " + different.getInt(2) + ", record number "
                            + different.getLong(3) + ") than the journal: nothing is loaded until this is cleared up");
                }
            }
            statement.execute("INSERT INTO cdr SELECT * FROM cdr_staging ON CONFLICT " + KEY + " DO NOTHING");
        }
        move(from, to);
    }

    private void copy(String table, Rows rows) throws SQLException, IOException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + COLUMNS + ") FROM STDIN WITH (" + rows.options() + ")");
        try {
            rows.writeTo(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Moves the position and commits. */
    void move(Mark from, Mark to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE cdr_position SET position = ?, epoch = ?,"
                + " record_number = ?, updated_at = now() WHERE shard = ? AND position = ?")) {
            update.setLong(1, to.position());
            update.setInt(2, to.epoch());
            update.setLong(3, to.recordNumber());
            update.setInt(4, shard);
            update.setLong(5, from.position());
            if (update.executeUpdate() != 1) {
                throw CdrSinkException.conflict("the position of shard " + shard
                        + " in the billing database is not where this loader left it: another one is at work");
            }
        }
        connection.commit();
    }
}
