package io.ocs.server.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Keys {@code database.*}: the billing database.
 *
 * @param isWanted false: charging data records go into files only
 * @param url JDBC URL of a PostgreSQL; empty for the embedded one
 */
public record DatabaseSettings(
        boolean isWanted, Optional<String> url, Optional<String> user, Optional<String> password) {

    static final String NONE = "none";

    static DatabaseSettings of(Settings settings) {
        Optional<String> url = settings.find(ConfigKeys.DATABASE_URL);
        return new DatabaseSettings(
                !url.equals(Optional.of(NONE)),
                url.filter(text -> !text.equals(NONE)),
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
        return url.map(text -> text.replaceAll("(?i)(password=)[^&]*", "$1…")).orElse(isWanted ? "embedded" : NONE);
    }
}
