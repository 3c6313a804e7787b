package io.ocs.core;

/** CC-Request-Type (RFC 8506 §8.3). */
public enum RequestType {
    INITIAL(1),
    UPDATE(2),
    TERMINATION(3),
    EVENT(4);

    private static final RequestType[] VALUES = values();
    private final int value;

    RequestType(int value) {
        this.value = value;
    }

    /** The number on the wire, 1 to 4. */
    public int value() {
        return value;
    }

    /** The type numbered {@code value}, or null if there is none. */
    public static RequestType of(long value) {
        return value >= 1 && value <= VALUES.length ? VALUES[(int) value - 1] : null;
    }
}
