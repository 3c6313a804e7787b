package io.ocs.server.config;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys {@code diameter.*} and {@code lab.networks}.
 *
 * @param listen without TLS; empty only if there is TLS, or peers are connected to
 * @param listenSctp over SCTP, without TLS; empty: no SCTP
 * @param tls empty: no TLS
 * @param acceptUnknownPeers lab mode: peers that the table does not name are accepted from {@code labNetworks}, and logged
 * @param labNetworks empty unless unknown peers are accepted
 * @param profiles kinds of clients by their names
 * @param watchdogInterval Tw of RFC 3539 §3.4.1, 6 s to 5 min
 * @param messageTimeMax for a message from its first octet to its last, and for the CER from the connection on
 * @param messageLengthMax octets, 4 KiB to 16 MiB - 1
 * @param connectionsMax of one peer instance (one Origin-Host)
 * @param connectionsTotalMax of all peers and of those who have not said who they are
 * @param eventLoops threads that read and write sockets
 */
public record DiameterSettings(
        List<HostPort> listen,
        List<HostPort> listenSctp,
        Optional<TlsSettings> tls,
        String originHost,
        String realm,
        boolean acceptUnknownPeers,
        List<Network> labNetworks,
        List<PeerSettings> peers,
        Map<String, ProfileSettings> profiles,
        Duration watchdogInterval,
        Duration messageTimeMax,
        int messageLengthMax,
        int connectionsMax,
        int connectionsTotalMax,
        int eventLoops) {

    private static final int LAB_CONNECTIONS_MAX = 64;

    public DiameterSettings {
        listen = List.copyOf(listen);
        listenSctp = List.copyOf(listenSctp);
        labNetworks = List.copyOf(labNetworks);
        peers = List.copyOf(peers);
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
    }

    static DiameterSettings of(Settings settings, Optional<TlsSettings> tls) {
        List<PeerSettings> peers = settings.get(ConfigKeys.DIAMETER_PEERS);
        boolean lab = settings.find(ConfigKeys.DIAMETER_ACCEPT_UNKNOWN).orElse(peers.isEmpty());
        DiameterSettings diameter = new DiameterSettings(
                settings.get(ConfigKeys.DIAMETER_LISTEN),
                settings.get(ConfigKeys.DIAMETER_SCTP_LISTEN),
                tls,
                settings.get(ConfigKeys.DIAMETER_ORIGIN_HOST),
                settings.get(ConfigKeys.DIAMETER_REALM),
                lab,
                lab ? settings.get(ConfigKeys.LAB_NETWORKS) : List.of(),
                peers,
                ProfileSettings.all(settings.get(ConfigKeys.DIAMETER_PROFILES)),
                settings.get(ConfigKeys.DIAMETER_WATCHDOG),
                settings.get(ConfigKeys.DIAMETER_MESSAGE_TIME_MAX),
                settings.get(ConfigKeys.DIAMETER_MESSAGE_MAX).intValue(),
                settings.find(ConfigKeys.DIAMETER_PEER_CONNECTIONS_MAX).orElse(lab ? LAB_CONNECTIONS_MAX : 1),
                settings.get(ConfigKeys.DIAMETER_CONNECTIONS_TOTAL_MAX),
                settings.get(ConfigKeys.DIAMETER_EVENT_LOOPS));
        diameter.checkPeers(settings);
        diameter.checkSomebodyMayConnect(settings);
        diameter.checkProfiles(settings);
        return diameter;
    }

    private void checkProfiles(Settings settings) {
        for (PeerSettings peer : peers) {
            peer.profile().filter(name -> !profiles.containsKey(name)).ifPresent(name -> {
                throw ConfigException.at(
                        settings.source(ConfigKeys.DIAMETER_PEERS),
                        "diameter.peers: there is no profile '" + name + "', which " + peer.originHost() + " has"
                                + NearestName.hint(name, profiles.keySet()));
            });
        }
        Map<String, String> known = new HashMap<>();
        for (ProfileSettings each : profiles.values()) {
            for (String product : each.products()) {
                String other = known.put(product.toLowerCase(Locale.ROOT), each.name());
                if (other != null) {
                    throw ConfigException.at(
                            settings.source(ConfigKeys.DIAMETER_PROFILES),
                            "diameter.profiles: the product '" + product + "' tells both " + other + " and "
                                    + each.name() + ": name it in one of them");
                }
            }
        }
    }

    private void checkPeers(Settings settings) {
        Set<String> names = new HashSet<>();
        for (PeerSettings peer : peers) {
            String name = peer.originHost().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw badPeer(settings, peer, "is in the table twice");
            }
            if (name.equals(originHost.toLowerCase(Locale.ROOT))) {
                throw badPeer(settings, peer, "is this server itself (diameter.origin-host)");
            }
            boolean overTls = peer.connect().isPresent()
                    ? tls.isPresent()
                    : tls.isPresent() && !tls.get().listen().isEmpty();
            if (peer.tlsRequired() && !overTls) {
                throw badPeer(
                        settings,
                        peer,
                        peer.connect().isPresent()
                                ? "is connected to over TLS: diameter.tls.certificate, key and trust are wanted"
                                : "is served over TLS only, but diameter.tls.listen is empty");
            }
        }
    }

    private static ConfigException badPeer(Settings settings, PeerSettings peer, String what) {
        return ConfigException.at(
                settings.source(ConfigKeys.DIAMETER_PEERS), "diameter.peers: " + peer.originHost() + " " + what);
    }

    private void checkSomebodyMayConnect(Settings settings) {
        boolean listensWithTls = tls.isPresent() && !tls.get().listen().isEmpty();
        boolean connects = peers.stream().anyMatch(peer -> peer.connect().isPresent());
        if (listen.isEmpty() && listenSctp.isEmpty() && !listensWithTls && !connects) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.DIAMETER_LISTEN), "diameter.listen: at least one address is wanted");
        }
        listen.forEach(address -> checkSomebodyMayConnect(settings, ConfigKeys.DIAMETER_LISTEN, address));
        listenSctp.forEach(address -> checkSomebodyMayConnect(settings, ConfigKeys.DIAMETER_SCTP_LISTEN, address));
        tls.ifPresent(over -> over.listen()
                .forEach(address -> checkSomebodyMayConnect(settings, ConfigKeys.DIAMETER_TLS_LISTEN, address)));
    }

    private void checkSomebodyMayConnect(Settings settings, ConfigKey<List<HostPort>> key, HostPort address) {
        boolean openToLab = acceptUnknownPeers && labNetworks.stream().anyMatch(network -> !network.isLoopback());
        if (!address.isLoopback() && peers.isEmpty() && !openToLab) {
            throw ConfigException.at(
                    settings.source(key),
                    key.name() + ": " + address + " is reachable from outside, but nobody outside may connect:"
                            + " name the network elements in diameter.peers, or, in a lab, their networks in lab.networks");
        }
    }
}
