package io.ocs.sim;

/** A request that got no answer, and why. */
public final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Reason {
        /** There was no connection; the server cannot have seen the request. */
        NOT_SENT,
        /** The connection broke before the answer came; the server may have served the request. */
        DISCONNECTED,
        /** The server said nothing in time. */
        TIMED_OUT,
        /** An answer came that no client could use: wrong echo, or AVPs that cannot be read. */
        MALFORMED
    }

    private final Reason reason;

    NoAnswerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    NoAnswerException(Reason reason, Throwable cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
