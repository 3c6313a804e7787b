package io.ocs.server.config;

/**
 * Keys {@code http.*}: metrics, health and administration. Loopback only, since nobody is asked for credentials.
 *
 * @param bodyMax largest request body in octets
 */
public record HttpSettings(HostPort listen, long bodyMax) {

    static HttpSettings of(Settings settings) {
        HostPort listen = settings.get(ConfigKeys.HTTP_LISTEN);
        if (!listen.isLoopback()) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.HTTP_LISTEN),
                    "http.listen: " + listen
                            + " is reachable from outside, and the administration asks for no credentials:"
                            + " only loopback addresses are allowed; reach it from elsewhere through a tunnel or a proxy that does");
        }
        return new HttpSettings(listen, settings.get(ConfigKeys.HTTP_BODY_MAX));
    }
}
