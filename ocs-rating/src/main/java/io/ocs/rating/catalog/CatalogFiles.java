package io.ocs.rating.catalog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a catalogue: those of a directory, read once each and inside it only, or some that came otherwise, as over HTTP. What was read is hashed
 * together. For one thread.
 */
public final class CatalogFiles {

    private final Path directory;
    /** Null: all of the directory. */
    private final String onlyFile;
    /** Null: they are in the directory. */
    private final Map<String, byte[]> given;

    private final SortedMap<String, byte[]> contents = new TreeMap<>();

    private CatalogFiles(Path directory, String onlyFile, Map<String, byte[]> given) {
        this.directory = directory.toAbsolutePath().normalize();
        this.onlyFile = onlyFile;
        this.given = given;
    }

    /** All YAML files of a directory, or the one that is named, and what they refer to. */
    public static CatalogFiles in(Path directoryOrFile) {
        return Files.isRegularFile(directoryOrFile)
                ? new CatalogFiles(
                        requireNonNull(directoryOrFile.toAbsolutePath().getParent()),
                        String.valueOf(directoryOrFile.getFileName()),
                        null)
                : new CatalogFiles(directoryOrFile, null, null);
    }

    /** Contents by name; names are relative, with {@code /} between folders. */
    public static CatalogFiles of(Map<String, byte[]> contents) {
        return new CatalogFiles(Path.of("catalogue"), null, Map.copyOf(contents));
    }

    /** Names of the YAML files, sorted; none (and a problem) if there are none. */
    List<String> yamlFiles(Problems problems) {
        Location at = new Location(given == null ? directory.toString() : "files", 0);
        try {
            List<String> names = names().stream()
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                problems.add(at, "no catalogue here: there is no file *.yaml");
            }
            return names;
        } catch (NotDirectoryException | NoSuchFileException e) {
            problems.add(at, "there is no such directory: the catalogue's directory, or one of its files, is wanted");
        } catch (IOException e) {
            problems.add(at, "the catalogue's directory cannot be read: " + e);
        }
        return List.of();
    }

    private List<String> names() throws IOException {
        if (given != null) {
            return given.keySet().stream().filter(name -> !name.contains("/")).toList();
        }
        if (onlyFile != null) {
            return List.of(onlyFile);
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
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
            String key = directory.relativize(file).toString().replace('\\', '/');
            byte[] content = contents.get(key);
            if (content == null) {
                content = content(key, file);
                contents.put(key, content);
            }
            return content;
        } catch (NoSuchFileException e) {
            problems.add(at, "there is no file '" + name + "' in the catalogue's directory");
        } catch (IOException | InvalidPathException e) {
            problems.add(at, "file '" + name + "' cannot be read: " + e);
        }
        return null;
    }

    private byte[] content(String name, Path file) throws IOException {
        if (given == null) {
            return Files.readAllBytes(file);
        }
        byte[] content = given.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    /** What was read so far, by name: after {@link TariffCatalog#load(CatalogFiles)}, all that the catalogue consists of. */
    public SortedMap<String, byte[]> contents() {
        return Collections.unmodifiableSortedMap(contents);
    }

    /** SHA-256 over names and contents of all files that were read, in hexadecimal digits. */
    public String version() {
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
