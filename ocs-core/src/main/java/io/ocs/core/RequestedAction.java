package io.ocs.core;

/** Requested-Action of an event request (RFC 8506 §8.41). */
public enum RequestedAction {
    DIRECT_DEBITING,
    REFUND_ACCOUNT,
    CHECK_BALANCE,
    PRICE_ENQUIRY;

    private static final RequestedAction[] VALUES = values();

    /** The action numbered {@code value} on the wire, or null if there is none. */
    public static RequestedAction of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : null;
    }
}
