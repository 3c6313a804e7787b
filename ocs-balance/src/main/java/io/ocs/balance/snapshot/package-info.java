/**
 * Snapshots as files, one each. The shard copies entries into {@link io.ocs.balance.snapshot.Block}s of reused memory and hands them to a
 * {@link io.ocs.balance.snapshot.SnapshotWriter}, whose thread checksums, writes, forces and names the file;
 * {@link io.ocs.balance.snapshot.SnapshotFolder} keeps the newest of them and finds, at the start, the one to begin from. All file access goes
 * through {@link io.ocs.balance.journal.SegmentStorage}. The octets are drawn in docs/SNAPSHOT_FORMAT.md.
 */
package io.ocs.balance.snapshot;
