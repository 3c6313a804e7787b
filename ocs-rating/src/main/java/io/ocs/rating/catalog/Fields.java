package io.ocs.rating.catalog;

import io.ocs.rating.catalog.YamlNode.Field;
import io.ocs.rating.catalog.YamlNode.Mapping;
import io.ocs.rating.catalog.YamlNode.Scalar;
import io.ocs.rating.catalog.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The keys of one block, read one by one. A mistake is recorded with its line and the value counts as absent, so reading goes on and
 * finds the other mistakes too.
 */
final class Fields {

    private final Mapping mapping;
    private final Problems problems;
    private final String what;

    /**
     * @param what how to call the block in messages
     * @param known all keys that it may have; others are recorded as problems
     */
    Fields(Mapping mapping, Problems problems, String what, List<String> known) {
        this.mapping = mapping;
        this.problems = problems;
        this.what = what;
        mapping.fields().forEach((key, field) -> {
            if (!known.contains(key)) {
                problems.add(field.at(), what + " has no key '" + key + "'" + Nearest.hint(key, known));
            }
        });
    }

    Problems problems() {
        return problems;
    }

    Location at() {
        return mapping.at();
    }

    boolean has(String key) {
        return mapping.fields().containsKey(key);
    }

    /** Line of a key, or of the block if it has no such key. */
    Location at(String key) {
        Field field = mapping.fields().get(key);
        return field == null ? mapping.at() : field.at();
    }

    YamlNode node(String key) {
        Field field = mapping.fields().get(key);
        return field == null ? null : field.value();
    }

    /** The value of a key; {@code absent} if there is none. {@code parser} refuses by IllegalArgumentException. */
    <T> T value(String key, T absent, Function<String, T> parser) {
        YamlNode node = node(key);
        if (node == null) {
            return absent;
        }
        T value = parse(key, node, parser);
        return value == null ? absent : value;
    }

    /** As {@link #value}; a missing key is a problem, and null is returned. */
    <T> T required(String key, Function<String, T> parser) {
        if (!has(key)) {
            problems.add(mapping.at(), what + " needs the key '" + key + "'");
        }
        return value(key, null, parser);
    }

    /** The name of the block; a placeholder if it has none. */
    Named name() {
        String name = required("name", Texts::name);
        return name == null ? Named.missing(at("name")) : new Named(name, at("name"));
    }

    /** A name with its line; {@code absent} if the key is absent. */
    Named reference(String key, Named absent) {
        String name = value(key, null, Texts::name);
        return name == null ? absent : new Named(name, at(key));
    }

    /** A list, or a single value in place of a list of one; empty if the key is absent. */
    <T> List<T> list(String key, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (YamlNode item : items(key)) {
            T value = parse(key, item, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** A list of names with their lines. */
    List<Named> names(String key) {
        return names(key, Texts::name);
    }

    /** A list of names of offers, with or without generation. */
    List<Named> offerNames(String key) {
        return names(key, Texts::offerName);
    }

    private List<Named> names(String key, Function<String, String> parser) {
        List<Named> names = new ArrayList<>();
        for (YamlNode item : items(key)) {
            String name = parse(key, item, parser);
            if (name != null) {
                names.add(new Named(name, item.at()));
            }
        }
        return names;
    }

    /** The items of a list, a single value as a list of one; an empty list is a problem, since it would match nothing. */
    List<YamlNode> items(String key) {
        YamlNode node = node(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Sequence sequence)) {
            return List.of(node);
        }
        if (sequence.items().isEmpty()) {
            problems.add(at(key), "'" + key + "' is an empty list; leave the key out instead");
        }
        return sequence.items();
    }

    /** The blocks of a list; empty if the key is absent. */
    List<Mapping> blocks(String key) {
        List<Mapping> blocks = new ArrayList<>();
        YamlNode node = node(key);
        if (node != null && !(node instanceof Sequence)) {
            problems.add(at(key), "'" + key + "' wants a list (lines that begin with '- '), not " + node.kind());
            return blocks;
        }
        for (YamlNode item : items(key)) {
            if (item instanceof Mapping block) {
                blocks.add(block);
            } else {
                problems.add(item.at(), "'" + key + "' wants blocks of keys, not " + item.kind());
            }
        }
        return blocks;
    }

    /** The block under a key; null if absent or no block. */
    Fields block(String key, String blockName, List<String> known) {
        YamlNode node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof Mapping block) {
            return new Fields(block, problems, blockName, known);
        }
        problems.add(at(key), "'" + key + "' wants a block of keys, not " + node.kind());
        return null;
    }

    private <T> T parse(String key, YamlNode node, Function<String, T> parser) {
        if (!(node instanceof Scalar scalar)) {
            problems.add(node.at(), "'" + key + "' wants a plain value, not " + node.kind());
            return null;
        }
        try {
            return parser.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            problems.add(node.at(), "'" + key + "': " + e.getMessage());
            return null;
        }
    }
}
