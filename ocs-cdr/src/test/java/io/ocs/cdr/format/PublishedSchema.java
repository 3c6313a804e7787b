package io.ocs.cdr.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is published of the formats, in {@code docs/schema}: all that the readers of these tests know. */
public final class PublishedSchema {

    /** The version of the format that is written. */
    public static final int VERSION = 2;

    private static final Path FOLDER = Path.of(System.getProperty("ocs.root", ".."), "docs/schema");
    private static final Pattern ASN1_FIELD = Pattern.compile("(\\w+) +\\[(\\d+)\\] +([A-Z][A-Za-z0-9 ]+?) OPTIONAL");

    private PublishedSchema() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** Types by column, in the order of the columns. */
    public static Map<String, String> columns() throws IOException {
        return columns(VERSION);
    }

    static Map<String, String> columns(int version) throws IOException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file("cdr-v" + version + ".columns.csv"))) {
            if (!line.equals("column,type")) {
                columns.put(line.split(",")[0], line.split(",")[1]);
            }
        }
        return columns;
    }

    /** Names of the fields by tag, of the type OCSFields of the ASN.1 module. */
    public static Map<Integer, String> fields() throws IOException {
        return fields(VERSION);
    }

    static Map<Integer, String> fields(int version) throws IOException {
        String module = Files.readString(file("cdr-v" + version + ".asn1"));
        int from = module.indexOf("OCSFields ::= SEQUENCE");
        Matcher matcher = ASN1_FIELD.matcher(module.substring(from, module.indexOf('}', from)));
        Map<Integer, String> fields = new HashMap<>();
        while (matcher.find()) {
            fields.put(Integer.parseInt(matcher.group(2)), column(matcher.group(1)));
        }
        return fields;
    }

    /** {@code recordNumber} as {@code record_number}. */
    private static String column(String identifier) {
        return identifier.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
