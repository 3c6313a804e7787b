package io.ocs.server.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Charging data records as they stand outside: in CSV files, in JSON Lines files, or in the table. One object is one of the three. */
public final class CdrFold {

    /** A field by the name of its column; null where it has no value. */
    private interface Row {
        String field(String name);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FETCH = 1000;

    private final SortedMap<Charge.Key, Charge> charges = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private CdrFold() {}

    /** All {@code *.csv} of a folder. */
    public static CdrFold csv(Path folder) throws IOException {
        CdrFold fold = new CdrFold();
        for (Path file : files(folder, ".csv")) {
            fold.readCsv(file);
        }
        return fold;
    }

    /** All {@code *.jsonl} of a folder. */
    public static CdrFold jsonLines(Path folder) throws IOException {
        CdrFold fold = new CdrFold();
        for (Path file : files(folder, ".jsonl")) {
            fold.readJsonLines(file);
        }
        return fold;
    }

    /** The table {@code cdr}. */
    public static CdrFold table(String jdbcUrl) throws SQLException {
        CdrFold fold = new CdrFold();
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            connection.setAutoCommit(false); // rows come in portions only inside a transaction
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH);
                try (ResultSet rows = statement.executeQuery("SELECT * FROM cdr")) {
                    fold.readRows(rows);
                }
            }
        }
        return fold;
    }

    SortedMap<Charge.Key, Charge> charges() {
        return charges;
    }

    List<String> problems() {
        return problems;
    }

    private static List<Path> files(Path folder, String extension) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        }
    }

    private void readCsv(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> names = CsvRow.split(in.readLine());
            int line = 1;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                List<String> values = CsvRow.split(text);
                if (values.size() == names.size()) {
                    Map<String, String> fields = new HashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        fields.put(names.get(i), values.get(i).isEmpty() ? null : values.get(i));
                    }
                    add(file.getFileName() + ", line " + line, fields::get);
                } else {
                    problems.add(file + ", line " + line + ": " + values.size() + " fields, not " + names.size());
                }
            }
        }
    }

    private void readJsonLines(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int line = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                addJson(file.getFileName() + ", line " + line, text);
            }
        }
    }

    private void addJson(String where, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            add(where, name -> member(json, name));
        } catch (JsonProcessingException e) {
            problems.add(where + ": no JSON object: " + e.getOriginalMessage());
        }
    }

    private static String member(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private void readRows(ResultSet rows) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            names.add(rows.getMetaData().getColumnName(column));
        }
        while (rows.next()) {
            Map<String, String> fields = new HashMap<>();
            for (int column = 1; column <= names.size(); column++) {
                fields.put(names.get(column - 1), rows.getString(column));
            }
            add("table cdr", fields::get);
        }
    }

    private void add(String where, Row row) {
        try {
            Charge.Key key = new Charge.Key(
                    (int) number(row, "epoch"), (int) number(row, "shard"), number(row, "record_number"));
            if (charges.put(key, "BALANCE".equals(row.field("record_type")) ? balance(row) : usage(row)) != null) {
                problems.add(where + ": " + key + " is there twice");
            }
        } catch (IllegalArgumentException | IOException e) {
            problems.add(where + ": " + e.getMessage());
        }
    }

    private static Charge usage(Row row) throws IOException {
        return new Charge(
                number(row, "account_id"),
                text(row, "currency"),
                text(row, "session_id"),
                text(row, "request_type") + " " + text(row, "request_number"),
                Charge.service(optional(row, "rating_group"), optional(row, "service_identifier")),
                text(row, "charged_unit"),
                number(row, "charged_units"),
                number(row, "charged_micros"),
                debits(row.field("debits")));
    }

    private static Charge balance(Row row) {
        String unit = text(row, "bucket_unit");
        long amount = number(row, "bucket_amount");
        return new Charge(
                number(row, "account_id"),
                text(row, "currency"),
                "",
                text(row, "reason"),
                "bucket " + text(row, "bucket_id"),
                unit,
                amount,
                unit.equals(Assets.MONEY) ? amount : 0,
                "");
    }

    private static String debits(String json) throws IOException {
        if (json == null) {
            return "";
        }
        return StreamSupport.stream(JSON.readTree(json).spliterator(), false)
                .map(debit -> debit.path("bucket").asText() + ":"
                        + debit.path("unit").asText() + ":"
                        + debit.path("amount").asText())
                .collect(Collectors.joining(" "));
    }

    private static String text(Row row, String name) {
        String value = row.field(name);
        return value == null ? "" : value;
    }

    private static Long optional(Row row, String name) {
        return row.field(name) == null ? null : Long.valueOf(row.field(name));
    }

    /** A number that must be there. @throws NumberFormatException if it is none */
    private static long number(Row row, String name) {
        String value = row.field(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Long.parseLong(value);
    }
}
