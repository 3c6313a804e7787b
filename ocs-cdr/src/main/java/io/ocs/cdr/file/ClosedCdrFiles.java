package io.ocs.cdr.file;

import io.ocs.cdr.file.CdrManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The closed files of one node and shard in a folder: from them the billing database catches up when the journal has let go. */
public final class ClosedCdrFiles {

    private final Path folder;
    private final ManifestChain chain;

    public ClosedCdrFiles(Path folder, String node, int shard) {
        this.folder = folder;
        chain = new ManifestChain(folder, node, shard);
    }

    /** Manifests of records behind {@code position}, oldest first, marks included. */
    public List<CdrManifest> behind(long position) throws IOException {
        List<CdrManifest> behind = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return behind;
        }
        List<ManifestChain.Link> links = chain.links();
        for (int i = links.size() - 1; i >= 0; i--) {
            CdrManifest manifest = CdrManifest.read(links.get(i).path());
            if (manifest.positionTo() <= position) {
                break;
            }
            behind.add(0, manifest);
        }
        return behind;
    }

    /** The file of a format, if it was written and is still there. */
    public Optional<Path> file(CdrManifest manifest, CdrFileFormat format) {
        return describe(manifest, format)
                .map(file -> folder.resolve(file.name()))
                .filter(Files::exists);
    }

    /** What the manifest says of the file of a format. */
    public Optional<DataFile> describe(CdrManifest manifest, CdrFileFormat format) {
        return manifest.files().stream()
                .filter(file -> file.name().endsWith("." + format.extension()))
                .findFirst();
    }
}
