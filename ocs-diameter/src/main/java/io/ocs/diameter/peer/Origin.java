package io.ocs.diameter.peer;

import io.ocs.core.Octets;

/** A network element as one connection knows it: the Origin-Host and Origin-Realm of requests, and the connection that they came over. Safe on any thread. */
final class Origin {

    final String host;
    final String realm;
    /** Its name as a route; never 0. */
    final int route;

    private final Octets hostOctets;
    private volatile PeerConnection connection;

    Origin(Octets host, String realm, int route, PeerConnection connection) {
        this.host = host.toString();
        this.realm = realm;
        this.route = route;
        this.connection = connection;
        hostOctets = new Octets(host.length());
        hostOctets.set(host);
    }

    boolean is(Octets other) {
        return hostOctets.equals(other);
    }

    Octets hostOctets() {
        return hostOctets;
    }

    /** Null once it has ended. */
    PeerConnection connection() {
        return connection;
    }

    void onConnectionEnd() {
        connection = null;
    }
}
