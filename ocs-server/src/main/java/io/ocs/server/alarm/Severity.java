package io.ocs.server.alarm;

/** Perceived severity (X.733 §8.1.2.3), as far as it is used. */
public enum Severity {
    CRITICAL,
    MAJOR,
    MINOR
}
