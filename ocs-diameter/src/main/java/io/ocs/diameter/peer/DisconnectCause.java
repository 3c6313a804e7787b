package io.ocs.diameter.peer;

/** Why a node leaves its peer, by the Disconnect-Cause of its DPR (RFC 6733 §5.4.3), numbered by ordinal. */
public enum DisconnectCause {
    /** It will be back soon. */
    REBOOTING,
    /** It has no room for the connection now. */
    BUSY,
    /** It does not expect to need the connection. */
    DO_NOT_WANT_TO_TALK_TO_YOU;

    private static final DisconnectCause[] VALUES = values();

    /** The cause of this number, which a decoder has checked. */
    static DisconnectCause of(int number) {
        return VALUES[number];
    }
}
