package io.ocs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalogue in a folder: files {@code .yaml} and {@code .csv} by their names in it. */
record CatalogFiles(Path folder) {
    /** The same offers in another version: one comment more. */
    Map<String, String> changed() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(CatalogFiles::belongs).sorted().toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        String first = files.keySet().stream()
                .filter(name -> name.endsWith(".yaml"))
                .findFirst()
                .orElseThrow(() -> new IOException("no catalogue in " + folder));
        files.merge(first, "\n# Swapped under load.\n", String::concat);
        return files;
    }

    private static boolean belongs(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".csv");
    }
}
