package io.ocs.core.snapshot;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import java.util.Arrays;

/** How many entries of each table; never changes. */
public final class TableCounts {

    private final long[] counts;

    /** @param counts by ordinal of the table */
    public TableCounts(long... counts) {
        if (counts.length != Table.COUNT) {
            throw new IllegalArgumentException(counts.length + " counts for " + Table.COUNT + " tables");
        }
        this.counts = counts.clone();
    }

    /** What the store holds now; asked on the shard's thread. */
    public static TableCounts of(AccountStore store) {
        return new TableCounts(
                Arrays.stream(Table.values()).mapToLong(store::size).toArray());
    }

    public long of(Table table) {
        return counts[table.ordinal()];
    }

    /** Entries of all tables. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableCounts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
