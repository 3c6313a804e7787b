package io.ocs.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.server.reconcile.CsvFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The CSV files of charging data records of a folder, or one file, in the order of their records. */
public final class CdrRows {

    private static final Pattern NAME = Pattern.compile(".*-(\\d{1,9})-(\\d{1,9})-(\\d{1,18})-\\d{1,18}\\.csv");

    private final List<Path> files;

    private CdrRows(List<Path> files) {
        this.files = files;
    }

    /**
     * Finds the files.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static CdrRows in(Path folderOrFile) throws IOException {
        if (Files.isRegularFile(folderOrFile)) {
            return new CdrRows(List.of(folderOrFile));
        }
        if (!Files.isDirectory(folderOrFile)) {
            throw new IllegalArgumentException(
                    folderOrFile + " is neither a file nor a folder of charging data records");
        }
        try (Stream<Path> entries = Files.list(folderOrFile)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(".csv"))
                    .sorted(Comparator.comparingLong((Path file) -> number(file, 2))
                            .thenComparingLong(file -> number(file, 1))
                            .thenComparingLong(file -> number(file, 3))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException(
                        folderOrFile + " holds no *.csv of charging data records: 'csv' is one of cdr.formats");
            }
            return new CdrRows(files);
        }
    }

    /** A number in the name of a file: 1 epoch, 2 shard, 3 first record. */
    private static long number(Path file, int group) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        return matcher.matches() ? Long.parseLong(matcher.group(group)) : 0;
    }

    /** Octets of all files. */
    public long octets() throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        return sum;
    }

    /**
     * Reads all records.
     *
     * @param progress is told how many octets have been read
     * @throws IllegalArgumentException if a line is no record; the message names file and line
     */
    public void forEach(Consumer<UsageRecord> consumer, LongConsumer progress) throws IOException {
        long done = 0;
        for (Path file : files) {
            read(file, consumer, progress, done);
            done += Files.size(file);
        }
    }

    private static void read(Path file, Consumer<UsageRecord> consumer, LongConsumer progress, long before)
            throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            String header = reader.readLine();
            List<String> columns = CsvFields.of(header);
            if (!columns.contains("record_type") || !columns.contains("charged_micros")) {
                throw new IllegalArgumentException(
                        file + ":1: the first line does not name the columns of charging data records");
            }
            long octets = before + header.length() + 1;
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                octets += line.length() + 1;
                record(file, number, columns, line, consumer);
                progress.accept(octets);
            }
        }
    }

    private static void record(
            Path file, int number, List<String> columns, String line, Consumer<UsageRecord> consumer) {
        try {
            List<String> fields = CsvFields.of(line);
            if (fields.size() != columns.size()) {
                throw new IllegalArgumentException(fields.size() + " fields, not " + columns.size());
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                values.put(columns.get(i), fields.get(i));
            }
            if (values.get("record_type").equals("USAGE")) {
                consumer.accept(UsageRecord.of(values));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ":" + number + ": no charging data record: " + e.getMessage(), e);
        }
    }
}
