package io.ocs.cdr.file;

/** Why a file was closed: file closure trigger reasons of TS 32.297 §6.1.1. Files that end otherwise than by these are never published. */
enum ClosureReason {
    /** Another epoch of the journal begins. */
    NORMAL(0),
    SIZE_LIMIT(1),
    OPEN_TIME_LIMIT(2),
    RECORDS_LIMIT(3),
    /** A command asked for it, or the server stops. */
    MANUAL_INTERVENTION(4);

    private final int code;

    ClosureReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static boolean isKnown(int code) {
        return code >= 0 && code < values().length;
    }
}
