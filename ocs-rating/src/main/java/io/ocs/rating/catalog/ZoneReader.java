package io.ocs.rating.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads a zone: its prefixes from the YAML itself, from a CSV file, or from both. */
final class ZoneReader {

    private static final List<String> KEYS =
            List.of("name", "description", "prefixes", "numbers", "except", "prefix-file");

    private ZoneReader() {}

    static ZoneModel read(YamlNode.Mapping block, CatalogFiles sources, Problems problems) {
        Fields fields = new Fields(block, problems, "a zone", KEYS);
        Named name = fields.name();
        fields.value("description", "", text -> text);
        List<Named> prefixes = digits(fields, "prefixes");
        String csv = fields.value("prefix-file", null, text -> text);
        if (csv != null) {
            readCsv(csv, fields.at("prefix-file"), prefixes, sources, problems);
        }
        if (!fields.has("prefixes") && !fields.has("prefix-file") && !fields.has("numbers")) {
            problems.add(fields.at(), "a zone needs 'prefixes' or 'prefix-file', or 'numbers'");
        }
        return new ZoneModel(name, prefixes, digits(fields, "numbers"), digits(fields, "except"));
    }

    private static List<Named> digits(Fields fields, String key) {
        List<Named> digits = new ArrayList<>();
        for (YamlNode item : fields.items(key)) {
            if (item instanceof YamlNode.Scalar scalar) {
                add(digits, scalar.text(), item.at(), fields.problems());
            } else {
                fields.problems().add(item.at(), "'" + key + "' wants plain digits, not " + item.kind());
            }
        }
        return digits;
    }

    /** The first column of each line; empty lines, lines that begin with # and a header {@code prefix} are skipped. */
    private static void readCsv(
            String file, Location at, List<Named> prefixes, CatalogFiles sources, Problems problems) {
        byte[] content = sources.read(file, at, problems);
        if (content == null) {
            return;
        }
        int line = 0;
        for (Iterator<String> lines =
                        new String(content, StandardCharsets.UTF_8).lines().iterator();
                lines.hasNext(); ) {
            line++;
            String text = line == 1 ? withoutByteOrderMark(lines.next()) : lines.next();
            int comma = text.indexOf(',');
            String first = (comma < 0 ? text : text.substring(0, comma)).strip();
            if (!first.isEmpty() && !first.startsWith("#") && !(line == 1 && first.equals("prefix"))) {
                add(prefixes, first, new Location(file, line), problems);
            }
        }
    }

    /** Spreadsheets write one. */
    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static void add(List<Named> prefixes, String text, Location at, Problems problems) {
        try {
            prefixes.add(new Named(Texts.prefix(text), at));
        } catch (IllegalArgumentException e) {
            problems.add(at, e.getMessage());
        }
    }
}
