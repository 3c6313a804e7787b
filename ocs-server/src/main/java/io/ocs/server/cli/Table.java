package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in plain text: columns as wide as needed, amounts and numbers to the right. */
final class Table {
    private static final String GAP = "  ";

    private final String[] header;
    private final List<String[]> rows = new ArrayList<>();

    Table(String... header) {
        this.header = header;
    }

    Table row(String... cells) {
        rows.add(cells);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A member as a cell; null has the given words. */
    static String cell(JsonNode json, String member, String absent) {
        JsonNode value = json.path(member);
        return value.isNull() || value.isMissingNode() ? absent : value.asText();
    }

    /** The members of a list in one cell. */
    static String cells(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return String.join(", ", texts);
    }

    @Override
    public String toString() {
        int[] widths = new int[header.length];
        boolean[] right = new boolean[header.length];
        for (int column = 0; column < header.length; column++) {
            int index = column;
            widths[column] =
                    rows.stream().mapToInt(row -> row[index].length()).reduce(header[column].length(), Math::max);
            right[column] = !rows.isEmpty()
                    && rows.stream().allMatch(row -> row[index].matches("[-+]?\\d+(\\.\\d+)?([A-Z]{3})?|-"));
        }
        return line(header, widths, right)
                + rows.stream().map(row -> line(row, widths, right)).collect(Collectors.joining());
    }

    private static String line(String[] cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            String padding = " ".repeat(widths[column] - cells[column].length());
            line.append(right[column] ? padding + cells[column] : cells[column] + padding)
                    .append(GAP);
        }
        return line.toString().stripTrailing() + "\n";
    }
}
