package io.ocs.rating.catalog;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.ocs.rating.catalog.YamlNode.Field;
import io.ocs.rating.catalog.YamlNode.Mapping;
import io.ocs.rating.catalog.YamlNode.Scalar;
import io.ocs.rating.catalog.YamlNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one YAML file into located nodes. Anchors and aliases are not part of the catalogue's format. */
final class YamlReader {

    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final YAMLParser parser;
    private final Problems problems;

    private YamlReader(String file, YAMLParser parser, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** The file's keys, or null if it cannot be read as such; the problem is recorded. */
    static Mapping read(String file, byte[] content, Problems problems) {
        try (YAMLParser parser = YAML.createParser(content)) {
            return new YamlReader(file, parser, problems).document();
        } catch (JsonProcessingException e) {
            problems.add(location(file, e.getLocation()), "no valid YAML: " + firstLine(e.getOriginalMessage()));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Mapping document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            problems.add(here(), "a catalogue file begins with 'offers:' or 'zones:'");
            return null;
        }
        Mapping mapping = mapping();
        if (parser.nextToken() != null) {
            problems.add(here(), "a catalogue file has one document; begin another file instead of '---'");
        }
        return mapping;
    }

    private YamlNode node() throws IOException {
        Location at = here();
        if (parser.isCurrentAlias()) {
            problems.add(at, "aliases (*name) are not supported; write the value again");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> sequence();
            case VALUE_NULL -> new Scalar(at, "");
            default -> new Scalar(at, parser.getText());
        };
    }

    private Mapping mapping() throws IOException {
        Location start = here();
        Map<String, Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Location at = here();
            String key = parser.currentName();
            parser.nextToken();
            if (fields.put(key, new Field(at, node())) != null) {
                problems.add(at, "key '" + key + "' stands here twice");
            }
        }
        return new Mapping(start, fields);
    }

    private Sequence sequence() throws IOException {
        Location start = here();
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(start, items);
    }

    private Location here() {
        return location(file, parser.currentTokenLocation());
    }

    private static Location location(String file, JsonLocation at) {
        return new Location(file, at == null ? 0 : Math.max(0, at.getLineNr()));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
