package io.ocs.server.http;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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
     * @return completed, on any thread, when the folder was looked at, which may take as long as its disk: with false if another one runs;
     *     exceptionally with an {@link IllegalArgumentException} if it cannot be taken there; nothing was changed then
     */
    CompletionStage<Boolean> begin(Path directory);

    /**
     * Ends the one that runs, unfinished, and lets go of the journal, also while its disk does not answer.
     *
     * @return false if none runs
     */
    boolean stop();

    /** The one that was begun last. */
    Optional<Progress> last();
}
