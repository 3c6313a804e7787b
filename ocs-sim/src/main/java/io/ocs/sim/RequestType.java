package io.ocs.sim;

/** CC-Request-Type (RFC 8506 §8.3), numbered as on the wire. */
public enum RequestType {
    INITIAL(1),
    UPDATE(2),
    TERMINATION(3),
    EVENT(4);

    private final int code;

    RequestType(int code) {
        this.code = code;
    }

    /** The value on the wire. */
    public int code() {
        return code;
    }
}
