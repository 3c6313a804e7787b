package io.ocs.diameter.peer;

import io.ocs.core.RequestType;
import java.time.Duration;
import java.util.Objects;

/**
 * Keys {@code diameter.*}, and what is derived of {@code queue.capacity}.
 *
 * @param originHost DiameterIdentity of this server
 * @param realm realm that it serves
 * @param productName Product-Name it tells peers
 * @param originStateId Origin-State-Id, 1 to 4 294 967 295: higher after every start
 * @param watchdogInterval Tw of RFC 3539 §3.4.1: silence after which a peer is asked whether it lives
 * @param messageTimeMax from connecting to the end of the CER, and from a message's first octet to its last; beyond it is disconnected, 1 s to 1 min
 * @param messageLengthMax longest message in octets, 4 KiB to 16 MiB - 4
 * @param connectionsMax connections of one peer at a time
 * @param connectionsTotalMax connections of all peers, and of those who have not said who they are
 * @param eventLoops threads that read and write
 * @param writeBufferMax octets that may wait for a peer that reads slowly; beyond it is disconnected
 * @param inFlightMax requests of one connection that may wait for their answers, and, when the way to the shards is half full, of one peer over all its
 *     connections of an event loop, so that one peer's flood leaves room for others: see {@link #inFlightMax(RequestType)}
 */
public record DiameterConfig(
        String originHost,
        String realm,
        String productName,
        long originStateId,
        Duration watchdogInterval,
        Duration messageTimeMax,
        int messageLengthMax,
        int connectionsMax,
        int connectionsTotalMax,
        int eventLoops,
        int writeBufferMax,
        int inFlightMax) {

    /** Tw that RFC 3539 §3.4.1 recommends. */
    public static final Duration WATCHDOG_INTERVAL = Duration.ofSeconds(30);

    public static final Duration MESSAGE_TIME_MAX = Duration.ofSeconds(10);
    public static final int MESSAGE_LENGTH_MAX = 64 * 1024;
    public static final int CONNECTIONS_TOTAL_MAX = 4096;
    public static final int WRITE_BUFFER_MAX = 4 * 1024 * 1024;
    public static final int IN_FLIGHT_MAX = 1024;

    public DiameterConfig {
        name("diameter.origin-host", originHost);
        name("diameter.realm", realm);
        Objects.requireNonNull(productName, "productName");
        range("diameter.origin-state-id", originStateId, 1, 0xffffffffL);
        range("diameter.watchdog-interval", watchdogInterval.toSeconds(), 6, 300);
        range("diameter.message-time-max", messageTimeMax.toMillis(), 1_000, 60_000);
        range("diameter.message-length-max", messageLengthMax, 4 * 1024, 16 * 1024 * 1024 - 4);
        range("diameter.connections-max", connectionsMax, 1, 4096);
        range("diameter.connections-total-max", connectionsTotalMax, 16, 65_536);
        range("diameter.event-loops", eventLoops, 1, 256);
        range("diameter.write-buffer-max", writeBufferMax, 64 * 1024, 1024 * 1024 * 1024);
        range("requests in flight", inFlightMax, 1, 1 << 20);
    }

    /**
     * Requests of one connection that may wait when one more of this type comes; beyond that it is answered 3004. New sessions and events are refused
     * first, then updates. Terminations are not, as long as the ring of their shard has room: they free what others wait for.
     */
    int inFlightMax(RequestType type) {
        return switch (type) {
            case INITIAL, EVENT -> percent(60);
            case UPDATE -> percent(85);
            case TERMINATION -> Integer.MAX_VALUE;
        };
    }

    private int percent(int percent) {
        return Math.max(1, inFlightMax * percent / 100);
    }

    /** The defaults for a node. */
    public static DiameterConfig of(String originHost, String realm, long originStateId) {
        return new DiameterConfig(
                originHost,
                realm,
                "OCS",
                originStateId,
                WATCHDOG_INTERVAL,
                MESSAGE_TIME_MAX,
                MESSAGE_LENGTH_MAX,
                1,
                CONNECTIONS_TOTAL_MAX,
                1,
                WRITE_BUFFER_MAX,
                IN_FLIGHT_MAX);
    }

    private static void name(String key, String value) {
        if (value == null || !value.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException(key + " must be a host name, not '" + value + "'");
        }
    }

    private static void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
