package io.ocs.core.snapshot;

/**
 * Which state a snapshot holds.
 *
 * @param shard whose state
 * @param epoch of the journal
 * @param position of the journal: everything before it is in the state, nothing behind it
 * @param timeMs of the duty cycle in which it began, milliseconds since 1970
 * @param counts entries of each table
 */
public record SnapshotHead(int shard, int epoch, long position, long timeMs, TableCounts counts) {}
