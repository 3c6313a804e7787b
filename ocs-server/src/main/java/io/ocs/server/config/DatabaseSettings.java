package io.ocs.server.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Keys {@code database.*}: the billing database.
 *
 * @param url JDBC URL of a PostgreSQL; empty for the embedded one
 */
public record DatabaseSettings(Optional<String> url, Optional<String> user, Optional<String> password) {

    static DatabaseSettings of(Settings settings) {
        return new DatabaseSettings(
                settings.find(ConfigKeys.DATABASE_URL),
                settings.find(ConfigKeys.DATABASE_USER),
                settings.find(ConfigKeys.DATABASE_PASSWORD));
    }

    /** The URL with user and password in it, as far as they are set; empty for the embedded database. */
    public Optional<String> urlWithCredentials() {
        return url.map(text -> {
            StringBuilder whole = new StringBuilder(text);
            user.ifPresent(value -> append(whole, "user", value));
            password.ifPresent(value -> append(whole, "password", value));
            return whole.toString();
        });
    }

    private static void append(StringBuilder url, String name, String value) {
        url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return url.map(text -> text.replaceAll("(?i)(password=)[^&]*", "$1…")).orElse("embedded");
    }
}
