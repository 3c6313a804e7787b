package io.ocs.server.alarm;

import java.util.Locale;

/** Perceived severity (X.733 §8.1.2.3), as far as it is used. */
public enum Severity {
    CRITICAL,
    MAJOR,
    MINOR;

    /** In lower case, as it stands in logs, answers and rules. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
