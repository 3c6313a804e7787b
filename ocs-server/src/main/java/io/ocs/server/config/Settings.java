package io.ocs.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was set, by key; what was not set has its default. The later of two sources wins. */
final class Settings {
    static final String COMMAND_LINE = "--set";
    private final Map<String, Value> values = new HashMap<>();

    /** Adds a source, over those before it. */
    void addAll(Map<String, Value> source) {
        source.forEach((key, value) -> {
            if (!ConfigKeys.contains(key)) {
                throw ConfigException.unknownKey(value.source(), key, ConfigKeys.names());
            }
            values.put(key, value);
        });
    }

    /** Adds {@code key=value}, as given on a command line. */
    void add(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw ConfigException.at(COMMAND_LINE, "'" + assignment + "': key=value is wanted");
        }
        addAll(Map.of(
                assignment.substring(0, equals).trim(),
                inline(assignment.substring(equals + 1).trim())));
    }

    /** A list of mappings needs YAML; a word stays a word, whatever YAML would make of it. */
    private static Value inline(String text) {
        boolean structured = text.startsWith("[{") || text.startsWith("{");
        return structured ? YamlSource.readInline(text, COMMAND_LINE) : new Value.Scalar(text, COMMAND_LINE);
    }

    boolean isFromCommandLine(ConfigKey<?> key) {
        return values.containsKey(key.name()) && values.get(key.name()).source().equals(COMMAND_LINE);
    }

    /** Where the key was set, for messages. */
    String source(ConfigKey<?> key) {
        return values.containsKey(key.name()) ? values.get(key.name()).source() : "default of " + key.name();
    }

    <T> T get(ConfigKey<T> key) {
        return key.read(values.getOrDefault(key.name(), new Value.Scalar(key.defaultText(), "default")));
    }

    <T> Optional<T> find(ConfigKey<T> key) {
        return Optional.ofNullable(values.get(key.name())).map(key::read);
    }
}
