package io.ocs.cdr.file;

import io.ocs.cdr.parquet.ParquetReader;
import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.ParquetRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Records of a Parquet file, a row group at a time. Its metadata stand at the end, so that its hash is a pass of its own. */
final class ParquetRecords implements RecordSource {

    private final List<CdrField> fields;
    private final Path file;
    private final LongConsumer progress;
    private final ParquetReader reader;
    private Object[][] group = new Object[1][0];
    private int row;
    private long rows;

    ParquetRecords(Path file, int version, LongConsumer progress) throws IOException {
        fields = CdrField.ofVersion(version);
        this.file = file;
        this.progress = progress;
        reader = new ParquetReader(file, ParquetRows.columns(version));
    }

    @Override
    public Map<String, String> next() throws IOException {
        while (row == group[0].length) {
            row = 0;
            group = reader.next();
            if (group == null) {
                group = new Object[1][0];
                if (rows != reader.rows()) {
                    throw new IllegalArgumentException(
                            "the metadata say " + reader.rows() + " rows, there are " + rows);
                }
                return null;
            }
        }
        Map<String, String> record = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Object value = group[i][row];
            if (value != null) {
                record.put(fields.get(i).key(), text(fields.get(i), value));
            }
        }
        row++;
        rows++;
        return record;
    }

    private static String text(CdrField field, Object value) {
        return switch (field.type()) {
            case INSTANT -> FieldText.instant((Long) value);
            case HASH -> HexFormat.of().formatHex((byte[]) value);
            default -> value.toString();
        };
    }

    @Override
    public long line() {
        return 0;
    }

    @Override
    public String sha256() throws IOException {
        return Durable.sha256(file, progress);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
