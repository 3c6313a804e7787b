package io.ocs.core;

/**
 * Expected outcomes, numbered as on the wire (RFC 6733 §7.1, RFC 8506 §9). A refusal is a value, not a throw. Numbers
 * never change.
 */
public enum ResultCode {
    SUCCESS(2001),
    COMMAND_UNSUPPORTED(3001),
    UNABLE_TO_DELIVER(3002),
    REALM_NOT_SERVED(3003),
    TOO_BUSY(3004),
    LOOP_DETECTED(3005),
    APPLICATION_UNSUPPORTED(3007),
    INVALID_HDR_BITS(3008),
    INVALID_AVP_BITS(3009),
    UNKNOWN_PEER(3010),
    ELECTION_LOST(4003),
    END_USER_SERVICE_DENIED(4010),
    CREDIT_CONTROL_NOT_APPLICABLE(4011),
    CREDIT_LIMIT_REACHED(4012),
    AVP_UNSUPPORTED(5001),
    UNKNOWN_SESSION_ID(5002),
    INVALID_AVP_VALUE(5004),
    MISSING_AVP(5005),
    CONTRADICTING_AVPS(5007),
    AVP_NOT_ALLOWED(5008),
    AVP_OCCURS_TOO_MANY_TIMES(5009),
    NO_COMMON_APPLICATION(5010),
    UNSUPPORTED_VERSION(5011),
    UNABLE_TO_COMPLY(5012),
    INVALID_BIT_IN_HEADER(5013),
    INVALID_AVP_LENGTH(5014),
    INVALID_MESSAGE_LENGTH(5015),
    INVALID_AVP_BIT_COMBO(5016),
    NO_COMMON_SECURITY(5017),
    USER_UNKNOWN(5030),
    RATING_FAILED(5031);

    private static final ResultCode[] VALUES = values();
    private final int code;

    ResultCode(int code) {
        this.code = code;
    }

    /** The number in the Result-Code AVP. */
    public int code() {
        return code;
    }

    /** 2xxx. */
    public boolean isSuccess() {
        return code / 1000 == 2;
    }

    /** 3xxx: answered with the E bit (RFC 6733 §7.1.3). */
    public boolean isProtocolError() {
        return code / 1000 == 3;
    }

    /** 4xxx: the same request may succeed later. */
    public boolean isTransient() {
        return code / 1000 == 4;
    }

    /**
     * The outcome numbered {@code code}.
     *
     * @throws IllegalArgumentException if no outcome has this number
     */
    public static ResultCode of(int code) {
        for (ResultCode value : VALUES) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no result code " + code);
    }
}
