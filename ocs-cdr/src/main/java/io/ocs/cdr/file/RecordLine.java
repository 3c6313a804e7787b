package io.ocs.cdr.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.record.CdrField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a line of either format as anybody would: field names with the texts of the values that are there. */
final class RecordLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordLine() {}

    /**
     * Reads a line.
     *
     * @param columns of the file
     * @throws IllegalArgumentException if the line is no record
     */
    static Map<String, String> parse(String line, CdrFileFormat format, List<String> columns) {
        return switch (format) {
            case CSV -> fromCsv(line, columns);
            case JSONL -> fromJson(line);
            case ASN1, PARQUET -> throw new IllegalArgumentException(format + " has no lines");
        };
    }

    private static Map<String, String> fromCsv(String line, List<String> columns) {
        List<String> fields = CsvLine.split(line);
        if (fields.size() != columns.size()) {
            throw new IllegalArgumentException("the line has " + fields.size() + " fields, not " + columns.size());
        }
        Map<String, String> record = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                record.put(columns.get(i), fields.get(i));
            }
        }
        return record;
    }

    private static Map<String, String> fromJson(String line) {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the line is no JSON object: " + e.getOriginalMessage(), e);
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("the line is no JSON object");
        }
        Map<String, String> record = new HashMap<>();
        object.properties().forEach(field -> record.put(field.getKey(), text(field.getValue())));
        return record;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** @throws IllegalArgumentException if the record does not have the field */
    static String text(Map<String, String> record, CdrField field) {
        String value = record.get(field.key());
        if (value == null) {
            throw new IllegalArgumentException("the record has no " + field.key());
        }
        return value;
    }

    /** @throws IllegalArgumentException if the record does not have the field, or no number in it */
    static long number(Map<String, String> record, CdrField field) {
        String value = text(record, field);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field.key() + " is no number: " + value, e);
        }
    }

    /** @throws IllegalArgumentException if the record does not have the field, or another word in it */
    static <E extends Enum<E>> E word(Map<String, String> record, CdrField field, Class<E> words) {
        String value = text(record, field);
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(value)) {
                return word;
            }
        }
        throw new IllegalArgumentException(field.key() + " is no word that is known here: " + value);
    }
}
