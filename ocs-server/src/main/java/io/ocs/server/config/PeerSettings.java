package io.ocs.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network element that may connect: the entry of {@code diameter.peers} with its Origin-Host.
 *
 * @param realm its Origin-Realm
 * @param networks where it may come from; empty for anywhere
 * @param profile name of its kind of client; empty: as its Product-Name tells
 */
public record PeerSettings(String originHost, String realm, List<Network> networks, Optional<String> profile) {
    private static final List<String> KEYS = List.of("origin-host", "realm", "addresses", "profile");

    public PeerSettings {
        networks = List.copyOf(networks);
    }

    static PeerSettings read(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            throw new IllegalArgumentException("peers are written as {origin-host: …, realm: …, addresses: […]}");
        }
        Map<String, Value> entries = mapping.entries();
        entries.forEach((key, entry) -> {
            if (!KEYS.contains(key)) {
                throw ConfigException.unknownKey(entry.source(), key, KEYS);
            }
        });
        return new PeerSettings(
                identity(mapping, "origin-host"),
                identity(mapping, "realm"),
                entries.containsKey("addresses") ? addresses(entries.get("addresses")) : List.of(),
                Optional.ofNullable(entries.get("profile")).map(PeerSettings::profile));
    }

    private static String identity(Value.Mapping mapping, String key) {
        Value value = mapping.entries().get(key);
        if (value == null) {
            throw ConfigException.at(mapping.source(), "this peer lacks " + key);
        }
        return guarded(value, key, ConfigKeys.DIAMETER_IDENTITY);
    }

    private static List<Network> addresses(Value value) {
        return guarded(
                value,
                "addresses",
                ValueReader.listOf(ValueReader.scalar(PeerSettings::network, "an address or network is wanted")));
    }

    private static String profile(Value value) {
        return guarded(value, "profile", ValueReader.text());
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
}
