package io.ocs.server.access;

import java.util.Locale;

/** What somebody may do; each role may do what those before it may. */
public enum Role {
    /** Look at the server: metrics, alarms, positions. No subscriber data. */
    VIEWER,
    /** Look at subscribers and sessions, top up, suspend, abort a session. */
    CARE,
    /** Create subscribers and change what they have, hold the journal, flush records. */
    OPERATOR,
    /** Remove subscribers, take backups, which write wherever the server may. */
    ADMIN;

    /** As written in the file of tokens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role may do what {@code least} may. */
    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }
}
