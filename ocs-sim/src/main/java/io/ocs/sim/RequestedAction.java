package io.ocs.sim;

/** Requested-Action of an event (RFC 8506 §8.41), numbered as on the wire. */
public enum RequestedAction {
    DIRECT_DEBITING(0),
    REFUND_ACCOUNT(1),
    CHECK_BALANCE(2),
    PRICE_ENQUIRY(3);

    private final int code;

    RequestedAction(int code) {
        this.code = code;
    }

    /** The value on the wire. */
    public int code() {
        return code;
    }
}
