package io.ocs.cdr.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** FileMetaData: schema, row groups, and what the writer says of the file. */
final class ParquetFooter {

    static final int GZIP = 2;
    static final int PLAIN = 0;
    static final int RLE = 3;
    private static final int OPTIONAL = 1;
    private static final int UUID_OCTETS = 16;

    /** Where the chunks of a row group are, in the order of the columns; their lengths include the page headers. */
    static final class RowGroup {
        final int rows;
        final long[] offset;
        final int[] compressed;
        final int[] uncompressed;

        RowGroup(int rows, int columns) {
            this.rows = rows;
            offset = new long[columns];
            compressed = new int[columns];
            uncompressed = new int[columns];
        }
    }

    private final List<ParquetColumn> columns;
    private final String createdBy;
    private final List<RowGroup> groups = new ArrayList<>();
    private final ThriftOutput out = new ThriftOutput(16 * 1024);

    ParquetFooter(List<ParquetColumn> columns, String createdBy) {
        this.columns = columns;
        this.createdBy = createdBy;
    }

    void clear() {
        groups.clear();
    }

    void add(RowGroup group) {
        groups.add(group);
    }

    /** FileMetaData in octets, valid until the next call. */
    ThriftOutput encode(Map<String, String> facts) {
        out.clear();
        out.i32(1, 1);
        schema();
        out.i64(3, groups.stream().mapToLong(group -> group.rows).sum());
        out.list(4, ThriftOutput.STRUCT, groups.size());
        groups.forEach(this::rowGroup);
        out.list(5, ThriftOutput.STRUCT, facts.size());
        facts.forEach(this::fact);
        out.text(6, createdBy);
        out.endAll();
        return out;
    }

    private void fact(String key, String value) {
        out.beginStruct();
        out.text(1, key);
        out.text(2, value);
        out.endStruct();
    }

    private void schema() {
        out.list(2, ThriftOutput.STRUCT, columns.size() + 1);
        out.beginStruct();
        out.text(4, ParquetWriter.ROOT);
        out.i32(5, columns.size());
        out.endStruct();
        for (ParquetColumn column : columns) {
            out.beginStruct();
            out.i32(1, column.type.physical);
            if (column.type == ColumnType.UUID) {
                out.i32(2, UUID_OCTETS);
            }
            out.i32(3, OPTIONAL);
            out.text(4, column.name);
            if (column.type.converted() != ColumnType.NONE) {
                out.i32(6, column.type.converted());
            }
            if (column.type.logical() != ColumnType.NONE) {
                logicalType(column.type);
            }
            out.endStruct();
        }
    }

    private void logicalType(ColumnType type) {
        out.beginStruct(10);
        out.beginStruct(type.logical());
        if (type == ColumnType.TIMESTAMP) {
            out.flag(1, true); // adjusted to UTC
            out.beginStruct(2);
            out.beginStruct(1); // milliseconds
            out.endStruct();
            out.endStruct();
        }
        out.endStruct();
        out.endStruct();
    }

    private void rowGroup(RowGroup group) {
        long uncompressed = 0;
        long compressed = 0;
        out.beginStruct();
        out.list(1, ThriftOutput.STRUCT, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            chunk(columns.get(i), group, i);
            uncompressed += group.uncompressed[i];
            compressed += group.compressed[i];
        }
        out.i64(2, uncompressed);
        out.i64(3, group.rows);
        out.i64(5, group.offset[0]);
        out.i64(6, compressed);
        out.endStruct();
    }

    private void chunk(ParquetColumn column, RowGroup group, int i) {
        out.beginStruct();
        out.i64(2, 0);
        out.beginStruct(3);
        out.i32(1, column.type.physical);
        out.list(2, ThriftOutput.I32, 2);
        out.i32(PLAIN);
        out.i32(RLE);
        out.list(3, ThriftOutput.BINARY, 1);
        out.text(column.name);
        out.i32(4, GZIP);
        out.i64(5, group.rows);
        out.i64(6, group.uncompressed[i]);
        out.i64(7, group.compressed[i]);
        out.i64(9, group.offset[i]);
        out.endStruct();
        out.endStruct();
    }
}
