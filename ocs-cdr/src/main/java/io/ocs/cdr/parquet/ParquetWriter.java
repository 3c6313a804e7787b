package io.ocs.cdr.parquet;

import io.ocs.cdr.parquet.ParquetFooter.RowGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Writes Parquet files, one after the other. Put the values of a row into the columns under the number {@link #row}, then {@link #endRow}. Values
 * are held until {@link #ROW_GROUP_OCTETS} of them have gathered: that, and as much again for what is compressed, is the memory it needs. One thread.
 */
public final class ParquetWriter {

    /** Where the octets of a file go, in order. */
    public interface Output {
        /** Takes octets, before it returns. */
        void write(byte[] octets, int from, int length) throws IOException;
    }

    /** A row group is written when its values have this many octets before compression. */
    public static final int ROW_GROUP_OCTETS = 4 << 20;

    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    static final String ROOT = "record";
    /** Rows between two looks at how many octets there are. */
    private static final int LOOK_ROWS = 32;

    private final List<ParquetColumn> columns;
    private final ParquetFooter footer;
    private final Gzip gzip = new Gzip(ROW_GROUP_OCTETS / 4);
    private final CRC32 crc = new CRC32();
    private final ThriftOutput header = new ThriftOutput(128);
    private byte[] levels = new byte[1024];
    private Output output;
    private long written;
    private int row;

    /** @param createdBy name of the program and, in parentheses, its build */
    public ParquetWriter(List<ParquetColumn> columns, String createdBy) {
        this.columns = List.copyOf(columns);
        footer = new ParquetFooter(this.columns, createdBy);
    }

    /** The schema as people write it. */
    public static String schema(List<ParquetColumn> columns) {
        return columns.stream()
                .map(column -> "  optional " + column.type.declaration(column.name) + ";\n")
                .collect(Collectors.joining("", "message " + ROOT + " {\n", "}\n"));
    }

    /** Begins a file; what was gathered for another one is forgotten. */
    public void begin(Output target) throws IOException {
        output = target;
        written = 0;
        footer.clear();
        clear();
        write(MAGIC, MAGIC.length);
    }

    private void clear() {
        for (ParquetColumn column : columns) {
            column.clear(row);
        }
        row = 0;
    }

    /** Number of the row that is being put together, from 0 on in each row group. */
    public int row() {
        return row;
    }

    public void endRow() throws IOException {
        row++;
        if (row % LOOK_ROWS == 0 && gathered() >= ROW_GROUP_OCTETS) {
            writeRowGroup();
        }
    }

    private long gathered() {
        long octets = 0;
        for (int i = 0; i < columns.size(); i++) {
            octets += columns.get(i).length;
        }
        return octets;
    }

    /** Octets written, and those that are held before compression. */
    public long octets() {
        return written + gathered();
    }

    private void writeRowGroup() throws IOException {
        if (levels.length < ParquetColumn.levelsMax(row)) {
            levels = new byte[2 * ParquetColumn.levelsMax(row)];
        }
        RowGroup group = new RowGroup(row, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            writeChunk(columns.get(i), group, i);
        }
        footer.add(group);
        clear();
    }

    /** A chunk of one page. */
    private void writeChunk(ParquetColumn column, RowGroup group, int i) throws IOException {
        int levelsLength = column.levels(row, levels);
        gzip.compress(levels, levelsLength, column.values, column.length);
        int uncompressed = levelsLength + column.length;
        pageHeader(uncompressed);
        group.offset[i] = written;
        group.uncompressed[i] = header.length() + uncompressed;
        group.compressed[i] = header.length() + gzip.length();
        write(header.array(), header.length());
        write(gzip.array(), gzip.length());
    }

    private void pageHeader(int uncompressed) {
        crc.reset();
        crc.update(gzip.array(), 0, gzip.length());
        header.clear();
        header.i32(1, 0); // data page
        header.i32(2, uncompressed);
        header.i32(3, gzip.length());
        header.i32(4, (int) crc.getValue());
        header.beginStruct(5);
        header.i32(1, row);
        header.i32(2, ParquetFooter.PLAIN);
        header.i32(3, ParquetFooter.RLE);
        header.i32(4, ParquetFooter.RLE);
        header.endStruct();
        header.endAll();
    }

    private void write(byte[] octets, int length) throws IOException {
        output.write(octets, 0, length);
        written += length;
    }

    /**
     * Writes what is left of the file.
     *
     * @param facts what stands in the metadata of the file
     */
    public void finish(Map<String, String> facts) throws IOException {
        if (row > 0) {
            writeRowGroup();
        }
        ThriftOutput metadata = footer.encode(facts);
        int length = metadata.length();
        write(metadata.array(), length);
        byte[] end = {
            (byte) length,
            (byte) (length >> 8),
            (byte) (length >> 16),
            (byte) (length >> 24),
            MAGIC[0],
            MAGIC[1],
            MAGIC[2],
            MAGIC[3]
        };
        write(end, end.length);
    }
}
