package io.ocs.cdr.parquet;

import static io.ocs.cdr.parquet.ThriftInput.list;
import static io.ocs.cdr.parquet.ThriftInput.number;
import static io.ocs.cdr.parquet.ThriftInput.struct;
import static io.ocs.cdr.parquet.ThriftInput.text;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the files of {@link ParquetWriter}, a row group at a time. A file that it did not write, or that was changed, is an
 * {@link IllegalArgumentException} that says what is wrong. One thread.
 */
public final class ParquetReader implements AutoCloseable {

    private static final int END = 8;
    /** Far more than the writer makes of a file or of a column. */
    private static final int PART_MAX = 64 << 20;

    private static final int ROWS_MAX = 4 << 20;

    private final FileChannel channel;
    private final List<ParquetColumn> columns;
    private final List<?> groups;
    private final long rows;
    private int group;

    /** Opens a file and reads its metadata. @throws IllegalArgumentException if it does not have exactly these columns */
    public ParquetReader(Path file, List<ParquetColumn> columns) throws IOException {
        this.columns = List.copyOf(columns);
        channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Map<Integer, Object> metadata = metadata();
            checkSchema(list(metadata, 2));
            groups = list(metadata, 4);
            rows = number(metadata, 3);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Map<Integer, Object> metadata() throws IOException {
        long size = channel.size();
        if (size < ParquetWriter.MAGIC.length + END) {
            throw new IllegalArgumentException("the file is cut off");
        }
        byte[] end = read(size - END, END);
        if (!Arrays.equals(Arrays.copyOfRange(end, Integer.BYTES, END), ParquetWriter.MAGIC)) {
            throw new IllegalArgumentException("the file is cut off, or is no Parquet file: it does not end with PAR1");
        }
        int length = PlainValues.int32(end, 0);
        if (length <= 0 || length > size - END) {
            throw new IllegalArgumentException("the metadata cannot have " + length + " octets");
        }
        return new ThriftInput(read(size - END - length, length), 0).struct();
    }

    private void checkSchema(List<?> elements) {
        if (elements.size() != columns.size() + 1) {
            throw new IllegalArgumentException(
                    "the file has " + (elements.size() - 1) + " columns, not " + columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            ParquetColumn column = columns.get(i);
            Map<Integer, Object> element = element(elements, i + 1);
            if (!text(element, 4).equals(column.name) || number(element, 1) != column.type.physical) {
                throw new IllegalArgumentException(
                        "column " + (i + 1) + " is " + text(element, 4) + ", not " + column.name + " of this version");
            }
        }
    }

    @SuppressWarnings("unchecked") // a struct has no other form
    private static Map<Integer, Object> element(List<?> list, int index) {
        if (list.get(index) instanceof Map<?, ?> struct) {
            return (Map<Integer, Object>) struct;
        }
        throw new IllegalArgumentException("the metadata has no struct where one should be");
    }

    /** Rows of the file, by its metadata. */
    public long rows() {
        return rows;
    }

    /**
     * The next row group: for each column the values of its rows, {@code null} where a row has none: {@code Long}, {@code Boolean}, {@code String} for
     * texts, {@code byte[]} for UUIDs.
     *
     * @return null behind the last
     */
    public Object[][] next() throws IOException {
        if (group == groups.size()) {
            return null;
        }
        Map<Integer, Object> metadata = element(groups, group++);
        List<?> chunks = list(metadata, 1);
        if (chunks.size() != columns.size()) {
            throw new IllegalArgumentException("row group " + group + " has " + chunks.size() + " columns");
        }
        long count = number(metadata, 3);
        if (count < 0 || count > ROWS_MAX) {
            throw new IllegalArgumentException("row group " + group + " cannot have " + count + " rows");
        }
        Object[][] values = new Object[chunks.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = column(columns.get(i), struct(element(chunks, i), 3), (int) count);
        }
        return values;
    }

    private Object[] column(ParquetColumn column, Map<Integer, Object> chunk, int count) throws IOException {
        byte[] octets = read(number(chunk, 9), number(chunk, 7));
        ThriftInput input = new ThriftInput(octets, 0);
        Map<Integer, Object> header = input.struct();
        int length = octets.length - input.at();
        CRC32 crc = new CRC32();
        crc.update(octets, input.at(), length);
        if (number(header, 3) != length || number(header, 4) != (int) crc.getValue()) {
            throw new IllegalArgumentException("column " + column.name + " was changed: its CRC does not match");
        }
        long uncompressed = number(header, 2);
        if (uncompressed < 0 || uncompressed > PART_MAX || number(struct(header, 5), 1) != count) {
            throw new IllegalArgumentException("column " + column.name + " does not have " + count + " rows");
        }
        byte[] page = unzip(octets, input.at(), length, (int) uncompressed);
        return new PlainValues(page, column.type).read(count);
    }

    private static byte[] unzip(byte[] octets, int at, int length, int uncompressed) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(octets, at, length))) {
            byte[] page = in.readNBytes(uncompressed);
            if (page.length != uncompressed || in.read() >= 0) {
                throw new IllegalArgumentException("a page does not have the length that its header says");
            }
            return page;
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException("a page is no GZIP: " + e.getMessage(), e);
        }
    }

    private byte[] read(long at, long length) throws IOException {
        if (at < 0 || length < 0 || length > PART_MAX || at + length > channel.size()) {
            throw new IllegalArgumentException("the metadata points beyond the file: " + length + " octets at " + at);
        }
        ByteBuffer target = ByteBuffer.allocate((int) length);
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                throw new IllegalArgumentException("the file is cut off");
            }
        }
        return target.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
