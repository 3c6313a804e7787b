package io.ocs.server.config;

import io.ocs.server.alarm.WebhookSecret;
import java.net.URI;
import java.util.Optional;

/** Keys {@code alarms.*}: who is told of alarms, besides the log. */
public record AlarmSettings(Optional<Webhook> webhook) {

    /** A URL that is told, and the secret by which it knows that it is told by this server. */
    public record Webhook(URI url, WebhookSecret secret) {}

    static AlarmSettings of(Settings settings) {
        Optional<URI> url = settings.find(ConfigKeys.ALARMS_WEBHOOK_URL);
        Optional<WebhookSecret> secret = settings.find(ConfigKeys.ALARMS_WEBHOOK_SECRET);
        if (url.isPresent() && secret.isEmpty()) {
            throw ConfigException.at(
                    settings.source(ConfigKeys.ALARMS_WEBHOOK_URL),
                    "alarms.webhook.secret: with alarms.webhook.url, the secret that the receiver checks signatures by is wanted,"
                            + " like whsec_$(openssl rand -base64 32)");
        }
        return new AlarmSettings(url.map(address -> new Webhook(address, secret.orElseThrow())));
    }
}
