/**
 * Snapshots of a shard's state: what the shard hands over while it serves ({@link io.ocs.core.snapshot.SnapshotSink}) and what a restart takes
 * back ({@link io.ocs.core.snapshot.SnapshotSource}). A snapshot is the state at one journal position, exactly; the journal from there on leads
 * from it to the present.
 */
package io.ocs.core.snapshot;
