package io.ocs.core.initiated;

import io.ocs.core.ResultCode;

/**
 * What became of a {@link ClientRequest}.
 *
 * @param resultCode Result-Code of the answer; 0 if there was none
 */
public record ClientAnswer(Status status, int resultCode) {

    /** The ways in which it can end. */
    public enum Status {
        /** Answered 2xxx: the client does it. */
        ACCEPTED,
        /** Answered 5002: the client has no such session. */
        UNKNOWN_SESSION,
        /** Answered with another code: the client does not do it. */
        REFUSED,
        /** Not answered, however often it was sent. */
        TIMED_OUT,
        /** No connection leads to the client. */
        UNROUTABLE,
        /** There are as many under way as there may be; nothing was sent. */
        TOO_MANY
    }

    /** One that nobody has answered. */
    public static ClientAnswer none(Status status) {
        return new ClientAnswer(status, 0);
    }

    /** By the Result-Code that the client has answered with. */
    public static ClientAnswer of(int resultCode) {
        Status status = resultCode / 1000 == 2
                ? Status.ACCEPTED
                : resultCode == ResultCode.UNKNOWN_SESSION_ID.code() ? Status.UNKNOWN_SESSION : Status.REFUSED;
        return new ClientAnswer(status, resultCode);
    }
}
