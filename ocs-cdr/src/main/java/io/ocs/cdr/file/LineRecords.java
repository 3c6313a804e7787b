package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Records of a file of lines. */
final class LineRecords implements RecordSource {

    private final CdrFileFormat format;
    private final List<String> columns;
    private final LineSource lines;
    private boolean begun;

    LineRecords(CdrFileFormat format, Path file, int version, LongConsumer progress) throws IOException {
        this.format = format;
        columns = CdrField.ofVersion(version).stream().map(CdrField::key).toList();
        lines = new LineSource(file, progress);
    }

    @Override
    public Map<String, String> next() throws IOException {
        if (!begun && format == CdrFileFormat.CSV && !String.join(",", columns).equals(lines.next())) {
            throw new IllegalArgumentException("the first line does not name the columns of this version");
        }
        begun = true;
        String line = lines.next();
        return line == null ? null : RecordLine.parse(line, format, columns);
    }

    @Override
    public long line() {
        return lines.number();
    }

    @Override
    public String sha256() throws IOException {
        return lines.sha256();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
