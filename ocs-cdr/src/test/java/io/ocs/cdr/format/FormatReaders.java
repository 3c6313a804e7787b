package io.ocs.cdr.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Readers of each format that know the published schemas and nothing of the writer. A record is what it says by the names of the columns: numbers,
 * flags, texts, instants in milliseconds, debits as lists.
 */
public final class FormatReaders {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Integer, Integer> EXTENSIONS = Map.of(79, 19, 83, 25, 93, 23, 1, 0);

    private FormatReaders() {}

    /** The whole file by RFC 4180: quotation marks may enclose anything. */
    public static List<Map<String, Object>> csv(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        Map<String, String> types = PublishedSchema.columns();
        List<Map<String, Object>> records = new ArrayList<>();
        for (List<String> values : rows.subList(1, rows.size())) {
            Map<String, Object> record = new TreeMap<>();
            for (int i = 0; i < values.size(); i++) {
                if (!values.get(i).isEmpty()) {
                    String column = rows.get(0).get(i);
                    record.put(column, typed(types.get(column), values.get(i)));
                }
            }
            records.add(record);
        }
        return records;
    }

    public static List<Map<String, Object>> jsonLines(Path file) throws IOException {
        Map<String, String> types = PublishedSchema.columns();
        List<Map<String, Object>> records = new ArrayList<>();
        for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
            Map<String, Object> record = new TreeMap<>();
            JSON.readTree(line).properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                String text = value.isValueNode() ? value.asText() : value.toString();
                record.put(entry.getKey(), typed(types.get(entry.getKey()), text));
            });
            records.add(record);
        }
        return records;
    }

    private static Object typed(String type, String text) {
        return switch (type) {
            case "integer", "number" -> Long.valueOf(text);
            case "flag" -> Boolean.valueOf(text);
            case "instant" -> Instant.parse(text).toEpochMilli();
            case "debits" -> debits(text);
            default -> text;
        };
    }

    private static List<Map<String, Object>> debits(String text) {
        try {
            List<Map<String, Object>> list = new ArrayList<>();
            for (JsonNode node : JSON.readTree(text)) {
                Map<String, Object> debit = new LinkedHashMap<>();
                node.properties()
                        .forEach(entry -> debit.put(
                                entry.getKey(),
                                entry.getValue().isNumber()
                                        ? (Object) entry.getValue().longValue()
                                        : entry.getValue().textValue()));
                list.add(debit);
            }
            return list;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** The records of a file by TS 32.297, each as its one element. */
    public static List<Tlv> berRecords(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        int fileLength = in.getInt();
        int headerLength = in.getInt();
        if (fileLength != in.capacity()) {
            throw new IllegalStateException("file length " + fileLength + ", octets " + in.capacity());
        }
        in.position(headerLength);
        List<Tlv> records = new ArrayList<>();
        while (in.hasRemaining()) {
            int length = Short.toUnsignedInt(in.getShort());
            boolean extended = (in.get() & 0xe0) == 0xe0;
            in.get();
            if (extended) {
                in.get();
            }
            byte[] record = new byte[length];
            in.get(record);
            List<Tlv> elements = Tlv.all(record);
            if (elements.size() != 1) {
                throw new IllegalStateException(elements.size() + " elements behind a header");
            }
            records.add(elements.get(0));
        }
        return records;
    }

    public static List<Map<String, Object>> ber(Path file) throws IOException {
        Map<String, String> types = PublishedSchema.columns();
        Map<Integer, String> fields = PublishedSchema.fields();
        List<Map<String, Object>> records = new ArrayList<>();
        for (Tlv element : berRecords(file)) {
            Tlv extension =
                    element.element(EXTENSIONS.get(element.number())).elements().get(0);
            Map<String, Object> record = new TreeMap<>();
            for (Tlv field : extension.element(2).elements().get(0).elements()) {
                String column = fields.get(field.number());
                record.put(column, typed(types.get(column), field));
            }
            records.add(record);
        }
        return records;
    }

    private static Object typed(String type, Tlv field) {
        return switch (type) {
            case "integer", "number", "instant" -> field.integer();
            case "flag" -> field.value()[0] != 0;
            case "debits" -> field.elements().stream().map(FormatReaders::debit).toList();
            case "hash" -> field.hex();
            default -> field.text();
        };
    }

    private static Map<String, Object> debit(Tlv debit) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("bucket", debit.element(0).integer());
        values.put("unit", debit.element(1).text());
        values.put("amount", debit.element(2).integer());
        values.put("units", debit.element(3).integer());
        values.put("balance_after", debit.element(4).integer());
        return values;
    }

    /** By parquet-java, which shares nothing with the writer. */
    public static List<Map<String, Object>> parquet(Path file) throws IOException {
        Map<String, String> types = PublishedSchema.columns();
        List<Map<String, Object>> records = new ArrayList<>();
        for (Map<String, Object> row : ParquetRowsOf.read(file)) {
            Map<String, Object> record = new TreeMap<>();
            row.forEach((column, value) -> record.put(column, fromParquet(types.get(column), value)));
            records.add(record);
        }
        return records;
    }

    private static Object fromParquet(String type, Object value) {
        return switch (type) {
            case "integer", "number", "instant" -> ((Number) value).longValue();
            case "flag" -> value;
            case "debits" -> debits(value.toString());
            case "hash" -> value.toString().replace("-", "");
            default -> value.toString();
        };
    }
}
