package io.ocs.cdr;

/** A sink cannot take records: the message says what and where. */
public final class CdrSinkException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final boolean conflict;

    private CdrSinkException(String message, Throwable cause, boolean conflict) {
        super(message, cause);
        this.conflict = conflict;
    }

    /** The sink cannot write at present (disk full, database down): it is worth trying again. */
    public static CdrSinkException unavailable(String message, Throwable cause) {
        return new CdrSinkException(message, cause, false);
    }

    /** What is stored contradicts the journal: going on could lose or repeat records, so an operator must look. */
    public static CdrSinkException conflict(String message) {
        return new CdrSinkException(message, null, true);
    }

    /** Whether the sink must stop. */
    public boolean isConflict() {
        return conflict;
    }
}
