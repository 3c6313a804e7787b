package io.ocs.server.assembly;

import io.ocs.diameter.peer.DiameterServer;
import io.ocs.diameter.peer.DisconnectCause;
import io.ocs.diameter.peer.PeerStatus;
import io.ocs.server.http.Peers;
import java.util.List;

/** The peers of the Diameter node, which starts after the administration that asks for them: there are none before. */
final class ServerPeers implements Peers {
    private volatile DiameterServer diameter;

    void of(DiameterServer started) {
        diameter = started;
    }

    @Override
    public List<PeerStatus> peers() {
        DiameterServer node = diameter;
        return node == null ? List.of() : node.peers();
    }

    @Override
    public int disconnect(String originHost, DisconnectCause cause) {
        DiameterServer node = diameter;
        return node == null ? 0 : node.disconnect(originHost, cause);
    }
}
