package io.ocs.sim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Whom a network element talks to, and as whom.
 *
 * @param host name or address of the server
 * @param port its port, 1 .. 65535
 * @param serverHost its Origin-Host
 * @param serverRealm its Origin-Realm, our Destination-Realm
 * @param originHost our Origin-Host
 * @param originRealm our Origin-Realm
 * @param connectTimeout how long to wait for the first connection to be open
 * @param answerTimeout how long to wait for an answer
 */
public record NetworkElementOptions(
        String host,
        int port,
        String serverHost,
        String serverRealm,
        String originHost,
        String originRealm,
        Duration connectTimeout,
        Duration answerTimeout) {
    public NetworkElementOptions {
        requireNonNull(host, "host");
        requireIdentity("server-host", serverHost);
        requireIdentity("server-realm", serverRealm);
        requireIdentity("origin-host", originHost);
        requireIdentity("origin-realm", originRealm);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " is not in 1 .. 65535");
        }
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("answer-timeout", answerTimeout);
    }

    /** The server of the default configuration at an address, and a client in the same realm. */
    public static NetworkElementOptions of(String host, int port, String originHost) {
        return new NetworkElementOptions(
                host,
                port,
                "ocs.example.com",
                "example.com",
                originHost,
                "example.com",
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }

    public NetworkElementOptions withServer(String newServerHost, String newServerRealm) {
        return new NetworkElementOptions(
                host, port, newServerHost, newServerRealm, originHost, originRealm, connectTimeout, answerTimeout);
    }

    public NetworkElementOptions withOriginRealm(String newOriginRealm) {
        return new NetworkElementOptions(
                host, port, serverHost, serverRealm, originHost, newOriginRealm, connectTimeout, answerTimeout);
    }

    public NetworkElementOptions withTimeouts(Duration connect, Duration answer) {
        return new NetworkElementOptions(host, port, serverHost, serverRealm, originHost, originRealm, connect, answer);
    }

    private static void requireIdentity(String name, String value) {
        requireNonNull(value, name);
        if (!value.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            throw new IllegalArgumentException(name + ": '" + value + "' is no Diameter identity");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " is not positive");
        }
    }
}
