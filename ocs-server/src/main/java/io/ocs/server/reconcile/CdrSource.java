package io.ocs.server.reconcile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A place outside where charging data records stand: CSV files, JSON Lines files, or the table. */
public interface CdrSource {

    /** All {@code *.csv} of a folder. */
    static CdrSource csv(Path folder) {
        return new CdrFiles("CSV files", folder, ".csv");
    }

    /** All {@code *.jsonl} of a folder. */
    static CdrSource jsonLines(Path folder) {
        return new CdrFiles("JSON files", folder, ".jsonl");
    }

    /** The table {@code cdr}. */
    static CdrSource table(String jdbcUrl) {
        return new CdrTable(jdbcUrl);
    }

    /** What people call it. */
    String name();

    /** How far the source says it has come: journal position before which it has every record of the shard. */
    long position(int shard) throws IOException, SQLException;

    /** The first record that the source still has; null if none was removed. Older ones are left out of the comparison. */
    Charge.Key earliest(int shard) throws IOException, SQLException;

    /**
     * The records of a shard in the order of epoch and number.
     *
     * @param from the first that is wanted; null for all
     */
    CdrStream open(int shard, Charge.Key from) throws IOException, SQLException;
}
