package io.ocs.server.charges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.database.BillingDatabase;
import io.ocs.rating.catalog.TariffCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the last records of a subscriber. Safe on any thread; waits for disk or database. */
public final class LastCharges {

    /**
     * What was found.
     *
     * @param charges the newest first
     * @param note for people: where it was looked, and how far back
     */
    public record Found(List<ObjectNode> charges, String note) {}

    private final Optional<BillingDatabase> database;
    private final ChargeFiles files;
    private final ChargeJson json;

    /**
     * @param directory of the files, {@code cdr.directory}
     * @param catalog in force
     */
    public LastCharges(Optional<BillingDatabase> database, Path directory, Supplier<TariffCatalog> catalog) {
        this.database = database;
        files = new ChargeFiles(directory);
        json = new ChargeJson(catalog);
    }

    /** Says that none are kept where they could be looked for. */
    public static Found none() {
        return new Found(List.of(), "Records are kept nowhere that this server reads.");
    }

    /**
     * @param limit how many at most
     * @throws IOException if files or database cannot be read; the message is for the operator
     */
    public Found of(int shard, long subscriberId, int limit) throws IOException {
        if (database.isPresent()) {
            return told(
                    rows(database.get(), shard, subscriberId, limit),
                    "As delivered to the billing database, among the last " + ChargeTable.LOOK_BACK
                            + " records of the subscriber's shard.");
        }
        return told(
                files.last(shard, subscriberId, limit),
                "As delivered to closed files of JSON Lines, the newest " + (ChargeFiles.OCTETS_MAX >> 20) + " MiB.");
    }

    private static List<JsonNode> rows(BillingDatabase database, int shard, long subscriberId, int limit)
            throws IOException {
        try {
            return new ChargeTable(database).last(shard, subscriberId, limit);
        } catch (SQLException e) {
            throw new IOException("the billing database cannot be asked: " + e.getMessage(), e);
        }
    }

    private Found told(List<JsonNode> records, String note) {
        return new Found(records.stream().map(json::of).toList(), note);
    }
}
