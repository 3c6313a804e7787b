package io.ocs.server.reconcile;

import java.io.IOException;

/** The running server has let go of a part of the journal while it was read, as a snapshot stands for it now: reading again will do. */
public final class JournalReleasedException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalReleasedException(String what) {
        super(what + " was released by the running server while it was read: run the command again");
    }
}
