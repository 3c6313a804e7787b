package io.ocs.server.config;

import java.time.Duration;

/**
 * Keys {@code diameter.requests.*}: what this server asks its clients by itself (RAR, ASR).
 *
 * @param timeout for an answer, before a request is sent again
 * @param attempts how often a request is sent in all
 * @param perSecond new requests sent in a second, all clients together
 */
public record RequestSettings(Duration timeout, int attempts, int perSecond) {

    static RequestSettings of(Settings settings) {
        return new RequestSettings(
                settings.get(ConfigKeys.DIAMETER_REQUESTS_TIMEOUT),
                settings.get(ConfigKeys.DIAMETER_REQUESTS_ATTEMPTS),
                settings.get(ConfigKeys.DIAMETER_REQUESTS_PER_SECOND));
    }
}
