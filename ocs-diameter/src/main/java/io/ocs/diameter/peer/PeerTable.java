package io.ocs.diameter.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections over all event loops: how many there are, and the open ones of each peer. Touched when they come and go only. Safe on any thread. */
final class PeerTable {

    private final int connectionsMax;
    private final int totalMax;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<String, Deque<PeerConnection>> byOriginHost = new HashMap<>();

    /**
     * An empty table.
     *
     * @param connectionsMax open ones of one peer
     * @param totalMax of all peers and strangers
     */
    PeerTable(int connectionsMax, int totalMax) {
        this.connectionsMax = connectionsMax;
        this.totalMax = totalMax;
    }

    /** Counts one that has come. @return whether there are now more than there may be */
    boolean comes() {
        return total.incrementAndGet() > totalMax;
    }

    /** Counts one that has gone. */
    void goes() {
        total.decrementAndGet();
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

    /** A connection of this peer other than {@code unfit}, or null. It is up, but may end at any time. */
    synchronized PeerConnection connectionOf(String originHost, PeerConnection unfit) {
        Deque<PeerConnection> connections = byOriginHost.getOrDefault(key(originHost), new ArrayDeque<>());
        return connections.stream().filter(one -> one != unfit).findFirst().orElse(null);
    }

    /** A connection of a peer of this realm other than {@code unfit}, of an agent if there is one; or null. */
    synchronized PeerConnection connectionInto(String realm, PeerConnection unfit) {
        PeerConnection found = null;
        for (Deque<PeerConnection> connections : byOriginHost.values()) {
            for (PeerConnection one : connections) {
                boolean fits = one != unfit && one.exchange().realm().equalsIgnoreCase(realm);
                if (fits && (found == null || one.exchange().isRelay())) {
                    found = one;
                }
            }
        }
        return found;
    }

    private static String key(String originHost) {
        return originHost.toLowerCase(Locale.ROOT);
    }
}
