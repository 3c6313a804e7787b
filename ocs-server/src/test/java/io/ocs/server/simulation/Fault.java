package io.ocs.server.simulation;

/** What goes wrong below. */
enum Fault {
    /** Some octets of a write are written, then it fails. */
    TORN_WRITE,
    REFUSED_WRITE,
    FAILED_FORCE,
    /** A force fails after some sectors have reached the disk. */
    TORN_FORCE,
    SLOW_FORCE,
    /** A commit takes some duty cycles, in which the next batch is decided on top of it. */
    LATE_COMMIT,
    DISK_FULL,
    /** There is no room for another file when the process starts. */
    DISK_FULL_AT_START,
    /** Everything that was not forced is lost, between two batches. */
    POWER_LOSS,
    /** As {@link #POWER_LOSS}, in the middle of a commit. */
    POWER_LOSS_IN_COMMIT,
    /** One bit of the journal is not as it was written, at a restart. */
    BIT_FLIP,
    SINK_REFUSES,
    /** A batch was lost, and everything of it was answered "not done". */
    BATCH_LOST,
    /** The journal could promise nothing any more: nothing was answered. */
    JOURNAL_BROKEN,
    /** What was not answered was there after the restart. */
    UNANSWERED_PRESENT,
    /** What was not answered was not there after the restart. */
    UNANSWERED_ABSENT
}
