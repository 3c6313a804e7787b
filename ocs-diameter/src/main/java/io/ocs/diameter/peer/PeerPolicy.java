package io.ocs.diameter.peer;

import io.ocs.core.request.ClientProfile;
import java.net.InetAddress;

/** Who may connect, and what kind of client it is. Asked on the event loops: must be quick, and safe on any thread. See {@link PeerPolicies}. */
@FunctionalInterface
public interface PeerPolicy {

    /** What becomes of a peer. */
    enum Admission {
        /** It is in the peer table. */
        KNOWN,
        /** It is unknown, but comes from a network where that is allowed; logged. */
        LAB,
        /** It is answered 3010 and disconnected. */
        REFUSED
    }

    /**
     * Decides on a Capabilities-Exchange-Request.
     *
     * @param address where it comes from
     */
    Admission admit(String originHost, String originRealm, InetAddress address);

    /**
     * What kind of client a peer is that was admitted: asked once per connection.
     *
     * @param productName Product-Name of its Capabilities-Exchange-Request; empty if it has none
     */
    default ClientProfile profile(String originHost, String productName) {
        return ClientProfile.DEFAULT;
    }
}
