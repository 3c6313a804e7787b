package io.ocs.cdr.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.cdr.parquet.ParquetWriter;
import java.util.List;
import java.util.Locale;

/** The schemas that are published in {@code docs/schema}, from the one list of fields. */
final class Schemas {

    private static final List<CdrField> ALWAYS = List.of(
            CdrField.EPOCH,
            CdrField.SHARD,
            CdrField.RECORD_NUMBER,
            CdrField.RECORD_TYPE,
            CdrField.NODE,
            CdrField.ACCOUNT_ID,
            CdrField.SUBSCRIBER_ID,
            CdrField.CAUSE_FOR_RECORD_CLOSING,
            CdrField.CONTENT_HASH);

    private Schemas() {}

    static String columns() {
        StringBuilder text = new StringBuilder("column,type\n");
        for (CdrField field : CdrField.values()) {
            text.append(field.key())
                    .append(',')
                    .append(field.type().name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        return text.toString();
    }

    static String parquet() {
        return ParquetWriter.schema(ParquetRows.columns(CdrField.FORMAT_VERSION));
    }

    static String json() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode schema = mapper.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Charging data record, format version " + CdrField.FORMAT_VERSION);
        schema.put("description", "One line of a .jsonl file; docs/CDR_FORMAT.md says what the fields mean");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (CdrField field : CdrField.values()) {
            property(properties.putObject(field.key()), field.type());
        }
        ArrayNode required = schema.putArray("required");
        ALWAYS.forEach(field -> required.add(field.key()));
        schema.put("additionalProperties", false);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    private static void property(ObjectNode property, CdrField.Type type) {
        switch (type) {
            case INTEGER ->
                property.put("type", "integer")
                        .put("minimum", Integer.MIN_VALUE)
                        .put("maximum", Integer.MAX_VALUE);
            case NUMBER ->
                property.put("type", "integer").put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
            case FLAG -> property.put("type", "boolean");
            case INSTANT ->
                property.put("type", "string").put("pattern", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$");
            case WORD -> property.put("type", "string").put("pattern", "^[A-Z][A-Z0-9_]*$");
            case TEXT -> property.put("type", "string").put("minLength", 1);
            case DEBITS -> debits(property);
            case HASH -> property.put("type", "string").put("pattern", "^[0-9a-f]{32}$");
        }
    }

    private static void debits(ObjectNode property) {
        property.put("type", "array");
        ObjectNode debit = property.putObject("items").put("type", "object");
        ObjectNode properties = debit.putObject("properties");
        ArrayNode required = debit.putArray("required");
        for (String name : List.of("bucket", "unit", "amount", "units", "balance_after")) {
            properties.putObject(name).put("type", name.equals("unit") ? "string" : "integer");
            required.add(name);
        }
        debit.put("additionalProperties", false);
    }

    /** The module: what stands in the template, and the fields. */
    static String asn1(String template) {
        StringBuilder fields = new StringBuilder();
        for (CdrField field : CdrField.values()) {
            fields.append(fields.length() > 0 ? ",\n" : "");
            fields.append(
                    String.format("    %-26s[%d] %s OPTIONAL", identifier(field), field.tag(), asn1Type(field.type())));
        }
        return template.replace("${arcs}", RecordExtension.arcs())
                .replace("${version}", Integer.toString(CdrField.FORMAT_VERSION))
                .replace("${fields}", fields);
    }

    private static String identifier(CdrField field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.key().split("_")) {
            name.append(name.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private static String asn1Type(CdrField.Type type) {
        return switch (type) {
            case INTEGER, NUMBER -> "INTEGER";
            case FLAG -> "BOOLEAN";
            case INSTANT -> "Instant";
            case WORD, TEXT -> "UTF8String";
            case DEBITS -> "Debits";
            case HASH -> "Hash";
        };
    }
}
