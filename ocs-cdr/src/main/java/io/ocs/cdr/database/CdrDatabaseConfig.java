package io.ocs.cdr.database;

import java.time.Duration;

/**
 * Bounds of a batch of rows: it is loaded at whichever comes first, at the end of a batch of the journal.
 *
 * @param rowsMax 1 to 1,000,000
 * @param delayMax of its first row, 1 ms to 1 min
 */
public record CdrDatabaseConfig(int rowsMax, Duration delayMax) {

    /** 10,000 rows or 200 ms. */
    public static final CdrDatabaseConfig DEFAULT = new CdrDatabaseConfig(10_000, Duration.ofMillis(200));

    public CdrDatabaseConfig {
        if (rowsMax < 1 || rowsMax > 1_000_000) {
            throw new IllegalArgumentException("rows of a batch must be 1 to 1000000: " + rowsMax);
        }
        if (delayMax.toMillis() < 1 || delayMax.toMinutes() > 1) {
            throw new IllegalArgumentException("the delay of a row must be 1ms to 1m: " + delayMax);
        }
    }
}
