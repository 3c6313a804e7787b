package io.ocs.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Keys {@code http.*}: metrics, health and administration.
 *
 * @param bodyMax largest request body in octets
 * @param tokens file of the tokens that are asked for; empty: none is, which is for labs and loopback only
 * @param tls certificate and key; empty: without TLS, which is for loopback only
 */
public record HttpSettings(HostPort listen, long bodyMax, Optional<Path> tokens, Optional<Tls> tls) {

    /**
     * What the server shows.
     *
     * @param certificate PEM: the server's certificate, then those that lead to its authority
     * @param key PEM, PKCS #8, not encrypted
     */
    public record Tls(Path certificate, Path key) {}

    /** Without tokens and TLS. */
    public HttpSettings(HostPort listen, long bodyMax) {
        this(listen, bodyMax, Optional.empty(), Optional.empty());
    }

    static HttpSettings of(Settings settings, TlsSettings.PathReader paths, boolean lab) {
        HostPort listen = settings.get(ConfigKeys.HTTP_LISTEN);
        Optional<Path> tokens =
                settings.find(ConfigKeys.HTTP_TOKENS).map(text -> paths.read(ConfigKeys.HTTP_TOKENS, text));
        Optional<Tls> tls = tls(settings, paths);
        if (!listen.isLoopback() && (tokens.isEmpty() || tls.isEmpty())) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.HTTP_LISTEN),
                    "http.listen: " + listen
                            + " is reachable from outside: that needs http.tokens, and http.tls.certificate and http.tls.key;"
                            + " without them only loopback addresses are allowed");
        }
        if (!lab && tokens.isEmpty()) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.HTTP_TOKENS),
                    "http.tokens: only in lab mode (diameter.accept-unknown-peers: true) may everybody on this machine administrate it:"
                            + " name a file, and make the first token with 'ocs token create --role admin --name NAME'");
        }
        return new HttpSettings(listen, settings.get(ConfigKeys.HTTP_BODY_MAX), tokens, tls);
    }

    private static Optional<Tls> tls(Settings settings, TlsSettings.PathReader paths) {
        Optional<Path> certificate = settings.find(ConfigKeys.HTTP_TLS_CERTIFICATE)
                .map(text -> paths.read(ConfigKeys.HTTP_TLS_CERTIFICATE, text));
        Optional<Path> key =
                settings.find(ConfigKeys.HTTP_TLS_KEY).map(text -> paths.read(ConfigKeys.HTTP_TLS_KEY, text));
        if (certificate.isPresent() != key.isPresent()) {
            ConfigKey<String> given =
                    certificate.isPresent() ? ConfigKeys.HTTP_TLS_CERTIFICATE : ConfigKeys.HTTP_TLS_KEY;
            throw ConfigException.at(
                    settings.source(given), given.name() + ": http.tls.certificate and http.tls.key belong together");
        }
        return certificate.map(file -> new Tls(file, key.orElseThrow()));
    }
}
