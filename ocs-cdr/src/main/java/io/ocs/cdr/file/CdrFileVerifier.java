package io.ocs.cdr.file;

import io.ocs.cdr.CdrReport;
import io.ocs.cdr.CdrReport.Range;
import io.ocs.cdr.file.CdrManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a folder of charging data record files as a stranger would: every file against its manifest (size, SHA-256, count, numbers, sums), the
 * manifests against each other (chain, positions, no number left out or repeated), and files that no manifest names. {@code .tmp} files
 * are looked at only if a manifest announces them already.
 */
public final class CdrFileVerifier {

    /** A manifest with the hash of its own octets. */
    private record Read(Path path, CdrManifest manifest, String sha256) {}

    private static final Comparator<Read> ORDER = Comparator.comparing((Read read) -> read.manifest.node())
            .thenComparingInt(read -> read.manifest.shard())
            .thenComparingInt(read -> read.manifest.epoch())
            .thenComparingLong(read -> read.manifest.first())
            .thenComparingLong(read -> read.manifest.last());

    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private final SortedMap<Integer, SortedMap<Integer, Range>> ranges = new TreeMap<>();

    private CdrFileVerifier(Path folder) {
        this.folder = folder;
    }

    /**
     * Verifies a folder. What does not agree is a problem in the report, no exception.
     *
     * @throws IOException if the folder cannot be read
     */
    public static CdrReport verify(Path folder) throws IOException {
        return new CdrFileVerifier(folder).verify();
    }

    private CdrReport verify() throws IOException {
        List<Path> names;
        try (Stream<Path> entries = Files.list(folder)) {
            names = entries.sorted().toList();
        }
        List<Read> manifests = new ArrayList<>();
        for (Path name : names) {
            if (name.toString().endsWith(CdrManifest.EXTENSION)) {
                read(name, manifests);
            }
        }
        manifests.sort(ORDER);
        checkChain(manifests);
        checkFiles(manifests);
        checkNames(names, manifests);
        List<Range> all = ranges.values().stream()
                .flatMap(byShard -> byShard.values().stream())
                .toList();
        return CdrReport.of(all, problems);
    }

    private void read(Path name, List<Read> into) throws IOException {
        try {
            into.add(new Read(name, CdrManifest.read(name), Durable.sha256(name)));
        } catch (IOException e) {
            problems.add(e.getMessage());
        }
    }

    private void checkChain(List<Read> manifests) {
        Read before = null;
        for (Read read : manifests) {
            CdrManifest manifest = read.manifest;
            if (!read.path.getFileName().toString().equals(manifest.fileName())) {
                problems.add(read.path + " is the manifest of other records: " + manifest.fileName());
            }
            if (before != null
                    && before.manifest.shard() == manifest.shard()
                    && before.manifest.node().equals(manifest.node())) {
                checkLink(before, read);
            }
            before = read;
        }
    }

    private void checkLink(Read before, Read read) {
        CdrManifest earlier = before.manifest;
        CdrManifest later = read.manifest;
        if (!later.previous().equals(before.sha256)) {
            problems.add(read.path + " does not carry the hash of " + before.path.getFileName()
                    + ": one between them is missing, or one was changed");
        }
        if (later.positionFrom() != earlier.positionTo()) {
            problems.add(read.path + " begins at position " + later.positionFrom()
                    + " of the journal, the one before ends at " + earlier.positionTo());
        }
        boolean sameEpoch = later.epoch() == earlier.epoch();
        if (later.first() > earlier.last() + 1) {
            problems.add("records " + (earlier.last() + 1) + " to " + (later.first() - 1) + " before "
                    + read.path.getFileName() + " are missing");
        } else if (sameEpoch && later.first() <= earlier.last()) {
            problems.add("records " + later.first() + " to " + earlier.last() + " of " + read.path.getFileName()
                    + " stand in the one before too");
        }
    }

    private void checkFiles(List<Read> manifests) throws IOException {
        for (Read read : manifests) {
            CdrManifest manifest = read.manifest;
            if (manifest.sums().count() != manifest.last() - manifest.first() + 1) {
                problems.add(read.path + " counts " + manifest.sums().count() + " records from " + manifest.first()
                        + " to " + manifest.last());
            }
            for (DataFile file : manifest.files()) {
                checkFile(manifest, file);
            }
            if (!manifest.files().isEmpty()) {
                add(manifest);
            }
        }
    }

    private void checkFile(CdrManifest manifest, DataFile said) throws IOException {
        Path file = locate(manifest, said);
        if (!Files.exists(file)) {
            problems.add(file + " is missing");
            return;
        }
        if (Files.size(file) != said.octets() || !Durable.sha256(file).equals(said.sha256())) {
            problems.add(file + " is not what its manifest says (size or SHA-256)");
            return;
        }
        try {
            new FileContent(manifest).check(file, said.name().endsWith("." + CdrFileFormat.CSV.extension()));
        } catch (IllegalArgumentException e) {
            problems.add(file + ": " + e.getMessage());
        }
    }

    /** The file, or what is about to be renamed to it: its manifest comes first. */
    private Path locate(CdrManifest manifest, DataFile said) {
        Path file = folder.resolve(said.name());
        String extension = said.name().substring(said.name().lastIndexOf('.') + 1);
        Path unfinished = folder.resolve(CdrManifest.unfinished(
                manifest.node(), manifest.epoch(), manifest.shard(), manifest.first(), extension));
        return Files.exists(file) || !Files.exists(unfinished) ? file : unfinished;
    }

    private void add(CdrManifest manifest) {
        Range range = new Range(
                manifest.epoch(),
                manifest.shard(),
                manifest.sums().count(),
                manifest.first(),
                manifest.last(),
                manifest.sums());
        Map<Integer, Range> byShard = ranges.computeIfAbsent(manifest.epoch(), epoch -> new TreeMap<>());
        byShard.merge(manifest.shard(), range, CdrFileVerifier::join);
    }

    private static Range join(Range one, Range other) {
        return new Range(
                one.epoch(),
                one.shard(),
                one.records() + other.records(),
                Math.min(one.first(), other.first()),
                Math.max(one.last(), other.last()),
                one.sums().plus(other.sums()));
    }

    private void checkNames(List<Path> names, List<Read> manifests) {
        Set<String> known = new HashSet<>();
        for (Read read : manifests) {
            read.manifest.files().forEach(file -> known.add(file.name()));
        }
        for (Path name : names) {
            String text = name.getFileName().toString();
            for (CdrFileFormat format : CdrFileFormat.values()) {
                if (text.endsWith("." + format.extension()) && !known.contains(text)) {
                    problems.add(name + " has no manifest");
                }
            }
        }
    }
}
