package io.ocs.cdr.file;

import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.file.CdrManifest.DataFile;
import io.ocs.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The closed CSV files of one node and shard in a folder: from them the billing database catches up when the journal has let go. One thread, which
 * is another one than the file sink's: a file appears with its manifest under its final name, and never changes again.
 */
public final class ClosedCdrFiles {

    private final Path folder;
    private final ManifestChain chain;
    private long verifiedTo;

    public ClosedCdrFiles(Path folder, String node, int shard) {
        this.folder = folder;
        chain = new ManifestChain(folder, node, shard);
    }

    /**
     * The highest epoch of which a node has records in a folder; 0 if it has none there.
     *
     * @throws IOException if the folder cannot be read
     */
    public static int newestEpoch(Path folder, String node) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        Pattern manifest = Pattern.compile(Pattern.quote(node) + "-(\\d{1,9})-\\d{1,9}-\\d{1,18}-\\d{1,18}"
                + Pattern.quote(CdrManifest.EXTENSION));
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> manifest.matcher(entry.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /**
     * The manifests that lead on from {@code position} without a gap, oldest first, marks included: each has its CSV file beside it, and its stretch of
     * the journal was not lost afterwards. Where they end, the journal has to serve.
     *
     * @throws CdrSinkException if a manifest is not what its name says
     */
    public List<CdrManifest> leadingOn(long position, Journal journal) throws IOException {
        List<CdrManifest> leading = new ArrayList<>();
        long at = position;
        for (CdrManifest manifest : behind(position)) {
            long end = Math.min(journal.committedPosition(), journal.epochEnd(manifest.epoch()));
            boolean isHere = manifest.files().isEmpty() || csv(manifest).isPresent();
            if (manifest.positionFrom() > at || manifest.positionTo() > end || !isHere) {
                break;
            }
            leading.add(manifest);
            at = manifest.positionTo();
        }
        return leading;
    }

    /**
     * The journal position up to which all from {@code position} on can be taken from closed files, each of which has been read once to see that it
     * is what its manifest says. It never goes back.
     */
    public long verifiedTo(long position, Journal journal) throws IOException {
        verifiedTo = Math.max(verifiedTo, position);
        for (CdrManifest manifest : leadingOn(verifiedTo, journal)) {
            Optional<DataFile> said = describe(manifest);
            if (said.isPresent()
                    && !ManifestChain.isAsSaid(
                            said.get(), folder.resolve(said.get().name()))) {
                break;
            }
            verifiedTo = manifest.positionTo();
        }
        return verifiedTo;
    }

    /** Where the oldest manifest begins: nothing before it can be taken from here. The largest number if there is none. */
    public long begin() throws IOException {
        List<ManifestChain.Link> links = Files.isDirectory(folder) ? chain.links() : List.of();
        return links.isEmpty() ? Long.MAX_VALUE : read(links.get(0)).positionFrom();
    }

    /** Manifests of records behind {@code position}, oldest first, marks included. */
    private List<CdrManifest> behind(long position) throws IOException {
        List<CdrManifest> behind = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return behind;
        }
        List<ManifestChain.Link> links = chain.links();
        for (int i = links.size() - 1; i >= 0; i--) {
            CdrManifest manifest = read(links.get(i));
            if (manifest.positionTo() <= position) {
                break;
            }
            behind.add(0, manifest);
        }
        return behind;
    }

    private static CdrManifest read(ManifestChain.Link link) throws IOException {
        CdrManifest manifest = CdrManifest.read(link.path());
        if (!link.path().endsWith(manifest.fileName())) {
            throw CdrSinkException.conflict(link.path() + " is the manifest of other records, " + manifest.fileName()
                    + ": restore it from a copy");
        }
        return manifest;
    }

    /** The CSV file, if it was written and is still there. */
    public Optional<Path> csv(CdrManifest manifest) {
        return describe(manifest).map(file -> folder.resolve(file.name())).filter(Files::exists);
    }

    /** What the manifest says of the CSV file. */
    public Optional<DataFile> describe(CdrManifest manifest) {
        return manifest.files().stream()
                .filter(file -> file.name().endsWith("." + CdrFileFormat.CSV.extension()))
                .findFirst();
    }
}
