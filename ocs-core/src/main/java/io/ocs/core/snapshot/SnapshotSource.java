package io.ocs.core.snapshot;

import io.ocs.core.state.Table;

/** A snapshot that is read again. One thread. */
public interface SnapshotSource extends AutoCloseable {

    /** Takes one entry after the other in place. */
    @FunctionalInterface
    interface Visitor {
        /** The {@link Table#entryLength()} octets at {@code address} are valid during the call only. */
        void onEntry(Table table, long address);

        /** An entry that is visited soon, as {@link #onEntry}: a chance to fetch what that will need. A source need not tell. */
        default void onSoon(Table table, long address) {}
    }

    /** Which state it holds. */
    SnapshotHead head();

    /** Where it is, for messages. */
    String location();

    /**
     * Visits all entries, in no order.
     *
     * @throws SnapshotException if it is not as it was written; entries may have been visited by then
     */
    void forEach(Visitor visitor);

    @Override
    void close();
}
