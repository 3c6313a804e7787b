package io.ocs.cdr.file;

import io.ocs.cdr.file.CdrManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** One data file against its manifest, to the first record that is wrong. */
final class FileCheck {

    private static final String RESTORE =
            "Restore the file from a copy. Its records also stand in the files of the other formats, and in the billing table.";

    private final CdrManifest manifest;
    private final DataFile said;
    private final Path file;
    private final LongConsumer progress;

    FileCheck(CdrManifest manifest, DataFile said, Path file, LongConsumer progress) {
        this.manifest = manifest;
        this.said = said;
        this.file = file;
        this.progress = progress;
    }

    /** @return what is wrong first */
    Optional<CdrFileProblem> run() throws IOException {
        Optional<CdrFileFormat> format = format(said);
        if (format.isEmpty()) {
            return whole("has a format that this version does not know");
        }
        FileContent content = new FileContent(manifest);
        try (RecordSource records = RecordSource.open(format.get(), file, manifest, progress)) {
            try {
                content.check(records);
            } catch (IllegalArgumentException e) {
                return Optional.of(new CdrFileProblem(file, records.line(), content.next(), e.getMessage(), RESTORE));
            }
            if (Files.size(file) != said.octets() || !records.sha256().equals(said.sha256())) {
                return changed(content);
            }
        } catch (IllegalArgumentException e) {
            return whole("cannot be read: " + e.getMessage());
        }
        return totals(content);
    }

    private Optional<CdrFileProblem> totals(FileContent content) {
        try {
            content.checkTotals();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(CdrFileProblem.of(
                    file, e.getMessage(), "The manifest was edited by hand: restore it from a copy."));
        }
    }

    private static Optional<CdrFileFormat> format(DataFile file) {
        for (CdrFileFormat format : CdrFileFormat.values()) {
            if (file.name().endsWith("." + format.extension())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private Optional<CdrFileProblem> whole(String what) {
        return Optional.of(CdrFileProblem.of(file, what, RESTORE));
    }

    /** Every record is one and in its place, and yet the octets are not those that were written. */
    private Optional<CdrFileProblem> changed(FileContent content) throws IOException {
        for (DataFile other : manifest.files()) {
            Path twin = file.resolveSibling(other.name());
            boolean serves = !other.equals(said) && format(other).isPresent() && Files.exists(twin);
            if (serves && ManifestChain.isAsSaid(other, twin)) {
                Optional<CdrFileProblem> difference =
                        compare(twin, format(other).get());
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        String end = content.next() <= manifest.last() ? "; it ends with record " + (content.next() - 1) : "";
        return whole("is not what its manifest says (size or SHA-256)" + end);
    }

    private Optional<CdrFileProblem> compare(Path twin, CdrFileFormat twinFormat) throws IOException {
        CdrFileFormat own = format(said).orElseThrow();
        try (RecordSource records = RecordSource.open(own, file, manifest, more -> {});
                RecordSource twins = RecordSource.open(twinFormat, twin, manifest, more -> {})) {
            for (long number = manifest.first(); number <= manifest.last(); number++) {
                Map<String, String> record = records.next();
                Map<String, String> twinRecord = twins.next();
                if (record == null || twinRecord == null) {
                    return Optional.empty();
                }
                Optional<String> difference = differs(record, twinRecord, twin);
                if (difference.isPresent()) {
                    return Optional.of(new CdrFileProblem(file, records.line(), number, difference.get(), RESTORE));
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<String> differs(Map<String, String> record, Map<String, String> twin, Path twinFile) {
        if (record.equals(twin)) {
            return Optional.empty();
        }
        TreeSet<String> fields = new TreeSet<>(record.keySet());
        fields.addAll(twin.keySet());
        fields.removeIf(field -> Objects.equals(record.get(field), twin.get(field)));
        String field = fields.first();
        return Optional.of("the record was changed: " + field + " is " + record.getOrDefault(field, "absent") + ", and "
                + twin.getOrDefault(field, "absent") + " in " + twinFile.getFileName()
                + ", which is as it was written");
    }
}
