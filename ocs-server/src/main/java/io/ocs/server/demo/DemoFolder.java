package io.ocs.server.demo;

import io.ocs.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a demo keeps everything: {@code demo.yaml}, {@code data/}, and the logs of the network elements.
 *
 * @param root absolute
 * @param temporary whether {@link #close} removes it
 */
record DemoFolder(Path root, boolean temporary) implements AutoCloseable {

    /** A new one; {@code keep} null for a temporary one. */
    static DemoFolder create(Path keep) throws IOException, StartException {
        if (keep == null) {
            return new DemoFolder(Files.createTempDirectory("ocs-demo-"), true);
        }
        Path root = Files.createDirectories(keep.toAbsolutePath().normalize());
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new StartException(root + " is not empty: --keep wants a new or empty folder");
            }
        }
        return new DemoFolder(root, false);
    }

    Path log(String element) {
        return root.resolve(element + ".jsonl");
    }

    /** Ports of the default configuration if they are free; small tables, so that the start takes seconds. Everything else is as by default. */
    Path writeConfig() throws IOException {
        Path file = root.resolve("demo.yaml");
        Files.write(
                file,
                List.of(
                        "data-dir: '" + root.resolve("data").toString().replace("'", "''") + "'",
                        "diameter: {listen: [127.0.0.1:" + FreePort.orAny(3868) + "]}",
                        "http: {listen: 127.0.0.1:" + FreePort.orAny(8080) + "}",
                        "accounts: {capacity: 2000}",
                        "sessions: {capacity: 20000}",
                        "journal: {segment-size: 16MiB}",
                        "cdr: {rotate-age: 5s}"));
        return file;
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        List<Path> all;
        try (Stream<Path> entries = Files.walk(root)) {
            all = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
