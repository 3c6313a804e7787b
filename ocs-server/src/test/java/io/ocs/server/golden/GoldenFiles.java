package io.ocs.server.golden;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Files of a data folder as text: a line {@code file NAME LENGTH} for each, then lines {@code OFFSET HEX} of 32 octets; those that are all zero are left
 * out.
 */
public final class GoldenFiles {
    /** Folder of the journal in a data folder. */
    public static final String JOURNAL = "shard-0/journal";

    /** Folder of the snapshots in a data folder. */
    public static final String SNAPSHOTS = "shard-0/snapshots";

    private static final int WIDTH = 32;

    private GoldenFiles() {}

    /**
     * Writes {@code files-SET.txt}, and what the files hold by this program: {@code records-SET.txt}, {@code state-SET.txt}.
     *
     * @param set {@code 1} for what format version 1 began with; {@code 1b} and so on for types of records and tables added to it since
     */
    public static void write(Path data, Path texts, String set) throws IOException {
        StringBuilder text = new StringBuilder(
                "# Journal and snapshot of format version 1, as written in 2026. Never changed: later versions must read"
                        + " them. See GoldenFiles.\n");
        for (Path file : List.of(
                data.resolve(JOURNAL).resolve("segment-0000000000000001.journal"), only(data.resolve(SNAPSHOTS)))) {
            byte[] octets = Files.readAllBytes(file);
            text.append("file ")
                    .append(data.relativize(file))
                    .append(' ')
                    .append(octets.length)
                    .append('\n');
            for (int at = 0; at < octets.length; at += WIDTH) {
                String hex = HexFormat.of().formatHex(octets, at, Math.min(octets.length, at + WIDTH));
                if (!hex.matches("0+")) {
                    text.append(String.format(Locale.ROOT, "%05x %s%n", at, hex));
                }
            }
        }
        Files.writeString(texts.resolve("files-" + set + ".txt"), text);
        Files.write(texts.resolve("records-" + set + ".txt"), GoldenFilesTest.records(data));
        Files.write(texts.resolve("state-" + set + ".txt"), GoldenFilesTest.replayed(data));
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** Makes the files again. */
    static void unpack(Path data, String set) throws IOException {
        Path file = null;
        byte[] octets = {};
        for (String line : lines("files-" + set + ".txt")) {
            String[] words = line.split(" ");
            if (words[0].equals("file")) {
                save(file, octets);
                file = data.resolve(words[1]);
                octets = new byte[Integer.parseInt(words[2])];
            } else if (!words[0].equals("#")) {
                byte[] some = HexFormat.of().parseHex(words[1]);
                System.arraycopy(some, 0, octets, HexFormat.fromHexDigits(words[0]), some.length);
            }
        }
        save(file, octets);
    }

    private static void save(Path file, byte[] octets) throws IOException {
        if (file != null) {
            Files.createDirectories(file.getParent());
            Files.write(file, octets);
        }
    }

    static List<String> lines(String resource) throws IOException {
        try (InputStream in = GoldenFiles.class.getResourceAsStream(resource)) {
            return new ArrayList<>(
                    new String(in.readAllBytes(), US_ASCII).lines().toList());
        }
    }
}
