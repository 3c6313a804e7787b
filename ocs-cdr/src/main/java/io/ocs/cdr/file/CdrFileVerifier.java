package io.ocs.cdr.file;

import io.ocs.cdr.CdrReport;
import io.ocs.cdr.CdrReport.Range;
import io.ocs.cdr.file.CdrManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a folder of charging data record files as a stranger would: every file against its manifest (size, SHA-256, count, numbers, sums), the
 * manifests against each other (chain, positions, no number left out or repeated), and files that no manifest names. {@code .tmp} files
 * are looked at only if a manifest announces them already. Each octet is read once and one manifest is held at a time: the memory that is needed
 * grows with the number of names in the folder, not with the files.
 */
public final class CdrFileVerifier {

    /** A manifest by its name. */
    private record Name(Path path, String node, int epoch, int shard, long first, long last) {
        private static final Pattern PATTERN = Pattern.compile(
                "(.+)-(\\d{1,9})-(\\d{1,9})-(\\d{1,18})-(\\d{1,18})" + Pattern.quote(CdrManifest.EXTENSION));
        private static final Comparator<Name> ORDER = Comparator.comparing(Name::node)
                .thenComparingInt(Name::shard)
                .thenComparingInt(Name::epoch)
                .thenComparingLong(Name::first)
                .thenComparingLong(Name::last);
    }

    private static final Pattern UNFINISHED = Pattern.compile("(.+)-(\\d{1,9})-(\\d{1,9})-(\\d{1,18})[-.].*\\.tmp");

    private final Path folder;
    private final LongConsumer progress;
    private final List<CdrFileProblem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Name> manifests = new ArrayList<>();
    private final Map<String, Path> unclaimed = new TreeMap<>();
    private final Map<String, Long> lastClosed = new HashMap<>();
    private final SortedMap<Integer, SortedMap<Integer, Range>> ranges = new TreeMap<>();
    private CdrManifest before;
    private Path beforePath;
    private String beforeHash = "";
    private long highest;
    private long files;
    private long octets;

    private CdrFileVerifier(Path folder, LongConsumer progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Verifies a folder. What does not agree is a problem in the report, no exception.
     *
     * @throws IOException if the folder cannot be read
     */
    public static CdrReport verify(Path folder) throws IOException {
        return inspect(folder, done -> {}).report();
    }

    /**
     * Verifies a folder and tells the place of each problem.
     *
     * @param progress is told the octets read so far
     * @throws IOException if the folder cannot be read
     */
    public static CdrInspection inspect(Path folder, LongConsumer progress) throws IOException {
        return new CdrFileVerifier(folder, progress).inspect();
    }

    /** Octets of the data files in a folder: what there is to read. */
    public static long octets(Path folder) throws IOException {
        long sum = 0;
        for (Path path : names(folder)) {
            if (isData(path.getFileName().toString())) {
                sum += Files.size(path);
            }
        }
        return sum;
    }

    private CdrInspection inspect() throws IOException {
        names(folder).forEach(this::sort);
        manifests.sort(Name.ORDER);
        for (Name name : manifests) {
            checkManifest(name);
        }
        unclaimed.values().forEach(this::checkUnclaimed);
        List<Range> all = ranges.values().stream()
                .flatMap(byShard -> byShard.values().stream())
                .toList();
        List<String> sentences = problems.stream().map(CdrFileProblem::sentence).toList();
        return new CdrInspection(CdrReport.of(all, sentences), files, octets, problems, notes);
    }

    private static List<Path> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static boolean isData(String name) {
        return Stream.of(CdrFileFormat.values()).anyMatch(format -> name.endsWith("." + format.extension()));
    }

    private void sort(Path path) {
        String name = path.getFileName().toString();
        Matcher matcher = Name.PATTERN.matcher(name);
        if (matcher.matches()) {
            manifests.add(new Name(
                    path,
                    matcher.group(1),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Long.parseLong(matcher.group(4)),
                    Long.parseLong(matcher.group(5))));
        } else {
            unclaimed.put(name, path);
        }
    }

    private void checkManifest(Name name) throws IOException {
        CdrManifest manifest;
        try {
            manifest = CdrManifest.read(name.path);
        } catch (IOException e) {
            problems.add(CdrFileProblem.of(
                    name.path, "cannot be read as a manifest: " + e.getMessage(), "Restore it from a copy."));
            return;
        }
        if (!name.path.getFileName().toString().equals(manifest.fileName())) {
            problems.add(
                    CdrFileProblem.of(
                            name.path,
                            "is the manifest of other records: " + manifest.fileName(),
                            "It was renamed, copied or edited by hand: restore it from a copy, or take it away if it does not belong here."));
            return;
        }
        checkLink(name.path, manifest);
        checkCount(name.path, manifest);
        for (DataFile file : manifest.files()) {
            checkFile(manifest, file);
        }
        if (!manifest.files().isEmpty()) {
            add(manifest);
            lastClosed.merge(chain(manifest.node(), manifest.epoch(), manifest.shard()), manifest.last(), Math::max);
        }
    }

    private static String chain(String node, int epoch, int shard) {
        return node + "-" + epoch + "-" + shard;
    }

    private void checkLink(Path path, CdrManifest later) throws IOException {
        boolean follows = before != null
                && before.shard() == later.shard()
                && before.node().equals(later.node());
        if (follows) {
            checkHashAndPosition(path, later);
            checkNumbers(path, later);
        } else if (!later.previous().isEmpty()) {
            notes.add(path.getFileName()
                    + " is the oldest manifest of its shard, and not the first that was written: those before it are beyond "
                    + "the retention, or were taken away");
        }
        boolean goesOn = follows && before.epoch() == later.epoch();
        highest = goesOn ? Math.max(highest, later.last()) : later.last();
        before = later;
        beforePath = path;
        beforeHash = Durable.sha256(path);
    }

    private void checkHashAndPosition(Path path, CdrManifest later) {
        if (!later.previous().equals(beforeHash)) {
            problems.add(CdrFileProblem.of(
                    path,
                    "does not carry the hash of " + beforePath.getFileName()
                            + ": one between them is missing, or one was changed",
                    "Restore both manifests, and those between them, from a copy."));
        }
        if (later.positionFrom() != before.positionTo()) {
            problems.add(CdrFileProblem.of(
                    path,
                    "begins at position " + later.positionFrom() + " of the journal, the one before ends at "
                            + before.positionTo(),
                    "Restore the manifests between them from a copy."));
        }
    }

    private void checkNumbers(Path path, CdrManifest later) {
        if (later.first() > highest + 1) {
            problems.add(
                    new CdrFileProblem(
                            path,
                            0,
                            highest + 1,
                            "follows a gap: records " + (highest + 1) + " to " + (later.first() - 1) + " are missing",
                            "Bring back the files of these records with their manifest; the billing table has the records too."));
        } else if (later.epoch() == before.epoch() && later.first() <= highest) {
            problems.add(new CdrFileProblem(
                    path,
                    0,
                    later.first(),
                    "repeats records: " + later.first() + " to " + Math.min(highest, later.last())
                            + " stand in a file before it too",
                    "Take away the files that do not belong here, and do not bill their records twice."));
        }
    }

    private void checkCount(Path path, CdrManifest manifest) {
        if (manifest.sums().count() != manifest.last() - manifest.first() + 1) {
            problems.add(CdrFileProblem.of(
                    path,
                    "counts " + manifest.sums().count() + " records from " + manifest.first() + " to "
                            + manifest.last(),
                    "It was edited by hand: restore it from a copy."));
        }
    }

    private void checkFile(CdrManifest manifest, DataFile said) throws IOException {
        Path file = locate(manifest, said);
        unclaimed.remove(file.getFileName().toString());
        if (!Files.exists(file)) {
            problems.add(
                    CdrFileProblem.of(
                            file,
                            "is missing",
                            "If it was collected, verify it where it is now, with its manifest beside it; else restore it from a copy."));
            return;
        }
        files++;
        new FileCheck(manifest, said, file, this::onOctets).run().ifPresent(problems::add);
    }

    private void onOctets(long more) {
        octets += more;
        progress.accept(octets);
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

    private void checkUnclaimed(Path path) {
        String name = path.getFileName().toString();
        if (isData(name)) {
            problems.add(
                    CdrFileProblem.of(
                            path,
                            "has no manifest",
                            "It was not closed by this program, or its manifest was lost: restore that, or take the file away and do not bill it."));
        } else if (name.endsWith(CdrManifest.EXTENSION)) {
            problems.add(CdrFileProblem.of(
                    path, "does not have the name of a manifest", "Give it its name again, or take it away."));
        } else if (name.endsWith(".tmp")) {
            checkUnfinished(path, name);
        } else {
            notes.add(name + " is no charging data record file: not looked at");
        }
    }

    /** Without a manifest its records do not exist yet; one whose records stand in closed files is left over. */
    private void checkUnfinished(Path path, String name) {
        Matcher matcher = UNFINISHED.matcher(name);
        if (!matcher.matches()) {
            problems.add(CdrFileProblem.of(path, "is no unfinished file of this program", "Take it away."));
            return;
        }
        String chain = matcher.group(1) + "-" + matcher.group(2) + "-" + matcher.group(3);
        long first = Long.parseLong(matcher.group(4));
        if (first <= lastClosed.getOrDefault(chain, 0L)) {
            problems.add(new CdrFileProblem(
                    path,
                    0,
                    first,
                    "is left over: its records stand in closed files",
                    "The next start of the server deletes it; do not bill it."));
        } else {
            notes.add(
                    name
                            + " is not closed: a running server writes it, or a crash has left it and the next start writes its records again");
        }
    }
}
