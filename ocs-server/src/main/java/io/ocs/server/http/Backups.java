package io.ocs.server.http;

import java.nio.file.Path;
import java.util.Optional;

/** Backups of the running server, one at a time. Safe on any thread, quick. */
public interface Backups {

    /** States of a backup. */
    enum State {
        RUNNING,
        /** Its list is written: it may be restored. */
        DONE,
        /** It cannot be restored. */
        FAILED
    }

    /**
     * How far a backup is.
     *
     * @param done octets written
     * @param total octets to be written; 0 while that is not known
     * @param error why it failed, for the operator; empty otherwise
     */
    record Progress(Path directory, State state, long done, long total, String error) {}

    /**
     * Begins one.
     *
     * @return false if another one runs
     * @throws IllegalArgumentException if it cannot be taken there; nothing was changed
     */
    boolean begin(Path directory);

    /** The one that was begun last. */
    Optional<Progress> last();
}
