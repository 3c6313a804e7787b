package io.ocs.core.snapshot;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts a snapshot into an empty image; the journal from its position on is then for {@code Recovery}. One thread. */
public final class SnapshotLoad {

    private static final int ENTRIES_BETWEEN_REPORTS = 256 * 1024;

    private final SnapshotSource source;
    private final AccountStore image;
    private final RestoreProgress progress;
    private final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer to = new UnsafeBuffer(0, 0);
    private final long total;
    private long loaded;

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
        source.forEach(this::add);
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

    private void add(Table table, long address) {
        int length = table.entryLength();
        from.wrap(address, length);
        to.wrap(image.create(table, UnsafeApi.getLong(address), UnsafeApi.getLong(address + Long.BYTES)), length);
        to.putBytes(0, from, 0, length);
        if (++loaded % ENTRIES_BETWEEN_REPORTS == 0) {
            progress.onEntries(loaded, total);
        }
    }
}
