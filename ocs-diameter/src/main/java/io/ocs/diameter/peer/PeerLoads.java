package io.ocs.diameter.peer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The requests of each peer, over all its connections of one event loop, that wait for the shards. Belongs to that event loop. */
final class PeerLoads {

    /** Of one peer. */
    static final class Load {
        int inFlight;
        private int connections;
    }

    private final Map<String, Load> byPeer = new HashMap<>();

    /** A connection of this peer is up. */
    Load join(String originHost) {
        Load load = byPeer.computeIfAbsent(key(originHost), host -> new Load());
        load.connections++;
        return load;
    }

    /** A connection has ended with so many requests that still wait: whose answers nobody will see. */
    void leave(String originHost, Load load, int inFlight) {
        load.inFlight -= inFlight;
        load.connections--;
        if (load.connections == 0) {
            byPeer.remove(key(originHost));
        }
    }

    private static String key(String originHost) {
        return originHost.toLowerCase(Locale.ROOT);
    }
}
