package io.ocs.diameter.peer;

import java.net.InetAddress;

/** Who may connect. Asked on the event loops: must be quick, and safe on any thread. See {@link PeerPolicies}. */
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
}
