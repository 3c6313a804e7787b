package io.ocs.diameter.peer;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The peers, and the connections over all event loops: how many there are, and the open ones of each peer. Touched when they come and go only. Safe on any
 * thread.
 */
final class PeerTable {

    private final int connectionsMax;
    private final int totalMax;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<String, PeerEntry> configured;
    /** Peers that nobody has configured, as long as they are connected. */
    private final Map<String, PeerEntry> others = new HashMap<>();

    /**
     * A table without connections.
     *
     * @param peers the peers that are configured
     * @param connectionsMax open ones of a peer whose entry does not say otherwise
     * @param totalMax of all peers and strangers
     */
    PeerTable(Collection<ConfiguredPeer> peers, int connectionsMax, int totalMax) {
        this.connectionsMax = connectionsMax;
        this.totalMax = totalMax;
        Map<String, PeerEntry> entries = new HashMap<>();
        for (ConfiguredPeer peer : peers) {
            entries.put(key(peer.originHost()), new PeerEntry(peer, System.nanoTime()));
        }
        configured = Map.copyOf(entries);
    }

    /** The peers that are configured. */
    Collection<PeerEntry> configured() {
        return configured.values();
    }

    /** What is configured for this peer; null if nothing is. */
    PeerEntry configured(String originHost) {
        return configured.get(key(originHost));
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
        String key = key(originHost);
        PeerEntry entry = configured.get(key);
        if (entry == null) {
            entry = others.computeIfAbsent(
                    key, host -> new PeerEntry(ConfiguredPeer.of(originHost, ""), System.nanoTime()));
        }
        int max = entry.configured.connectionsMax() == 0 ? connectionsMax : entry.configured.connectionsMax();
        if (entry.connections.size() < max) {
            entry.connections.addLast(connection);
            return null;
        }
        return entry.connections.peekFirst();
    }

    synchronized void remove(String originHost, PeerConnection connection) {
        PeerEntry entry = configured.get(key(originHost));
        if (entry != null) {
            entry.connections.remove(connection);
            return;
        }
        PeerEntry other = others.get(key(originHost));
        if (other != null) {
            other.connections.remove(connection);
            if (other.connections.isEmpty()) {
                others.remove(key(originHost));
            }
        }
    }

    /** A connection of this peer that is none of {@code unfit}, or null. It is up, but may end at any time. */
    synchronized PeerConnection connectionOf(String originHost, Collection<PeerConnection> unfit) {
        PeerEntry entry = configured.getOrDefault(key(originHost), others.get(key(originHost)));
        return entry == null
                ? null
                : entry.connections.stream()
                        .filter(one -> !unfit.contains(one))
                        .findFirst()
                        .orElse(null);
    }

    /** A connection of a peer of this realm that is none of {@code unfit}, of an agent if there is one; or null. */
    synchronized PeerConnection connectionInto(String realm, Collection<PeerConnection> unfit) {
        List<PeerConnection> fitting = Stream.concat(configured.values().stream(), others.values().stream())
                .flatMap(entry -> entry.connections.stream())
                .filter(one -> !unfit.contains(one) && one.exchange().realm().equalsIgnoreCase(realm))
                .toList();
        return fitting.stream()
                .filter(one -> one.exchange().isRelay())
                .findFirst()
                .orElse(fitting.isEmpty() ? null : fitting.get(0));
    }

    /** The open connections of this peer. They may end at any time. */
    synchronized List<PeerConnection> connectionsOf(String originHost) {
        PeerEntry entry = configured.getOrDefault(key(originHost), others.get(key(originHost)));
        return entry == null ? List.of() : List.copyOf(entry.connections);
    }

    /** All peers that are configured or connected, by name. */
    synchronized List<PeerStatus> statuses(long nowNanos) {
        return Stream.concat(
                        configured.values().stream().map(entry -> PeerStatus.of(entry, true, nowNanos)),
                        others.values().stream().map(entry -> PeerStatus.of(entry, false, nowNanos)))
                .sorted(Comparator.comparing(PeerStatus::originHost))
                .toList();
    }

    /** Whether this configured peer has an open connection, whoever began it. */
    synchronized boolean isConnected(PeerEntry entry) {
        return !entry.connections.isEmpty();
    }

    private static String key(String originHost) {
        return originHost.toLowerCase(Locale.ROOT);
    }
}
