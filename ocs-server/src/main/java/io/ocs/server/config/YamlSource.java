package io.ocs.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML into {@link Value}s that know their line. Nested mappings and dotted keys mean the same. */
final class YamlSource {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final JsonParser parser;
    private final String file;

    private YamlSource(JsonParser parser, String file) {
        this.parser = parser;
        this.file = file;
    }

    /** The settings of a file by their dotted keys; messages call it {@code shown}. */
    static Map<String, Value> read(Path file, String shown) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return settings(reader, shown);
        } catch (NoSuchFileException e) {
            throw new ConfigException(shown + ": there is no such configuration file");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw ConfigException.at(
                    shown + ":" + line,
                    "this is no YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new ConfigException(shown + ": cannot be read: " + e);
        }
    }

    /** One value in YAML's flow style, as given on a command line. */
    static Value readInline(String text, String source) {
        try (JsonParser parser = YAML.createParser(new StringReader(text))) {
            parser.nextToken();
            return relabelled(new YamlSource(parser, source).value(), source);
        } catch (IOException e) {
            throw ConfigException.at(source, "'" + text + "' is no YAML value");
        }
    }

    private static Map<String, Value> settings(Reader reader, String file) throws IOException {
        try (JsonParser parser = YAML.createParser(reader)) {
            Map<String, Value> settings = new LinkedHashMap<>();
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                flatten("", new YamlSource(parser, file).mapping(), settings);
            } else if (first != null && first != JsonToken.VALUE_NULL) {
                throw ConfigException.at(file + ":1", "a mapping of keys to values is wanted");
            }
            return settings;
        }
    }

    private static void flatten(String prefix, Map<String, Value> entries, Map<String, Value> settings) {
        entries.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Value.Mapping mapping) {
                flatten(key + ".", mapping.entries(), settings);
            } else if (settings.putIfAbsent(key, value) != null) {
                throw ConfigException.at(
                        value.source(),
                        key + " is set twice, first at " + settings.get(key).source());
            }
        });
    }

    private Value value() throws IOException {
        String source = here();
        return switch (parser.currentToken()) {
            case START_OBJECT -> new Value.Mapping(mapping(), source);
            case START_ARRAY -> new Value.Listing(items(), source);
            case VALUE_NULL -> throw ConfigException.at(source, "a value is missing; write one or remove the line");
            default -> new Value.Scalar(parser.getText(), source);
        };
    }

    private Map<String, Value> mapping() throws IOException {
        Map<String, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String source = here();
            parser.nextToken();
            if (entries.containsKey(name)) {
                throw ConfigException.at(source, name + " is set twice");
            }
            entries.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? missing(source, name) : value());
        }
        return entries;
    }

    private static Value missing(String source, String name) {
        throw ConfigException.at(source, name + " has no value; write one or remove the line");
    }

    private List<Value> items() throws IOException {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }

    private String here() {
        return file + ":" + parser.currentTokenLocation().getLineNr();
    }

    private static Value relabelled(Value value, String source) {
        if (value instanceof Value.Scalar scalar) {
            return new Value.Scalar(scalar.text(), source);
        }
        if (value instanceof Value.Listing listing) {
            return new Value.Listing(
                    listing.items().stream()
                            .map(item -> relabelled(item, source))
                            .toList(),
                    source);
        }
        Map<String, Value> entries = new LinkedHashMap<>();
        ((Value.Mapping) value).entries().forEach((name, entry) -> entries.put(name, relabelled(entry, source)));
        return new Value.Mapping(entries, source);
    }
}
