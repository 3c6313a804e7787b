package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was charged, as one independent reader finds it: micros by charged request. Made from a client's own log, from the JSON Lines files, and from
 * the database; the three must be equal. A request that was charged twice in a place fails at once.
 */
final class ChargeLedger {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A charged request; {@code service} is the rating group, -1 for none. */
    record Key(String session, String type, long number, long service) {}

    private ChargeLedger() {}

    static Map<Key, Long> ofFiles(Path folder, Predicate<String> sessions) throws IOException {
        Map<Key, Long> charges = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode cdr = JSON.readTree(line);
                    if (cdr.path("record_type").asText().equals("USAGE")) {
                        add(
                                charges,
                                sessions,
                                key(cdr),
                                cdr.path("charged_micros").asLong(),
                                file.toString());
                    }
                }
            }
        }
        return charges;
    }

    private static Key key(JsonNode cdr) {
        return new Key(
                cdr.path("session_id").asText(),
                cdr.path("request_type").asText(),
                cdr.path("request_number").asLong(),
                cdr.path("rating_group").asLong(-1));
    }

    static Map<Key, Long> ofDatabase(String url, Predicate<String> sessions) throws SQLException {
        Map<Key, Long> charges = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT session_id, request_type, request_number,"
                        + " coalesce(rating_group, -1), charged_micros FROM cdr WHERE record_type = 'USAGE'")) {
            while (rows.next()) {
                Key key = new Key(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4));
                add(charges, sessions, key, rows.getLong(5), "the database");
            }
        }
        return charges;
    }

    private static void add(Map<Key, Long> charges, Predicate<String> sessions, Key key, long micros, String where) {
        if (sessions.test(key.session())) {
            assertThat(charges.put(key, micros)).as(key + " twice in " + where).isNull();
        }
    }

    static long sum(Map<Key, Long> charges) {
        return charges.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Files and database hold exactly what the client was answered. */
    static void assertHeld(Map<Key, Long> told, ServerUnderTest server, String databaseUrl) throws Exception {
        server.awaitRecords();
        assertThat(ofFiles(server.cdrFolder(), session -> true)).as("files").isEqualTo(told);
        assertThat(ofDatabase(databaseUrl, session -> true)).as("database").isEqualTo(told);
    }
}
