package io.ocs.core;

/** Final-Unit-Action (RFC 8506 §8.35). */
public enum FinalUnitAction {
    TERMINATE,
    REDIRECT,
    RESTRICT_ACCESS;

    private static final FinalUnitAction[] VALUES = values();

    /** The action numbered {@code value} on the wire. */
    public static FinalUnitAction of(int value) {
        return VALUES[value];
    }
}
