package io.ocs.server.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network element: the entry of {@code diameter.peers} with its Origin-Host.
 *
 * @param realm its Origin-Realm
 * @param networks where it may come from; empty for anywhere
 * @param applications what it may be; at least one of them must be in its CER or CEA
 * @param connectionsMax connections at a time; 0: {@code diameter.connections-max}
 * @param rateMax credit-control requests a second; 0: any number
 * @param tlsRequired whether it is served over TLS only
 * @param connect where this server connects to; empty if the peer connects
 * @param profile name of its kind of client; empty: as its Product-Name tells
 */
public record PeerSettings(
        String originHost,
        String realm,
        List<Network> networks,
        Set<Application> applications,
        int connectionsMax,
        int rateMax,
        boolean tlsRequired,
        Optional<HostPort> connect,
        Optional<String> profile) {

    /** What a peer may be. */
    public enum Application {
        /** A client, application 4. */
        CREDIT_CONTROL,
        /** A relay, application 4294967295, with the requests of others. */
        RELAY
    }

    private enum Tls {
        OPTIONAL,
        REQUIRED
    }

    private static final List<String> KEYS = List.of(
            "origin-host",
            "realm",
            "addresses",
            "applications",
            "connections-max",
            "rate-max",
            "tls",
            "connect",
            "profile");
    /** The ports of Diameter (RFC 6733 §11.4). */
    private static final int PORT = 3868;

    private static final int TLS_PORT = 5868;

    public PeerSettings {
        networks = List.copyOf(networks);
        applications = Set.copyOf(applications);
    }

    /** One that connects from these networks and may do what everybody may. */
    public PeerSettings(String originHost, String realm, List<Network> networks) {
        this(
                originHost,
                realm,
                networks,
                EnumSet.allOf(Application.class),
                0,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    static PeerSettings read(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            throw new IllegalArgumentException("peers are written as {origin-host: …, realm: …, addresses: […]}");
        }
        mapping.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                throw ConfigException.unknownKey(entry.source(), key, KEYS);
            }
        });
        Entries entries = new Entries(mapping.entries());
        boolean tlsRequired = entries.get("tls", ValueReader.oneOf(Tls.class), Tls.OPTIONAL) == Tls.REQUIRED;
        return new PeerSettings(
                identity(mapping, "origin-host"),
                identity(mapping, "realm"),
                entries.get("addresses", ADDRESSES, List.of()),
                Set.copyOf(entries.get("applications", APPLICATIONS, List.of(Application.values()))),
                entries.get("connections-max", ValueReader.integer(1, 4096), 0),
                entries.get("rate-max", ValueReader.integer(1, 1_000_000), 0),
                tlsRequired,
                entries.find("connect", address(tlsRequired ? TLS_PORT : PORT)),
                entries.find("profile", ValueReader.text()));
    }

    private static final ValueReader<List<Network>> ADDRESSES =
            ValueReader.listOf(ValueReader.scalar(PeerSettings::network, "an address or network is wanted"));

    private static final ValueReader<List<Application>> APPLICATIONS = value -> {
        List<Application> read =
                ValueReader.listOf(ValueReader.oneOf(Application.class)).read(value);
        if (read.isEmpty()) {
            throw new IllegalArgumentException("credit-control, relay or both are wanted");
        }
        return read;
    };

    private static ValueReader<HostPort> address(int defaultPort) {
        return ValueReader.scalar(
                text -> {
                    HostPort address = HostPort.parse(text, defaultPort);
                    if (address.port() == 0) {
                        throw new IllegalArgumentException("a port of 1 to 65535 is wanted");
                    }
                    return address;
                },
                "an address like 10.20.0.11:3868 or smf1.example.com is wanted");
    }

    private static String identity(Value.Mapping mapping, String key) {
        Value value = mapping.entries().get(key);
        if (value == null) {
            throw ConfigException.at(mapping.source(), "this peer lacks " + key);
        }
        return guarded(value, key, ConfigKeys.DIAMETER_IDENTITY);
    }

    private static Network network(String text) {
        return Network.parse(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"));
    }

    /** The place inside a long list is worth more than that of the list. */
    private static <T> T guarded(Value value, String key, ValueReader<T> reader) {
        try {
            return reader.read(value);
        } catch (IllegalArgumentException e) {
            throw ConfigException.badValue(value, "diameter.peers " + key, e);
        }
    }

    /** What is written of one peer. */
    private record Entries(Map<String, Value> written) {

        <T> T get(String key, ValueReader<T> reader, T otherwise) {
            return find(key, reader).orElse(otherwise);
        }

        <T> Optional<T> find(String key, ValueReader<T> reader) {
            return Optional.ofNullable(written.get(key)).map(value -> guarded(value, key, reader));
        }
    }
}
