package io.ocs.server.charges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The closed files of records in a folder, by what their names say: there may be hundreds of thousands. */
public final class ClosedFiles {
    private static final Pattern NAME = Pattern.compile(
            ".+-(?<epoch>\\d{1,9})-(?<shard>\\d{1,9})-(?<first>\\d{1,18})-\\d{1,18}\\.(?<format>csv|jsonl|parquet)");
    /** By TS 32.297: node and shard, running count, date and time, then as private information epoch, first and last record. */
    private static final Pattern BER_NAME = Pattern.compile(
            ".+-(?<shard>\\d{1,9})_-_\\d+\\.[\\d_-]+\\+0000_-_(?<epoch>\\d{1,9})-(?<first>\\d{1,18})-\\d{1,18}\\.(?<format>cdr)");

    private static final Comparator<Named> NEWEST = Comparator.comparingInt(Named::epoch)
            .thenComparingLong(Named::first)
            .thenComparing(Named::path)
            .reversed();

    /**
     * One of them.
     *
     * @param closedMs milliseconds since 1970
     */
    public record Closed(String name, long octets, long closedMs) {}

    /** A file by its name. */
    record Named(Path path, int epoch, int shard, long first, String format) {}

    private ClosedFiles() {}

    /** Those that were closed last, the newest first; none if there is no such folder. */
    public static List<Closed> newest(Path folder, int limit) throws IOException {
        List<Closed> closed = new ArrayList<>();
        Map<Integer, List<Named>> byShard = named(folder).stream().collect(Collectors.groupingBy(Named::shard));
        for (List<Named> ofShard : byShard.values()) {
            for (Named file : ofShard.stream().sorted(NEWEST).limit(limit).toList()) {
                closed(file.path()).ifPresent(closed::add);
            }
        }
        return closed.stream()
                .sorted(Comparator.comparingLong(Closed::closedMs)
                        .thenComparing(Closed::name)
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** Those of a shard and a format, the newest first. */
    static List<Path> of(Path folder, int shard, String format) throws IOException {
        return named(folder).stream()
                .filter(file -> file.shard() == shard && file.format().equals(format))
                .sorted(NEWEST)
                .map(Named::path)
                .toList();
    }

    private static List<Named> named(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(ClosedFiles::byName).flatMap(Optional::stream).toList();
        }
    }

    private static Optional<Named> byName(Path path) {
        return Stream.of(NAME, BER_NAME)
                .map(pattern -> pattern.matcher(path.getFileName().toString()))
                .filter(Matcher::matches)
                .findFirst()
                .map(name -> new Named(
                        path,
                        Integer.parseInt(name.group("epoch")),
                        Integer.parseInt(name.group("shard")),
                        Long.parseLong(name.group("first")),
                        name.group("format")));
    }

    /** Empty if it was deleted meanwhile, because it has been kept long enough. */
    private static Optional<Closed> closed(Path file) throws IOException {
        try {
            return Optional.of(new Closed(
                    file.getFileName().toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
