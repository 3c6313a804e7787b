package io.ocs.rating.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a catalogue: read once each, inside its directory only, and hashed together. */
final class Sources {

    private final Path directory;
    private final Map<String, byte[]> contents = new TreeMap<>();

    Sources(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Names of the YAML files, sorted; none (and a problem) if there are none. */
    List<String> yamlFiles(Problems problems) {
        Location at = new Location(directory.toString(), 0);
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                problems.add(at, "no catalogue here: there is no file *.yaml");
            }
            return names;
        } catch (IOException e) {
            problems.add(at, "the catalogue's directory cannot be read: " + e);
            return List.of();
        }
    }

    /** Content of a file, named relative to the directory; null, and a problem at {@code at}, if it cannot be read. */
    byte[] read(String name, Location at, Problems problems) {
        try {
            Path file = directory.resolve(name).normalize();
            if (!file.startsWith(directory)) {
                problems.add(at, "file '" + name + "' is outside the catalogue's directory");
                return null;
            }
            byte[] content = contents.get(name);
            if (content == null) {
                content = Files.readAllBytes(file);
                contents.put(name, content);
            }
            return content;
        } catch (NoSuchFileException e) {
            problems.add(at, "there is no file '" + name + "' in the catalogue's directory");
        } catch (IOException | InvalidPathException e) {
            problems.add(at, "file '" + name + "' cannot be read: " + e);
        }
        return null;
    }

    /** SHA-256 over names and contents of all files that were read, in hexadecimal digits. */
    String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                byte[] nameOctets = name.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(8)
                        .putInt(nameOctets.length)
                        .putInt(content.length)
                        .flip());
                digest.update(nameOctets);
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
