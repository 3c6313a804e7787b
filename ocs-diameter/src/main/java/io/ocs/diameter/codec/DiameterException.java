package io.ocs.diameter.codec;

import io.ocs.core.ResultCode;

/**
 * A peer's mistake: how to answer it, and how far it reaches. Carries no stack trace, since it tells about a message and not about this program.
 */
public final class DiameterException extends Exception {

    private static final long serialVersionUID = 1;

    /** The blast radius of a mistake. */
    public enum Scope {
        /** One AVP that the message can do without: it is ignored. */
        AVP,
        /** The message is refused; the connection goes on. */
        MESSAGE,
        /** Octets can no longer be told apart: the connection is closed after the answer. */
        CONNECTION
    }

    private final ResultCode resultCode;
    private final Scope scope;
    private final transient byte[] failedAvp;
    /** Whether {@link #failedAvp} is of several places, so that no group can show the way to it. */
    private final boolean scattered;

    private DiameterException(ResultCode resultCode, Scope scope, byte[] failedAvp, boolean scattered, String message) {
        super(message, null, false, false);
        this.resultCode = resultCode;
        this.scope = scope;
        this.failedAvp = failedAvp;
        this.scattered = scattered;
    }

    private DiameterException(ResultCode resultCode, Scope scope, byte[] failedAvp, String message) {
        this(resultCode, scope, failedAvp, false, message);
    }

    /** A fault of the whole message, such as its header bits. */
    static DiameterException message(ResultCode code, String message) {
        return new DiameterException(code, Scope.MESSAGE, null, message);
    }

    /** A fault after which the stream cannot be read on. */
    static DiameterException connection(ResultCode code, String message) {
        return new DiameterException(code, Scope.CONNECTION, null, message);
    }

    /** A fault of one AVP, which the Failed-AVP of the answer repeats whole; of scope AVP if the sender does not insist on it (no M bit). */
    static DiameterException avp(ResultCode code, AvpFlyweight avp, String message) {
        return new DiameterException(code, avp.isMandatory() ? Scope.MESSAGE : Scope.AVP, avp.copy(), message);
    }

    /** A fault of one AVP that makes the message unfit, M bit or not. */
    static DiameterException refused(ResultCode code, AvpFlyweight avp, String message) {
        return new DiameterException(code, Scope.MESSAGE, avp.copy(), message);
    }

    /** As {@link #refused(ResultCode, AvpFlyweight, String)}, of several AVPs of one group. */
    static DiameterException refused(ResultCode code, byte[] avps, String message) {
        return new DiameterException(code, Scope.MESSAGE, avps, message);
    }

    /** An AVP that is not there; the Failed-AVP holds an example of it (RFC 6733 §7.5). */
    static DiameterException missing(int key) {
        return new DiameterException(
                ResultCode.MISSING_AVP, Scope.MESSAGE, AvpWriter.example(key), "AVP " + Avp.code(key) + " is missing");
    }

    /** AVPs that are wrong together, wherever they lie; the Failed-AVP holds all of them. {@code avps} are whole ones, one behind the other. */
    static DiameterException together(ResultCode code, byte[] avps, String message) {
        return new DiameterException(code, Scope.MESSAGE, avps, true, message);
    }

    /** An AVP whose length cannot be; {@code header} is an AVP header with a zero-filled payload. */
    static DiameterException brokenLength(byte[] header) {
        return new DiameterException(
                ResultCode.INVALID_AVP_LENGTH,
                Scope.MESSAGE,
                header,
                "AVP length beyond its surroundings or below its header");
    }

    /** The same mistake, made in a group: its Failed-AVP holds the group with the offending AVP only, so that its place is seen (RFC 6733 §7.5). */
    DiameterException inside(AvpFlyweight group) {
        return failedAvp == null || scattered
                ? this
                : new DiameterException(resultCode, scope, group.around(failedAvp), getMessage());
    }

    /** The code of the answer. */
    public ResultCode resultCode() {
        return resultCode;
    }

    public Scope scope() {
        return scope;
    }

    /** What the Failed-AVP of the answer holds, headers and padding included, or null. */
    byte[] failedAvp() {
        return failedAvp;
    }
}
