package io.ocs.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits one line of CSV (RFC 4180) into its fields, trimmed. */
final class CsvLine {

    private CsvLine() {}

    /** @throws IllegalArgumentException if a quote is not closed */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int index = 0; index < line.length(); index++) {
            char letter = line.charAt(index);
            boolean escapedQuote =
                    quoted && letter == '"' && index + 1 < line.length() && line.charAt(index + 1) == '"';
            if (escapedQuote) {
                field.append('"');
                index++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ',' && !quoted) {
                fields.add(field.toString().trim());
                field.setLength(0);
            } else {
                field.append(letter);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        fields.add(field.toString().trim());
        return fields;
    }
}
