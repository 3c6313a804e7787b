package io.ocs.server.rate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables of the product manager's guide whose first column is "Uses": each block of YAML before one is a catalogue, each row somebody's usage. Or "Demo
 * offer": of the catalogue that is shipped.
 */
final class GuideTables {

    /** A row; cells by column in small letters. */
    record Row(int line, String yaml, Map<String, String> cells) {
        String cell(String column) {
            return cells.getOrDefault(column, "");
        }

        @Override
        public String toString() {
            return "line " + line + " " + cells;
        }
    }

    private static final List<String> FIRST = List.of("uses", "demo offer");

    private final List<Row> rows = new ArrayList<>();
    private StringBuilder open;
    private String yaml = "";
    private List<String> header;

    static List<Row> read(Path file) throws IOException {
        GuideTables reader = new GuideTables();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            reader.line(i + 1, lines.get(i));
        }
        return reader.rows;
    }

    private void line(int number, String text) {
        if (open != null) {
            if (text.equals("```")) {
                yaml = open.toString();
                open = null;
            } else {
                open.append(text).append('\n');
            }
        } else if (text.equals("```yaml")) {
            open = new StringBuilder();
        } else if (!text.startsWith("|")) {
            header = null;
        } else if (header == null) {
            header = cells(text).stream()
                    .map(cell -> cell.toLowerCase(Locale.ROOT))
                    .toList();
        } else if (FIRST.contains(header.get(0)) && !text.startsWith("|---")) {
            Map<String, String> row = new LinkedHashMap<>();
            List<String> cells = cells(text);
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), cells.get(i));
            }
            rows.add(new Row(number, yaml, row));
        }
    }

    private static List<String> cells(String line) {
        String[] parts = line.split("\\|", -1);
        return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
    }
}
