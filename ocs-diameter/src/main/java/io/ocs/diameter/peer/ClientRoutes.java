package io.ocs.diameter.peer;

import io.ocs.core.Octets;
import io.ocs.core.initiated.ClientRequest;
import java.util.Collection;

/**
 * Finds the way to the client of a session: the connection that its last request came over; else any of its own; else one of its realm, an agent rather
 * than another client (RFC 6733 §6.1). Who the client is, is told by that last request, or, when this process has not seen it, by the Session-Id, which
 * begins with its DiameterIdentity (§8.8). Safe on any thread.
 */
final class ClientRoutes {

    private final Origins origins;
    private final PeerTable peers;

    /** Destination and next hop. */
    record Route(String host, String realm, PeerConnection connection) {}

    ClientRoutes(Origins origins, PeerTable peers) {
        this.origins = origins;
        this.peers = peers;
    }

    /**
     * The way to the client of a request.
     *
     * @param unfit connections that are no way
     * @return null if there is none
     */
    Route find(ClientRequest request, Collection<PeerConnection> unfit) {
        Origin origin = origins.of(request.route());
        String host = origin == null ? hostOf(request.sessionId()) : origin.host;
        if (origin == null) {
            origin = origins.of(host);
        }
        PeerConnection last = origin == null ? null : origin.connection();
        if (last != null && !unfit.contains(last)) {
            return new Route(host, origin.realm, last);
        }
        PeerConnection own = peers.connectionOf(host, unfit);
        if (own != null) {
            return new Route(host, own.exchange().realm(), own);
        }
        PeerConnection agent = origin == null ? null : peers.connectionInto(origin.realm, unfit);
        return agent == null ? null : new Route(host, origin.realm, agent);
    }

    private static String hostOf(Octets sessionId) {
        String text = sessionId.toString();
        int end = text.indexOf(';');
        return end < 0 ? text : text.substring(0, end);
    }
}
