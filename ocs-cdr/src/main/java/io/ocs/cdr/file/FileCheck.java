package io.ocs.cdr.file;

import io.ocs.cdr.file.CdrManifest.DataFile;
import io.ocs.cdr.record.CdrField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** One data file against its manifest, to the first line that is wrong. */
final class FileCheck {

    private static final String RESTORE =
            "Restore the file from a copy. Its records also stand in the file of the other format, and in the billing table.";

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
        FileContent content = new FileContent(manifest, format.get());
        try (LineSource lines = new LineSource(file, progress)) {
            try {
                content.checkLines(lines);
            } catch (IllegalArgumentException e) {
                return Optional.of(new CdrFileProblem(file, lines.number(), content.next(), e.getMessage(), RESTORE));
            }
            if (Files.size(file) != said.octets() || !lines.sha256().equals(said.sha256())) {
                return changed(format.get(), content);
            }
            content.checkTotals();
        } catch (IllegalArgumentException e) {
            return Optional.of(CdrFileProblem.of(
                    file, e.getMessage(), "The manifest was edited by hand: restore it from a copy."));
        }
        return Optional.empty();
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

    /** Every line is a record in its place, and yet the octets are not those that were written. */
    private Optional<CdrFileProblem> changed(CdrFileFormat format, FileContent content) throws IOException {
        for (DataFile other : manifest.files()) {
            Path twin = file.resolveSibling(other.name());
            boolean serves = !other.equals(said) && format(other).isPresent() && Files.exists(twin);
            if (serves && ManifestChain.isAsSaid(other, twin)) {
                Optional<CdrFileProblem> difference =
                        compare(format, twin, format(other).get());
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        String end = content.next() <= manifest.last() ? "; it ends with record " + (content.next() - 1) : "";
        return whole("is not what its manifest says (size or SHA-256)" + end);
    }

    private Optional<CdrFileProblem> compare(CdrFileFormat format, Path twin, CdrFileFormat twinFormat)
            throws IOException {
        try (LineSource lines = new LineSource(file, more -> {});
                LineSource twins = new LineSource(twin, more -> {})) {
            List<String> columns = CdrField.columns(manifest.formatVersion());
            skipHeader(lines, format);
            skipHeader(twins, twinFormat);
            for (long number = manifest.first(); number <= manifest.last(); number++) {
                String line = lines.next();
                String twinLine = twins.next();
                if (line == null || twinLine == null) {
                    return Optional.empty();
                }
                Optional<String> difference = differs(
                        RecordLine.parse(line, format, columns), RecordLine.parse(twinLine, twinFormat, columns), twin);
                if (difference.isPresent()) {
                    return Optional.of(new CdrFileProblem(file, lines.number(), number, difference.get(), RESTORE));
                }
            }
            return Optional.empty();
        }
    }

    private static void skipHeader(LineSource lines, CdrFileFormat format) throws IOException {
        if (format == CdrFileFormat.CSV) {
            lines.next();
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
        return Optional.of("the line was changed: " + field + " is " + record.getOrDefault(field, "absent") + ", and "
                + twin.getOrDefault(field, "absent") + " in " + twinFile.getFileName()
                + ", which is as it was written");
    }
}
