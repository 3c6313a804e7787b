package io.ocs.core.initiated;

import io.ocs.core.Octets;

/**
 * A request of the server's own about an open session.
 *
 * @param sessionId not changed any more
 * @param route where the last request of the session came from, as {@link io.ocs.core.request.CreditControlExchange.Envelope#route} told: a hint, 0 for
 *     none
 */
public record ClientRequest(Kind kind, Octets sessionId, int route) {

    /** What is asked. */
    public enum Kind {
        /** Re-Auth-Request (RFC 6733 §8.3): report, and ask for units again. */
        RE_AUTHORIZE,
        /** Abort-Session-Request (RFC 6733 §8.5): end the session. */
        ABORT
    }
}
