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
    /** Node, epoch, shard, first and last record number. */
    private static final Pattern NAME =
            Pattern.compile(".+-(\\d{1,9})-(\\d{1,9})-(\\d{1,18})-\\d{1,18}\\.(csv|jsonl|cdr|parquet)");

    private static final Comparator<Named> NEWEST = Comparator.comparingInt(Named::epoch)
            .thenComparingLong(Named::first)
            .thenComparing(Named::path)
            .reversed();

    /** One of them. @param closedMs milliseconds since 1970 */
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
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new Named(
                        path,
                        Integer.parseInt(name.group(1)),
                        Integer.parseInt(name.group(2)),
                        Long.parseLong(name.group(3)),
                        name.group(4)))
                : Optional.empty();
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
