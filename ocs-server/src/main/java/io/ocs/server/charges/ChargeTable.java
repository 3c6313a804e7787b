package io.ocs.server.charges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.database.BillingDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The billing table. It has no index by subscriber, which loading would pay for: so it is walked backwards along its primary key, {@value #LOOK_BACK} records of
 * the shard at most.
 */
record ChargeTable(BillingDatabase database) {
    static final int LOOK_BACK = 200_000;
    private static final int TIMEOUT_S = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY =
            """
            SELECT row_to_json(recent) FROM (
                SELECT * FROM cdr WHERE epoch = ? AND shard = ? ORDER BY record_number DESC LIMIT ?) recent
            WHERE subscriber_id = ? ORDER BY record_number DESC LIMIT ?""";

    /** The newest first, with the keys of JSON Lines. */
    List<JsonNode> last(int shard, long subscriberId, int limit) throws SQLException {
        int epoch = database.newestEpoch();
        List<JsonNode> records = new ArrayList<>();
        if (epoch == 0) {
            return records;
        }
        try (Connection connection = database.connect()) {
            setUtc(connection);
            try (PreparedStatement query = connection.prepareStatement(QUERY)) {
                query.setQueryTimeout(TIMEOUT_S);
                query.setInt(1, epoch);
                query.setInt(2, shard);
                query.setInt(3, LOOK_BACK);
                query.setLong(4, subscriberId);
                query.setInt(5, limit);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        records.add(parsed(rows.getString(1)));
                    }
                }
            }
        }
        return records;
    }

    private static void setUtc(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        }
    }

    private static JsonNode parsed(String row) throws SQLException {
        try {
            return JSON.readTree(row);
        } catch (JsonProcessingException e) {
            throw new SQLException("row_to_json gives no JSON", e);
        }
    }
}
