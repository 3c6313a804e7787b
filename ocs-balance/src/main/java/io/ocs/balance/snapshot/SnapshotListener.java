package io.ocs.balance.snapshot;

import io.ocs.core.snapshot.SnapshotHead;

/** Told, on the writer's thread, how snapshots end. */
public interface SnapshotListener {

    /**
     * A snapshot is durable under its name.
     *
     * @param head which state it holds
     * @param octets length of the file
     * @param durationNanos from its beginning to now
     */
    void onWritten(SnapshotHead head, long octets, long durationNanos);

    /**
     * A snapshot has failed, or an old one cannot be deleted: charging goes on, the journal is kept, and the next interval tries again.
     *
     * @param head which state it would have held
     * @param why for the operator
     * @param cause null if the shard gave it up
     */
    void onFailed(SnapshotHead head, String why, Exception cause);
}
