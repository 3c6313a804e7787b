package io.ocs.core.snapshot;

import io.ocs.core.state.Table;

/**
 * Takes the entries of one snapshot after another and makes them durable beside the shard. All methods belong to the shard's thread; none blocks,
 * and only {@link #begin} may allocate.
 */
public interface SnapshotSink {

    /** Whether a snapshot may begin: none is under way. */
    boolean isIdle();

    /** Position of the newest snapshot that is durable, -1 if there is none. */
    long durablePosition();

    /** Begins a snapshot; {@link #isIdle} must be true. */
    void begin(SnapshotHead head);

    /** Whether there is room for entries that need not be copied at once; some room is kept for those that must. */
    boolean hasRoom();

    /**
     * Copies the entry at {@code address}, {@link Table#entryLength()} octets.
     *
     * @return false if there is no room at all, or the snapshot cannot become durable any more: it is given up, and nothing of it remains
     */
    boolean append(Table table, long address);

    /** All entries were appended. {@link #isIdle} becomes true once the snapshot is durable, or has failed. */
    void end();
}
