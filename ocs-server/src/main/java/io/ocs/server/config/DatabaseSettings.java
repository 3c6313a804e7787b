package io.ocs.server.config;

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

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return url.map(text -> text.replaceAll("(?i)(password=)[^&]*", "$1…")).orElse("embedded");
    }
}
