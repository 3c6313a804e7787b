package io.ocs.server.catalog;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.ocs.rating.catalog.CatalogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The versions of the catalogue on the disk, in the folder {@code catalog} of the data folder: {@code content/HASH/…}, the files of a catalogue, and
 * {@code versions/000001.json}, what is noted of a version. A version is there when its file has its name: its content was forced before. What a
 * crash leaves half has no such name and is removed at the next start. The newest {@value #VERSIONS_MAX} versions are kept. For one thread.
 */
public final class CatalogStore {

    static final int VERSIONS_MAX = 1_000;

    private static final String UNFINISHED = ".tmp";
    private static final String JSON = ".json";

    private final Path contents;
    private final Path notes;
    private final List<CatalogVersion> versions = new ArrayList<>();

    private CatalogStore(Path folder) {
        contents = folder.resolve("content");
        notes = folder.resolve("versions");
    }

    /**
     * Opens the store, and makes it if there is none.
     *
     * @throws IOException if it cannot be read, or its versions are not those that were written; the message names the file
     */
    public static CatalogStore open(Path folder) throws IOException {
        CatalogStore store = new CatalogStore(folder);
        boolean fresh = !Files.exists(folder);
        Files.createDirectories(store.contents);
        Files.createDirectories(store.notes);
        if (fresh) {
            force(store.contents.getParent());
            force(folder.toAbsolutePath().getParent());
        }
        store.removeUnfinished(store.contents);
        store.removeUnfinished(store.notes);
        store.readVersions();
        return store;
    }

    private void removeUnfinished(Path folder) throws IOException {
        for (Path path : list(folder)) {
            if (path.toString().endsWith(UNFINISHED)) {
                delete(path);
            }
        }
    }

    private void readVersions() throws IOException {
        List<Path> files = list(notes);
        for (Path file : files) {
            CatalogVersion version = read(file);
            boolean follows = versions.isEmpty() || version.number() == newestNumber() + 1;
            if (!file.equals(file(version.number())) || !follows) {
                throw new IOException(file + " is not the version that follows " + newestNumber()
                        + ": put the missing file back, or the folder 'catalog' of the backup");
            }
            versions.add(version);
        }
    }

    private static CatalogVersion read(Path file) throws IOException {
        try {
            return CatalogVersion.decode(Files.readString(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(
                    file + " is no note of a version (" + e.getOriginalMessage()
                            + "): put the file of the backup in its place",
                    e);
        }
    }

    /** All that are kept, the oldest first. */
    public List<CatalogVersion> versions() {
        return Collections.unmodifiableList(versions);
    }

    /** The version in force. */
    public Optional<CatalogVersion> newest() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    private int newestNumber() {
        return newest().map(CatalogVersion::number).orElse(0);
    }

    Optional<CatalogVersion> version(int number) {
        return versions.stream().filter(version -> version.number() == number).findFirst();
    }

    /**
     * The files of a version.
     *
     * @throws IOException if one cannot be read, or they are not those that were written
     */
    public CatalogFiles files(CatalogVersion version) throws IOException {
        return CatalogFiles.of(contents(version));
    }

    /** The same as they lie there, by name. Any thread. */
    Map<String, byte[]> contents(CatalogVersion version) throws IOException {
        Path folder = contents.resolve(version.sha256());
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the files of version " + version.number() + " of the catalogue are not in " + folder
                            + ": put the folder of the backup there",
                    e);
        }
        return files;
    }

    /**
     * Adds the next version, which is in force from then on. When this returns it is durable.
     *
     * @throws IOException if it cannot be written: then it is not there
     */
    CatalogVersion append(SortedMap<String, byte[]> files, CatalogVersion described) throws IOException {
        CatalogVersion version = new CatalogVersion(
                newestNumber() + 1,
                described.sha256(),
                described.by(),
                described.atMs(),
                described.reason(),
                described.origin(),
                described.of());
        writeContent(contents.resolve(version.sha256()), files);
        try {
            write(file(version.number()), version.encode());
        } catch (IOException e) {
            Files.deleteIfExists(file(version.number())); // refused: it must not come into force by a restart
            throw e;
        }
        versions.add(version);
        forgetOldest();
        return version;
    }

    private Path file(int number) {
        return notes.resolve(String.format("%06d", number) + JSON);
    }

    private void writeContent(Path target, SortedMap<String, byte[]> files) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        delete(unfinished);
        Files.createDirectory(unfinished);
        Set<Path> folders = new HashSet<>(Set.of(unfinished));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = unfinished.resolve(file.getKey()).normalize();
            if (!path.startsWith(unfinished)) {
                throw new IOException("file '" + file.getKey() + "' is outside the catalogue");
            }
            Files.createDirectories(path.getParent());
            for (Path folder = path.getParent(); folders.add(folder); folder = folder.getParent()) {}
            writeForced(path, file.getValue());
        }
        for (Path folder : folders) {
            force(folder);
        }
        Files.move(unfinished, target);
        force(contents);
    }

    private static void write(Path target, byte[] octets) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        writeForced(unfinished, octets);
        Files.move(unfinished, target);
        force(target.getParent());
    }

    private static void writeForced(Path file, byte[] octets) throws IOException {
        try (FileChannel out = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private void forgetOldest() throws IOException {
        while (versions.size() > VERSIONS_MAX) {
            CatalogVersion oldest = versions.remove(0);
            Files.deleteIfExists(file(oldest.number()));
            if (versions.stream().noneMatch(kept -> kept.sha256().equals(oldest.sha256()))) {
                delete(contents.resolve(oldest.sha256()));
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
