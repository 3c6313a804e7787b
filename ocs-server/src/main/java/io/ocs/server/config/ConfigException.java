package io.ocs.server.config;

/** A configuration that is refused. The message is one line for the operator: place, key, what is wrong and what is wanted. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    static ConfigException at(String source, String message) {
        return new ConfigException(source + ": " + message);
    }

    static ConfigException unknownKey(String source, String key, Iterable<String> known) {
        return at(source, "unknown key '" + key + "'" + NearestName.hint(key, known));
    }

    /** What the reader of {@code value} refused, or the item of it that was to blame. */
    static ConfigException badValue(Value value, String key, IllegalArgumentException refusal) {
        Value blamed = refusal instanceof BadItemException bad ? bad.item() : value;
        String shown = key.endsWith(".secret") ? "…" : blamed.shown();
        return at(blamed.source(), key + ": '" + shown + "' is refused: " + refusal.getMessage());
    }
}
