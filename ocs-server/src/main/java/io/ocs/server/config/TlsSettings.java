package io.ocs.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keys {@code diameter.tls.*}: where Diameter is spoken over TLS, and who is believed there.
 *
 * @param listen empty if this server only connects to peers over TLS
 * @param certificate PEM: the server's certificate, then those that lead to its authority
 * @param key PEM, PKCS #8
 * @param trust PEM: the authorities of the peers' certificates
 */
public record TlsSettings(List<HostPort> listen, Path certificate, Path key, Path trust) {

    public TlsSettings {
        listen = List.copyOf(listen);
    }

    /** Empty without {@code diameter.tls.listen} and {@code diameter.tls.certificate}; {@code paths} resolves the files. */
    static Optional<TlsSettings> of(Settings settings, PathReader paths) {
        List<HostPort> listen = settings.get(ConfigKeys.DIAMETER_TLS_LISTEN);
        if (listen.isEmpty()
                && settings.find(ConfigKeys.DIAMETER_TLS_CERTIFICATE).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(
                listen,
                file(settings, paths, ConfigKeys.DIAMETER_TLS_CERTIFICATE, "this server's certificate (PEM)"),
                file(settings, paths, ConfigKeys.DIAMETER_TLS_KEY, "the key of diameter.tls.certificate (PEM)"),
                file(settings, paths, ConfigKeys.DIAMETER_TLS_TRUST, "the authorities of the peers (PEM)")));
    }

    private static Path file(Settings settings, PathReader paths, ConfigKey<String> key, String what) {
        return settings.find(key)
                .map(text -> paths.read(key, text))
                .orElseThrow(() -> ConfigException.at(
                        settings.source(ConfigKeys.DIAMETER_TLS_LISTEN),
                        key.name() + ": with diameter.tls.listen, a file with " + what + " is wanted"));
    }

    /** Makes a path of what a key says. */
    @FunctionalInterface
    interface PathReader {
        Path read(ConfigKey<String> key, String text);
    }
}
