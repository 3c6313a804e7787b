package io.ocs.diameter.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/** What there is of one peer over all event loops. Its connections belong to the {@link PeerTable}; the rest is safe on any thread. */
final class PeerEntry {

    final ConfiguredPeer configured;
    /** Null without a limit. */
    final RateLimit rate;

    final Deque<PeerConnection> connections = new ArrayDeque<>();
    private volatile PeerInitiator initiator;

    PeerEntry(ConfiguredPeer configured, long nowNanos) {
        this.configured = configured;
        rate = configured.rateMax() == 0 ? null : new RateLimit(configured.rateMax(), nowNanos);
    }

    void initiator(PeerInitiator newInitiator) {
        initiator = newInitiator;
    }

    /** Who connects to this peer; null if it connects itself. */
    PeerInitiator initiator() {
        return initiator;
    }
}
