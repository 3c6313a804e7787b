package io.ocs.server.assembly;

import io.ocs.diameter.peer.ClientRequestConfig;
import io.ocs.diameter.peer.ConfiguredPeer;
import io.ocs.diameter.peer.DiameterConfig;
import io.ocs.diameter.peer.PeerPolicies;
import io.ocs.diameter.peer.PeerPolicy;
import io.ocs.diameter.peer.PeerTls;
import io.ocs.server.config.DiameterSettings;
import io.ocs.server.config.HostPort;
import io.ocs.server.config.PeerSettings;
import io.ocs.server.config.RequestSettings;
import io.ocs.server.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the Diameter server is made of, from the keys {@code diameter.*}. */
final class DiameterParts {

    private DiameterParts() {}

    static DiameterConfig config(DiameterSettings settings, int queueCapacity, long originStateId) {
        return new DiameterConfig(
                settings.originHost(),
                settings.realm(),
                "OCS",
                originStateId,
                settings.watchdogInterval(),
                settings.messageTimeMax(),
                settings.messageLengthMax(),
                settings.connectionsMax(),
                settings.connectionsTotalMax(),
                settings.eventLoops(),
                DiameterConfig.WRITE_BUFFER_MAX,
                Integer.highestOneBit(queueCapacity) / 2);
    }

    static ClientRequestConfig requests(RequestSettings settings) {
        return new ClientRequestConfig(
                settings.timeout(),
                settings.attempts(),
                settings.perSecond(),
                ClientRequestConfig.DEFAULT.pendingMax());
    }

    /** Null without TLS. @throws IOException naming the key and the file that is no good */
    static PeerTls tls(DiameterSettings settings) throws IOException {
        if (settings.tls().isEmpty()) {
            return null;
        }
        TlsSettings files = settings.tls().get();
        try {
            return PeerTls.of(files.certificate(), files.key(), files.trust());
        } catch (NoSuchFileException e) {
            throw new IOException("diameter.tls: there is no file " + e.getFile(), e);
        } catch (IOException e) {
            throw new IOException("diameter.tls: " + e.getMessage(), e);
        }
    }

    static PeerPolicy policy(DiameterSettings settings) {
        return PeerPolicies.withProfiles(admission(settings), new ClientProfiles(settings)::of);
    }

    private static PeerPolicy admission(DiameterSettings settings) {
        PeerPolicy names = PeerPolicies.table(
                settings.peers().stream().collect(Collectors.toMap(PeerSettings::originHost, PeerSettings::realm)));
        PeerPolicy table = (host, realm, address) ->
                mayComeFrom(settings, host, address) ? names.admit(host, realm, address) : PeerPolicy.Admission.REFUSED;
        if (!settings.acceptUnknownPeers()) {
            return table;
        }
        PeerPolicy lab = (host, realm, address) -> !isNamed(settings, host)
                        && settings.labNetworks().stream().anyMatch(network -> network.contains(address))
                ? PeerPolicy.Admission.LAB
                : PeerPolicy.Admission.REFUSED;
        return PeerPolicies.either(table, lab);
    }

    /** Nobody takes the name of a peer of the table, in a lab neither. */
    private static boolean isNamed(DiameterSettings settings, String originHost) {
        return settings.peers().stream().anyMatch(peer -> peer.originHost().equalsIgnoreCase(originHost));
    }

    /** Whether the peer table lets this peer come from there; names are compared without regard to case (RFC 6733 §4.3.1). */
    private static boolean mayComeFrom(DiameterSettings settings, String originHost, InetAddress address) {
        return settings.peers().stream()
                .filter(peer -> peer.originHost().equalsIgnoreCase(originHost))
                .allMatch(peer -> peer.networks().isEmpty()
                        || peer.networks().stream().anyMatch(network -> network.contains(address)));
    }

    static List<ConfiguredPeer> peers(DiameterSettings settings) {
        return settings.peers().stream().map(DiameterParts::configured).toList();
    }

    private static ConfiguredPeer configured(PeerSettings peer) {
        return new ConfiguredPeer(
                peer.originHost(),
                peer.realm(),
                applications(peer),
                peer.connectionsMax(),
                peer.rateMax(),
                peer.tlsRequired(),
                peer.connect().map(DiameterParts::unresolved));
    }

    private static Set<ConfiguredPeer.Application> applications(PeerSettings peer) {
        return peer.applications().stream()
                .map(application -> switch (application) {
                    case CREDIT_CONTROL -> ConfiguredPeer.Application.CREDIT_CONTROL;
                    case RELAY -> ConfiguredPeer.Application.RELAY;
                })
                .collect(Collectors.toSet());
    }

    private static InetSocketAddress unresolved(HostPort address) {
        return InetSocketAddress.createUnresolved(address.host(), address.port());
    }
}
