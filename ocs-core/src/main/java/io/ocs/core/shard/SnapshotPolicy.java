package io.ocs.core.shard;

/**
 * When snapshots are due.
 *
 * @param intervalMs so long after the one before began, if anything has changed since
 * @param journalMax or when the journal has grown by so many octets since
 */
public record SnapshotPolicy(long intervalMs, long journalMax) {

    public SnapshotPolicy {
        if (intervalMs < 1 || journalMax < 1) {
            throw new IllegalArgumentException("snapshots every " + intervalMs + " ms or " + journalMax + " octets");
        }
    }
}
