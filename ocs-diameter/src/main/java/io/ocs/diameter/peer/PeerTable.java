package io.ocs.diameter.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The open connections of each peer, over all event loops. Touched when peers come and go only. Safe on any thread. */
final class PeerTable {

    private final int connectionsMax;
    private final Map<String, Deque<PeerConnection>> byOriginHost = new HashMap<>();

    PeerTable(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /**
     * Enters a connection, if its peer may have one more.
     *
     * @return null if it is entered; else the oldest connection, to be asked whether it still lives
     */
    synchronized PeerConnection enter(String originHost, PeerConnection connection) {
        Deque<PeerConnection> connections = byOriginHost.computeIfAbsent(key(originHost), host -> new ArrayDeque<>());
        if (connections.size() < connectionsMax) {
            connections.addLast(connection);
            return null;
        }
        return connections.peekFirst();
    }

    synchronized void remove(String originHost, PeerConnection connection) {
        Deque<PeerConnection> connections = byOriginHost.get(key(originHost));
        if (connections != null) {
            connections.remove(connection);
            if (connections.isEmpty()) {
                byOriginHost.remove(key(originHost));
            }
        }
    }

    private static String key(String originHost) {
        return originHost.toLowerCase(Locale.ROOT);
    }
}
