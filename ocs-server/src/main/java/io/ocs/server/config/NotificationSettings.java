package io.ocs.server.config;

import io.ocs.server.config.AlarmSettings.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keys {@code notifications.*}: by which ways subscribers' notifications leave the house.
 *
 * @param directory absolute; files of JSON Lines
 */
public record NotificationSettings(Optional<Webhook> webhook, Optional<Path> directory) {

    static NotificationSettings of(Settings settings, Optional<Path> directory) {
        Optional<URI> url = settings.find(ConfigKeys.NOTIFICATIONS_WEBHOOK_URL);
        var secret = settings.find(ConfigKeys.NOTIFICATIONS_WEBHOOK_SECRET);
        if (url.isPresent() && secret.isEmpty()) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.NOTIFICATIONS_WEBHOOK_URL),
                    "notifications.webhook.secret: with notifications.webhook.url, the secret that the receiver checks"
                            + " signatures by is wanted, like whsec_$(openssl rand -base64 32)");
        }
        return new NotificationSettings(url.map(address -> new Webhook(address, secret.orElseThrow())), directory);
    }
}
