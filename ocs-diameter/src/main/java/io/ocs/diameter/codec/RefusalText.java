package io.ocs.diameter.codec;

import io.ocs.core.ResultCode;

/** What the Error-Message (RFC 6733 §7.3) says when nobody has more to say than the Result-Code does. Constant texts: nothing is allocated. */
final class RefusalText {

    private RefusalText() {}

    /** About a request, for people to read; null if nobody has thought of one. */
    static String ofRequest(ResultCode code) {
        return switch (code) {
            case COMMAND_UNSUPPORTED -> "this command is not served here";
            case APPLICATION_UNSUPPORTED -> "this application is not served here, or not with this command";
            case TOO_BUSY -> "not now: later, or elsewhere";
            case UNKNOWN_SESSION_ID -> "no such session is open here";
            default -> null;
        };
    }

    /** About a peer. */
    static String ofPeer(ResultCode code) {
        return switch (code) {
            case UNKNOWN_PEER -> "nobody of this name and realm may connect from there";
            case ELECTION_LOST -> "the connection that was begun from here stays";
            case NO_COMMON_APPLICATION -> "neither application 4 nor that of a relay is common";
            case UNABLE_TO_COMPLY -> "there are as many connections of this peer as there may be";
            case NO_COMMON_SECURITY -> "this peer is served over TLS only";
            default -> null;
        };
    }
}
