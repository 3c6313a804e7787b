package io.ocs.diameter.peer;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of the peer table (RFC 6733 §2.6): who a peer is, and what it may do. Whether it may come at all is decided by {@link PeerPolicy}. Immutable.
 *
 * @param originHost its DiameterIdentity
 * @param realm its Origin-Realm
 * @param applications of which at least one must be in its CER or CEA
 * @param connectionsMax connections at a time; 0: as for everybody
 * @param rateMax credit-control requests a second over all its connections, beyond which they are answered 3004; 0: any number
 * @param tlsRequired whether it is served over TLS only
 * @param connect where this server connects to, over TLS if that is required, a name unresolved; empty if the peer connects
 */
public record ConfiguredPeer(
        String originHost,
        String realm,
        Set<Application> applications,
        int connectionsMax,
        int rateMax,
        boolean tlsRequired,
        Optional<InetSocketAddress> connect) {

    /** What a peer may be. */
    public enum Application {
        /** A client of credit control, application 4. */
        CREDIT_CONTROL,
        /** A relay, application 0xffffffff, whose requests are those of other hosts. */
        RELAY
    }

    /** Requests a second that can be told apart from no limit. */
    public static final int RATE_MAX = 1_000_000;

    public ConfiguredPeer {
        Objects.requireNonNull(originHost, "originHost");
        Objects.requireNonNull(realm, "realm");
        applications = Set.copyOf(applications);
        if (applications.isEmpty() || connectionsMax < 0 || rateMax < 0 || rateMax > RATE_MAX) {
            throw new IllegalArgumentException("peer " + originHost + " with " + applications + ", " + connectionsMax
                    + " connections, " + rateMax + " requests a second");
        }
    }

    /** A peer that connects and may do what everybody may. */
    public static ConfiguredPeer of(String originHost, String realm) {
        return new ConfiguredPeer(originHost, realm, Set.of(Application.values()), 0, 0, false, Optional.empty());
    }

    boolean mayBe(Application application) {
        return applications.contains(application);
    }
}
