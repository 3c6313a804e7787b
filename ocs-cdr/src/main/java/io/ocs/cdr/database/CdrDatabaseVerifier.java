package io.ocs.cdr.database;

import io.ocs.cdr.CdrReport;
import io.ocs.cdr.CdrReport.Range;
import io.ocs.cdr.record.CdrSums;
import io.ocs.cdr.record.CdrTotals;
import io.ocs.core.UnitKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Counts and sums the table {@code cdr} and looks for numbers left out; the key forbids repeated ones. */
public final class CdrDatabaseVerifier {

    private CdrDatabaseVerifier() {}

    /** Verifies what is committed at this moment. */
    public static CdrReport verify(BillingDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            List<Range> ranges = ranges(connection);
            List<String> problems = gaps(statement);
            return CdrReport.of(ranges, problems);
        }
    }

    private static List<Range> ranges(Connection connection) throws SQLException {
        List<Range> ranges = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT epoch, shard, count(*), min(record_number), max(record_number)"
                                + " FROM cdr GROUP BY epoch, shard ORDER BY epoch, shard")) {
            while (result.next()) {
                int epoch = result.getInt(1);
                int shard = result.getInt(2);
                long records = result.getLong(3);
                CdrSums sums = sums(connection, epoch, shard, records);
                ranges.add(new Range(epoch, shard, records, result.getLong(4), result.getLong(5), sums));
            }
        }
        return ranges;
    }

    private static CdrSums sums(Connection connection, int epoch, int shard, long records) throws SQLException {
        CdrTotals totals = new CdrTotals();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT record_type, currency, coalesce(charged_unit, bucket_unit), sum(charged_micros)::bigint,"
                                + " sum(coalesce(charged_units, bucket_amount))::bigint FROM cdr WHERE epoch = " + epoch
                                + " AND shard = " + shard + " GROUP BY 1, 2, 3")) {
            while (result.next()) {
                UnitKind unit = UnitKind.valueOf(result.getString(3));
                if ("USAGE".equals(result.getString(1))) {
                    totals.addUsage(result.getString(2), result.getLong(4), unit, result.getLong(5));
                } else {
                    totals.addBalance(result.getString(2), unit, result.getLong(5));
                }
            }
        }
        CdrSums sums = totals.sums();
        return new CdrSums(records, sums.money(), sums.chargedUnits(), sums.bucketUnits());
    }

    /** A number is left out if neither its own epoch nor an earlier one has the number before it. */
    private static List<String> gaps(Statement statement) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery("SELECT epoch, shard, record_number, before FROM (SELECT epoch, shard,"
                        + " record_number, lag(record_number) OVER (PARTITION BY shard ORDER BY epoch, record_number) AS before"
                        + " FROM cdr) AS numbered WHERE record_number > before + 1 ORDER BY 1, 2, 3 LIMIT 20")) {
            while (result.next()) {
                problems.add("records " + (result.getLong(4) + 1) + " to " + (result.getLong(3) - 1) + " of epoch "
                        + result.getInt(1) + ", shard " + result.getInt(2) + " are missing in the database");
            }
        }
        return problems;
    }
}
