package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CdrRow.BadRowException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The billing table. */
record CdrTable(String jdbcUrl) implements CdrSource {
    private static final int FETCH = 1000;

    @Override
    public String name() {
        return "table";
    }

    /** A database that no server has used yet has no tables. */
    private boolean isThere() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT to_regclass('cdr_position') IS NOT NULL")) {
            return result.next() && result.getBoolean(1);
        }
    }

    @Override
    public long position(int shard) throws SQLException {
        if (!isThere()) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT position FROM cdr_position WHERE shard = " + shard)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    @Override
    public Charge.Key earliest(int shard) {
        return null;
    }

    @Override
    public CdrStream open(int shard, Charge.Key from) throws SQLException {
        if (!isThere()) {
            return new Nothing();
        }
        Connection connection = DriverManager.getConnection(jdbcUrl);
        try {
            return new Rows(connection, shard, from);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static final class Nothing implements CdrStream {
        @Override
        public CdrRow next() {
            return null;
        }

        @Override
        public void close() {}
    }

    /** Rows in portions. */
    private static final class Rows implements CdrStream {
        private final Connection connection;
        private final Statement statement;
        private final ResultSet rows;
        private final List<String> columns = new ArrayList<>();

        Rows(Connection connection, int shard, Charge.Key from) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false); // rows come in portions only inside a transaction
            connection.setReadOnly(true);
            statement = connection.createStatement();
            statement.setFetchSize(FETCH);
            String begin =
                    from == null ? "" : " AND (epoch, record_number) >= (" + from.epoch() + ", " + from.number() + ")";
            rows = statement.executeQuery("SELECT *, (extract(epoch FROM received_at) * 1000)::bigint AS "
                    + CdrRow.RECEIVED_MS + " FROM cdr WHERE shard = " + shard + begin
                    + " ORDER BY epoch, record_number");
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                columns.add(rows.getMetaData().getColumnName(column));
            }
        }

        @Override
        public CdrRow next() throws SQLException, BadRowException {
            if (!rows.next()) {
                return null;
            }
            Map<String, String> fields = new HashMap<>();
            for (int column = 1; column <= columns.size(); column++) {
                fields.put(columns.get(column - 1), rows.getString(column));
            }
            return CdrRow.of("table cdr", fields::get);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
