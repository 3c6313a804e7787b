package io.ocs.core.snapshot;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import org.agrona.UnsafeApi;

/** Puts a snapshot into an empty image; the journal from its position on is then for {@code Recovery}. One thread. */
public final class SnapshotLoad {

    private static final int ENTRIES_BETWEEN_REPORTS = 256 * 1024;

    private final SnapshotSource source;
    private final AccountStore image;
    private final RestoreProgress progress;
    private final long total;
    private long loaded;

    /** Keeps the compiler from leaving out what is read for nothing else. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    public SnapshotLoad(SnapshotSource source, AccountStore image, RestoreProgress progress) {
        this.source = source;
        this.image = image;
        this.progress = progress;
        total = source.head().counts().total();
    }

    /**
     * Loads it all.
     *
     * @throws SnapshotException if the image is too small for it (nothing was loaded), or it is damaged (something may have been)
     */
    public void run() {
        checkRoom();
        source.forEach(new Loading());
        progress.onEntries(loaded, total);
    }

    private void checkRoom() {
        TableCounts counts = source.head().counts();
        for (Table table : Table.values()) {
            if (counts.of(table) > image.capacity(table)) {
                throw SnapshotException.refused(
                        "snapshot " + source.location() + " holds " + counts.of(table)
                                + " entries of the table " + table + ", but there is room for " + image.capacity(table)
                                + ": configure at least the capacity (accounts.capacity, sessions.capacity) that it was written with");
            }
        }
    }

    private final class Loading implements SnapshotSource.Visitor {

        @Override
        public void onEntry(Table table, long address) {
            image.add(table, address);
            if (++loaded % ENTRIES_BETWEEN_REPORTS == 0) {
                progress.onEntries(loaded, total);
            }
        }

        /** Keys are hashes: the index makes each entry wait for memory. Looked at together, the waits overlap. */
        @Override
        public void onSoon(Table table, long address) {
            touched += image.touch(table, UnsafeApi.getLong(address), UnsafeApi.getLong(address + Long.BYTES));
        }
    }
}
