package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.config.NearestName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads subscribers from a CSV file, row by row. The first line names the columns; fields may be quoted ({@code "a,b"}, {@code ""} for a
 * quote) but do not span lines. Empty lines and lines that begin with {@code #} are skipped.
 */
final class CsvSubscribers implements AutoCloseable {
    private static final List<String> IDENTITIES = List.of("msisdn", "imsi", "sip-uri", "nai", "private");
    static final List<String> COLUMNS = List.of(
            "msisdn",
            "imsi",
            "sip-uri",
            "nai",
            "private",
            "offer",
            "balance",
            "member-of",
            "state",
            "allowances",
            "buckets");

    /**
     * One row.
     *
     * @param json as the HTTP interface wants it; null if {@code error} says why there is none
     */
    record Row(int line, ObjectNode json, String error) {}

    private final Path file;
    private final BufferedReader reader;
    private final List<String> columns;
    private int line;

    CsvSubscribers(Path file) {
        this.file = file;
        try {
            reader = Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new CommandFailure("--file: cannot read " + file + ": " + e, e);
        }
        columns = header();
    }

    private List<String> header() {
        String text = nextLine();
        if (text == null) {
            throw new CommandFailure(
                    file + ": the first line must name the columns, such as msisdn,imsi,offer,balance");
        }
        List<String> names = CsvLine.fields(text);
        for (String name : names) {
            if (!COLUMNS.contains(name)) {
                throw new CommandFailure(file + ":" + line + ": unknown column '" + name + "'"
                        + NearestName.hint(name, COLUMNS) + " (columns: " + String.join(", ", COLUMNS) + ")");
            }
        }
        if (!names.contains("offer") || names.stream().noneMatch(IDENTITIES::contains)) {
            throw new CommandFailure(file + ":" + line + ": the column offer and at least one of "
                    + String.join(", ", IDENTITIES) + " are needed");
        }
        return names;
    }

    /** The next row; null at the end. */
    Row next() {
        String text = nextLine();
        if (text == null) {
            return null;
        }
        try {
            return new Row(line, json(CsvLine.fields(text)), null);
        } catch (IllegalArgumentException e) {
            return new Row(line, null, e.getMessage());
        }
    }

    private ObjectNode json(List<String> fields) {
        if (fields.size() != columns.size()) {
            throw new IllegalArgumentException(fields.size() + " fields, but " + columns.size() + " columns");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<String> identities = new ArrayList<>();
        for (int index = 0; index < fields.size(); index++) {
            if (!fields.get(index).isEmpty()) {
                put(json, identities, columns.get(index), fields.get(index));
            }
        }
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("no identity");
        }
        identities.forEach(json.putArray("identities")::add);
        return json;
    }

    private static void put(ObjectNode json, List<String> identities, String column, String field) {
        switch (column) {
            case "msisdn" -> identities.add("e164:" + field);
            case "member-of" -> json.put("memberOf", field);
            case "allowances" -> json.put("allowances", yesOrNo(field));
            case "buckets" -> BucketText.addAll(field, json.putArray("buckets"));
            case "offer", "balance", "state" -> json.put(column, field);
            default -> identities.add(column + ":" + field);
        }
    }

    private static boolean yesOrNo(String field) {
        if (!field.matches("yes|no")) {
            throw new IllegalArgumentException("allowances: yes or no is wanted, not '" + field + "'");
        }
        return field.equals("yes");
    }

    private String nextLine() {
        try {
            String text;
            do {
                text = reader.readLine();
                line++;
            } while (text != null && (text.isBlank() || text.startsWith("#")));
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ":" + line, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
