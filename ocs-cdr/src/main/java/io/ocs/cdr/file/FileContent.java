package io.ocs.cdr.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.CdrTotals;
import io.ocs.cdr.record.ChargingDataRecord.Kind;
import io.ocs.core.UnitKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the lines of one closed file as anybody would and compares them with the manifest. */
final class FileContent {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COLUMNS =
            Arrays.stream(CdrField.values()).map(CdrField::key).toList();

    private final CdrManifest manifest;
    private final CdrTotals totals = new CdrTotals();
    private long next;

    FileContent(CdrManifest manifest) {
        this.manifest = manifest;
        next = manifest.first();
    }

    /**
     * Compares.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a line is no record or does not belong here; the message says which
     */
    void check(Path file, boolean csv) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (csv && !String.join(",", COLUMNS).equals(lines.readLine())) {
                throw new IllegalArgumentException("the first line does not name the columns of this version");
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(csv ? fromCsv(line) : fromJson(line));
            }
        }
        if (next != manifest.last() + 1) {
            throw new IllegalArgumentException(
                    "its last record is " + (next - 1) + ", the manifest says " + manifest.last());
        }
        if (!totals.sums().equals(manifest.sums())) {
            throw new IllegalArgumentException(
                    "its records add up to " + totals.sums() + ", the manifest says " + manifest.sums());
        }
    }

    private static Map<String, String> fromCsv(String line) {
        List<String> fields = CsvLine.split(line);
        if (fields.size() != COLUMNS.size()) {
            throw new IllegalArgumentException("a line has " + fields.size() + " fields, not " + COLUMNS.size());
        }
        Map<String, String> record = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                record.put(COLUMNS.get(i), fields.get(i));
            }
        }
        return record;
    }

    private static Map<String, String> fromJson(String line) {
        try {
            JsonNode object = JSON.readTree(line);
            Map<String, String> record = new HashMap<>();
            object.properties().forEach(field -> record.put(field.getKey(), text(field.getValue())));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a line is no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private void add(Map<String, String> record) {
        boolean belongs = number(record, CdrField.EPOCH) == manifest.epoch()
                && number(record, CdrField.SHARD) == manifest.shard()
                && number(record, CdrField.RECORD_NUMBER) == next;
        if (!belongs) {
            throw new IllegalArgumentException("record " + next + " of epoch " + manifest.epoch() + ", shard "
                    + manifest.shard() + " should stand where " + record.get(CdrField.RECORD_NUMBER.key()) + " stands");
        }
        next++;
        String currency = record.get(CdrField.CURRENCY.key());
        switch (Kind.valueOf(record.get(CdrField.RECORD_TYPE.key()))) {
            case USAGE ->
                totals.addUsage(
                        currency,
                        number(record, CdrField.CHARGED_MICROS),
                        UnitKind.valueOf(record.get(CdrField.CHARGED_UNIT.key())),
                        number(record, CdrField.CHARGED_UNITS));
            case BALANCE ->
                totals.addBalance(
                        currency,
                        UnitKind.valueOf(record.get(CdrField.BUCKET_UNIT.key())),
                        number(record, CdrField.BUCKET_AMOUNT));
        }
    }

    private static long number(Map<String, String> record, CdrField field) {
        String value = record.get(field.key());
        if (value == null) {
            throw new IllegalArgumentException("a record has no " + field.key());
        }
        return Long.parseLong(value);
    }
}
