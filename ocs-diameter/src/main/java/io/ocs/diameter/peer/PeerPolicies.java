package io.ocs.diameter.peer;

import static java.util.Locale.ROOT;

import io.netty.util.NetUtil;
import io.ocs.core.request.ClientProfile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The two ways to decide who may connect, and both together. */
public final class PeerPolicies {

    private PeerPolicies() {}

    /** Accepts the peers of a table, Origin-Host to realm, and refuses all others. Names are compared without regard to case (RFC 6733 §4.3.1). */
    public static PeerPolicy table(Map<String, String> realmByOriginHost) {
        Map<String, String> table = realmByOriginHost.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(ROOT),
                        entry -> entry.getValue().toLowerCase(ROOT)));
        return (host, realm, address) -> realm.toLowerCase(ROOT).equals(table.get(host.toLowerCase(ROOT)))
                ? PeerPolicy.Admission.KNOWN
                : PeerPolicy.Admission.REFUSED;
    }

    /** Accepts whoever connects from one of these networks. */
    public static PeerPolicy lab(Collection<Network> networks) {
        List<Network> lab = List.copyOf(networks);
        return (host, realm, address) -> lab.stream().anyMatch(network -> network.contains(address))
                ? PeerPolicy.Admission.LAB
                : PeerPolicy.Admission.REFUSED;
    }

    /** Asks {@code first}, and {@code second} about those that it refuses. */
    public static PeerPolicy either(PeerPolicy first, PeerPolicy second) {
        return (host, realm, address) -> {
            PeerPolicy.Admission admission = first.admit(host, realm, address);
            return admission == PeerPolicy.Admission.REFUSED ? second.admit(host, realm, address) : admission;
        };
    }

    /** Admits whom {@code admission} does; the kinds of clients are those of {@code profiles}, by Origin-Host and Product-Name. */
    public static PeerPolicy withProfiles(PeerPolicy admission, BiFunction<String, String, ClientProfile> profiles) {
        return new PeerPolicy() {
            @Override
            public Admission admit(String originHost, String originRealm, InetAddress address) {
                return admission.admit(originHost, originRealm, address);
            }

            @Override
            public ClientProfile profile(String originHost, String productName) {
                return profiles.apply(originHost, productName);
            }
        };
    }

    /** A range of addresses, such as {@code 127.0.0.0/8} or {@code ::1/128}. */
    public record Network(InetAddress address, int prefixLength) {

        public Network {
            if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
                throw new IllegalArgumentException(
                        "prefix length " + prefixLength + " is impossible for " + address.getHostAddress());
            }
        }

        /**
         * Reads {@code address/prefix-length}, or an address alone.
         *
         * @throws IllegalArgumentException if the text has another form; names are not looked up
         */
        public static Network parse(String text) {
            String[] parts = text.trim().split("/", 2);
            byte[] octets = NetUtil.createByteArrayFromIpAddressString(parts[0]);
            if (octets == null || (parts.length == 2 && !parts[1].matches("\\d{1,3}"))) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no network: write it like 127.0.0.0/8 or ::1/128");
            }
            int prefixLength = parts.length == 2 ? Integer.parseInt(parts[1]) : octets.length * 8;
            try {
                return new Network(InetAddress.getByAddress(octets), prefixLength);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("'" + text + "' is no address", e);
            }
        }

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefixLength; bit++) {
                int mask = 0x80 >>> (bit & 7);
                if (((mine[bit >>> 3] ^ theirs[bit >>> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
