package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.ocs.core.Octets;
import java.util.HashMap;
import java.util.Map;

/** Whose requests come over one connection: nearly always whose the last one was, and then nothing is allocated. Belongs to the connection's event loop. */
final class HeardOrigins {

    /** Network elements behind one relay that are told apart. */
    private static final int RELAYED_MAX = 10_000;
    /** Names that somebody who is no relay may have. */
    private static final int NAMES_MAX = 16;

    private final PeerLoop loop;
    private final PeerConnection connection;
    private final Map<Octets, Origin> origins = new HashMap<>();
    private Origin last;

    HeardOrigins(PeerLoop loop, PeerConnection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /** The route back to who has sent this request, whose Origin-Host was read already; 0 if there are too many. */
    int route(Octets originHost, ByteBuf message, int offset, int length) {
        if (last == null || !last.is(originHost)) {
            last = origins.get(originHost);
        }
        if (last == null && origins.size() < (connection.exchange().isRelay() ? RELAYED_MAX : NAMES_MAX)) {
            String realm = loop.clientCodec.originRealm(message, offset, length);
            last = loop.clients.origins().heard(originHost, realm, connection);
            origins.put(last.hostOctets(), last);
        }
        return last == null ? 0 : last.route;
    }

    /** The connection has ended. */
    void onEnd() {
        for (Origin origin : origins.values()) {
            loop.clients.origins().gone(origin);
            loop.originStates.seen(origin.host);
        }
    }
}
