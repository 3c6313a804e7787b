package io.ocs.balance.journal;

/** When a committed batch is forced to the disk ({@code journal.sync}). */
public enum SyncMode {
    /** Before it is answered: nothing that was answered is ever lost. */
    BATCH,
    /** Every so many milliseconds: a power failure loses the last of them; the end of the process alone loses nothing. */
    INTERVAL,
    /** When the operating system likes: a power failure may lose some tens of seconds. */
    OS
}
