package io.ocs.diameter.peer;

import java.util.List;
import java.util.Optional;

/**
 * A peer as an operator sees it.
 *
 * @param originHost as it is configured, or as it calls itself
 * @param realm as it calls itself, else as it is configured; empty if neither is known
 * @param isConfigured whether it stands in the peer table
 * @param links its open connections, the oldest first
 * @param away why it is not connected, if this server tries to connect to it
 */
public record PeerStatus(
        String originHost, String realm, boolean isConfigured, List<Link> links, Optional<String> away) {

    /**
     * An open connection.
     *
     * @param address host:port of the peer
     * @param isTls whether it is over TLS
     * @param isInitiated whether this server has begun it
     */
    public record Link(String address, boolean isTls, boolean isInitiated) {}

    static PeerStatus of(PeerEntry entry, boolean isConfigured, long nowNanos) {
        List<Link> links = entry.connections.stream()
                .map(one -> new Link(one.address(), one.isOverTls(), one.isInitiated()))
                .toList();
        String realm = entry.connections.isEmpty()
                ? entry.configured.realm()
                : entry.connections.peekFirst().exchange().realm();
        Optional<String> away =
                Optional.ofNullable(entry.initiator()).flatMap(initiator -> initiator.awayFor(0, nowNanos));
        return new PeerStatus(entry.configured.originHost(), realm, isConfigured, links, away);
    }
}
