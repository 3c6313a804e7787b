package io.ocs.diameter.peer;

/** Why a peer has left, by the Disconnect-Cause of its DPR (RFC 6733 §5.4.3), numbered by ordinal. */
enum DisconnectCause {
    REBOOTING,
    BUSY,
    DO_NOT_WANT_TO_TALK_TO_YOU;

    private static final DisconnectCause[] VALUES = values();

    /** The cause of this number, which a decoder has checked. */
    static DisconnectCause of(int number) {
        return VALUES[number];
    }
}
