package io.ocs.server.http;

import java.util.Optional;

/** Whether the server can charge now. Safe on any thread, quick. */
@FunctionalInterface
public interface Readiness {

    /** Why not, for an operator; empty if it can. */
    Optional<String> hindrance();
}
