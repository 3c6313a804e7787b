package io.ocs.server.http;

import io.ocs.diameter.peer.DisconnectCause;
import io.ocs.diameter.peer.PeerStatus;
import java.util.List;

/** The Diameter peers, for their operator. Safe on any thread. */
public interface Peers {

    /** Those that are configured or connected, by name. */
    List<PeerStatus> peers();

    /** Says farewell on all connections of a peer. @return how many were open */
    int disconnect(String originHost, DisconnectCause cause);
}
