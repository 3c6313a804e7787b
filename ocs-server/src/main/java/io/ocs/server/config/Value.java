package io.ocs.server.config;

import java.util.List;
import java.util.Map;

/** A value as it was written, with the place where it was written: {@code config/ocs.yaml:12} or {@code --set}. */
sealed interface Value {

    String source();

    /** One word or number, as text. */
    record Scalar(String text, String source) implements Value {}

    record Listing(List<Value> items, String source) implements Value {
        public Listing {
            items = List.copyOf(items);
        }
    }

    record Mapping(Map<String, Value> entries, String source) implements Value {
        public Mapping {
            entries = Map.copyOf(entries);
        }
    }

    /** How the value reads in a message. */
    default String shown() {
        if (this instanceof Scalar scalar) {
            return scalar.text();
        }
        return this instanceof Listing listing
                ? listing.items().stream().map(Value::shown).toList().toString()
                : "{…}";
    }
}
