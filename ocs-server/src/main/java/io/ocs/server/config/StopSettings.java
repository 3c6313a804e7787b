package io.ocs.server.config;

import java.time.Duration;

/**
 * Keys {@code stop.*}: how a server takes its leave of the network elements.
 *
 * @param waitMax for open sessions to end and for peers to go, together
 */
public record StopSettings(Disconnect disconnect, Duration waitMax) {

    /** When peers are told that the server goes (DPR, RFC 6733 §5.4). */
    public enum Disconnect {
        /** At once: they go to another server with everything. */
        FIRST,
        /** When no session is open any more: until then new sessions are refused (3004), open ones go on. */
        LAST
    }

    static StopSettings of(Settings settings) {
        return new StopSettings(settings.get(ConfigKeys.STOP_DISCONNECT), settings.get(ConfigKeys.STOP_WAIT_MAX));
    }
}
