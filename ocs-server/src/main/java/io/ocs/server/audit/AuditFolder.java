package io.ocs.server.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an audit log: {@code audit-0000000001.jsonl}, named by the number of their first line. */
final class AuditFolder {
    static final Pattern NAME = Pattern.compile("audit-(\\d{10})\\.jsonl");

    private AuditFolder() {}

    /** In the order in which they were written. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    static Path file(Path folder, long firstNumber) {
        return folder.resolve(String.format(Locale.ROOT, "audit-%010d.jsonl", firstNumber));
    }

    /** Number of the first line of a file, by its name. */
    static long firstNumber(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.replaceAll("\\D", ""));
    }
}
