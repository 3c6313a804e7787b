package io.ocs.cdr.file;

import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.file.CdrManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manifests of one node and shard in a folder, in the order in which they were written. */
final class ManifestChain {

    /** A manifest by its name. */
    record Link(Path path, int epoch, long first, long last) {
        private static final Comparator<Link> ORDER = Comparator.comparingInt(Link::epoch)
                .thenComparingLong(Link::first)
                .thenComparingLong(Link::last);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ManifestChain.class);

    private final Path folder;
    private final Pattern manifestName;
    private final Pattern leftoverName;

    ManifestChain(Path folder, String node, int shard) {
        this.folder = folder;
        String stem = Pattern.quote(node) + "-(\\d{1,9})-" + shard + "-(\\d{1,18})";
        manifestName = Pattern.compile(stem + "-(\\d{1,18})" + Pattern.quote(CdrManifest.EXTENSION));
        leftoverName = Pattern.compile(stem + "[-.].*\\.tmp");
    }

    /** All links, oldest first. */
    List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        for (Path path : names()) {
            Matcher matcher = manifestName.matcher(path.getFileName().toString());
            if (matcher.matches()) {
                links.add(new Link(
                        path,
                        Integer.parseInt(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3))));
            }
        }
        links.sort(Link.ORDER);
        return links;
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /**
     * The last link, with its files in place: a crash may have come between the rename of the manifest and that of its files.
     *
     * @throws CdrSinkException if a file is there and is not what its manifest says
     */
    Optional<Link> recover() throws IOException {
        List<Link> links = links();
        if (links.isEmpty()) {
            return Optional.empty();
        }
        Link newest = links.get(links.size() - 1);
        CdrManifest manifest = CdrManifest.read(newest.path());
        for (DataFile file : manifest.files()) {
            settle(manifest, file);
        }
        return Optional.of(newest);
    }

    private void settle(CdrManifest manifest, DataFile file) throws IOException {
        Path target = folder.resolve(file.name());
        String extension = file.name().substring(file.name().lastIndexOf('.') + 1);
        Path unfinished = folder.resolve(CdrManifest.unfinished(
                manifest.node(), manifest.epoch(), manifest.shard(), manifest.first(), extension));
        if (Files.exists(target)) {
            check(file, target);
        } else if (Files.exists(unfinished)) {
            check(file, unfinished);
            Durable.rename(unfinished, target);
        } else {
            LOG.info("{} is not there any more: taken to be collected, as its manifest is complete", target);
        }
    }

    private static void check(DataFile said, Path found) throws IOException {
        if (!isAsSaid(said, found)) {
            throw CdrSinkException.conflict(
                    found + " is not what its manifest says (size or SHA-256): restore it from a copy, or"
                            + " move it away if it has been collected");
        }
    }

    /** Whether a file is what its manifest says: size and SHA-256. */
    static boolean isAsSaid(DataFile said, Path found) throws IOException {
        return Files.size(found) == said.octets() && Durable.sha256(found).equals(said.sha256());
    }

    /** Deletes what a crash has left unfinished; it will be written again from the journal. */
    void deleteLeftovers() throws IOException {
        for (Path path : names()) {
            if (leftoverName.matcher(path.getFileName().toString()).matches()) {
                Files.delete(path);
            }
        }
    }

    /**
     * Deletes manifests that were last written before {@code beforeMs} and whose records lie before {@code position}, and their files first; the
     * newest stays.
     */
    void deleteBefore(long beforeMs, long position) throws IOException {
        List<Link> links = links();
        for (Link link : links.subList(0, Math.max(0, links.size() - 1))) {
            CdrManifest manifest = CdrManifest.read(link.path());
            if (manifest.createdAtMs() >= beforeMs || manifest.positionTo() > position) {
                return;
            }
            for (DataFile file : manifest.files()) {
                Files.deleteIfExists(folder.resolve(file.name()));
            }
            Files.delete(link.path());
        }
    }
}
