package io.ocs.cdr.database;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.record.CdrField;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads rows of one shard and moves its position in the same transaction. Rows go straight into the table; if one is there already, the batch is
 * repeated through a temporary table, and rows that are there are passed over only if their content hash is equal, or if they
 * differ by no more than fields that an earlier version of the program has not written.
 */
final class RowLoader {

    /** Steps of loading, for tests that stop a process between two of them. */
    enum Step {
        COPIED,
        MOVED,
        COMMITTED
    }

    /** Called when a step is done. */
    interface Hook {
        void done(Step step) throws SQLException;
    }

    /** Gives the octets of the rows. */
    interface Rows {
        void writeTo(CopyIn copy) throws SQLException, IOException;

        /** Version of the format whose fields they have. */
        int formatVersion();

        /** Options of {@code COPY}. */
        String options();
    }

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String KEY = "(epoch, shard, record_number)";
    private static final String SAY_THE_SAME = sayTheSame();

    private final Connection connection;
    private final int shard;
    private final Hook hook;

    RowLoader(Connection connection, int shard, Hook hook) {
        this.connection = connection;
        this.shard = shard;
        this.hook = hook;
    }

    /** Where the shard stands; at 0 if it is new here. */
    CdrMark begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO cdr_position (shard, position, epoch, record_number) VALUES (" + shard
                    + ", 0, 0, 0) ON CONFLICT DO NOTHING");
            try (ResultSet result = statement.executeQuery(
                    "SELECT position, epoch, record_number FROM cdr_position WHERE shard = " + shard)) {
                result.next();
                CdrMark mark = new CdrMark(result.getLong(1), result.getInt(2), result.getLong(3));
                connection.commit();
                return mark;
            }
        }
    }

    /**
     * Makes sure that the last row of the shard is of this node.
     *
     * @throws CdrSinkException if it is of another one
     */
    void checkNode(String node, CdrMark mark) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT node FROM cdr WHERE epoch = ? AND shard = ? AND record_number = ?")) {
            query.setInt(1, mark.epoch());
            query.setInt(2, shard);
            query.setLong(3, mark.recordNumber());
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && !row.getString(1).equals(node)) {
                    throw CdrSinkException.conflict("the billing database holds the records of node " + row.getString(1)
                            + ", this one is " + node + ": give each node a database of its own");
                }
            }
        }
        connection.commit();
    }

    /** Makes the rows and the new position durable, both or neither. */
    void load(Rows rows, CdrMark from, CdrMark to) throws SQLException, IOException {
        try {
            copy("cdr", rows);
            hook.done(Step.COPIED);
            move(from, to);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            loadThroughStaging(rows, from, to);
        }
    }

    private void loadThroughStaging(Rows rows, CdrMark from, CdrMark to) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE IF NOT EXISTS cdr_staging (LIKE cdr) ON COMMIT DELETE ROWS");
            copy("cdr_staging", rows);
            try (ResultSet different = statement.executeQuery(
                    "SELECT s.epoch, s.shard, s.record_number FROM cdr_staging s JOIN cdr c USING " + KEY
                            + " WHERE c.content_hash <> s.content_hash AND NOT (" + SAY_THE_SAME
                            + ") ORDER BY 1, 2, 3 LIMIT 1")) {
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
                .copyIn("COPY " + table + " (" + columns(rows.formatVersion(), "") + ") FROM STDIN WITH ("
                        + rows.options() + ")");
        try {
            rows.writeTo(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String columns(int version, String prefix) {
        return CdrField.ofVersion(version).stream()
                .map(field -> prefix + field.key())
                .collect(Collectors.joining(", "));
    }

    /**
     * A record that was written by an earlier version of the program lacks fields, and so has another hash: it says the same if one of both lacks some, and all
     * that both have is equal.
     */
    private static String sayTheSame() {
        List<CdrField> first = CdrField.ofVersion(1);
        List<CdrField> later = new ArrayList<>(CdrField.ofVersion(CdrField.FORMAT_VERSION));
        later.removeAll(first);
        return each(first, "c.%1$s IS NOT DISTINCT FROM s.%1$s", " AND ")
                + " AND "
                + each(later, "coalesce(c.%1$s = s.%1$s, true)", " AND ")
                + " AND ("
                + each(later, "(c.%1$s IS NULL) <> (s.%1$s IS NULL)", " OR ")
                + ")";
    }

    private static String each(List<CdrField> fields, String condition, String between) {
        return fields.stream()
                .filter(field -> field != CdrField.CONTENT_HASH)
                .map(field -> "(" + condition.formatted(field.key()) + ")")
                .collect(Collectors.joining(between));
    }

    /** Moves the position and commits. */
    void move(CdrMark from, CdrMark to) throws SQLException {
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
        hook.done(Step.MOVED);
        connection.commit();
        hook.done(Step.COMMITTED);
    }
}
