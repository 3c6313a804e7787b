package io.ocs.diameter.peer;

import java.time.Duration;

/**
 * Keys {@code diameter.requests.*}: requests of this server's own to its clients.
 *
 * @param timeout for an answer, before the request is sent again, 50 ms to 1 min
 * @param attempts how often it is sent in all, 1 to 10
 * @param perSecond new ones sent in a second, 1 to 1 000 000: each may bring about a request of the client
 * @param pendingMax that wait to be sent or to be answered, 1 to 1 000 000
 */
public record ClientRequestConfig(Duration timeout, int attempts, int perSecond, int pendingMax) {

    /** Five seconds, three times, 500 a second, 4,096 at a time. */
    public static final ClientRequestConfig DEFAULT = new ClientRequestConfig(Duration.ofSeconds(5), 3, 500, 4_096);

    public ClientRequestConfig {
        range("diameter.requests.timeout", timeout.toMillis(), 50, 60_000);
        range("diameter.requests.attempts", attempts, 1, 10);
        range("diameter.requests.per-second", perSecond, 1, 1_000_000);
        range("requests pending", pendingMax, 1, 1_000_000);
    }

    private static void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
