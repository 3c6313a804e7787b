package io.ocs.rating;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables of cases in a document for people: each block of YAML is a catalogue, or one price, and each row of a table behind it is a case.
 * Tables whose first column is none of {@link #COLUMNS} are left to the reader.
 */
final class MarkdownCases {

    static final List<String> COLUMNS = List.of(
            "offer",
            "service",
            "rating group",
            "service identifier",
            "apn",
            "visited",
            "rat",
            "direction",
            "to",
            "at",
            "used",
            "money");

    /**
     * One row.
     *
     * @param yaml the block above it
     * @param cells by column, in small letters; never null
     */
    record Case(String file, int line, String heading, String yaml, Map<String, String> cells) {

        String cell(String column) {
            return cells.getOrDefault(column, "");
        }

        @Override
        public String toString() {
            return file + ":" + line + " " + heading + " " + cells;
        }
    }

    private final Path file;
    private final List<Case> cases = new ArrayList<>();
    private String heading = "";
    private StringBuilder yaml;
    private String block = "";
    private List<String> header;

    private MarkdownCases(Path file) {
        this.file = file;
    }

    static List<Case> read(Path file) {
        try {
            MarkdownCases reader = new MarkdownCases(file);
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                reader.line(i + 1, lines.get(i));
            }
            return reader.cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(int number, String text) {
        if (yaml != null && text.equals("```")) {
            block = yaml.toString();
            yaml = null;
        } else if (yaml != null) {
            yaml.append(text).append('\n');
        } else if (text.equals("```yaml")) {
            yaml = new StringBuilder();
        } else if (text.startsWith("#")) {
            heading = text.replaceFirst("#+ ", "");
        } else if (text.startsWith("|")) {
            row(number, cells(text));
        } else {
            header = null;
        }
    }

    private void row(int number, List<String> cells) {
        if (header == null) {
            header = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        } else if (COLUMNS.contains(header.get(0)) && !cells.get(0).startsWith("---")) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), cells.get(i));
            }
            cases.add(new Case(file.getFileName().toString(), number, heading, block, row));
        }
    }

    private static List<String> cells(String line) {
        String[] parts = line.split("\\|", -1);
        return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
    }
}
