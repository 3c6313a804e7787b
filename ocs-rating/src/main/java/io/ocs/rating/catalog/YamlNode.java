package io.ocs.rating.catalog;

import java.util.List;
import java.util.Map;

/** A piece of YAML that knows its line. Scalars stay text, so that 0.10 and 08:00 mean what was written. */
sealed interface YamlNode {

    Location at();

    /** How to call it in a message. */
    String kind();

    /** A plain value; empty text for a key without value. */
    record Scalar(Location at, String text) implements YamlNode {
        @Override
        public String kind() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(Location at, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with their values, in the order of the file. */
    record Mapping(Location at, Map<String, Field> fields) implements YamlNode {
        @Override
        public String kind() {
            return "a block of keys";
        }
    }

    /** The value of a key. */
    record Field(Location at, YamlNode value) {}
}
