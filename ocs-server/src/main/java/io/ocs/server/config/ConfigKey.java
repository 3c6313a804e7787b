package io.ocs.server.config;

/**
 * One key of the configuration.
 *
 * @param defaultText the default as it would be written; null if there is none
 */
record ConfigKey<T>(String name, ValueReader<T> reader, String defaultText) {

    T read(Value value) {
        try {
            return reader.read(value);
        } catch (IllegalArgumentException e) {
            throw ConfigException.badValue(value, name, e);
        }
    }
}
