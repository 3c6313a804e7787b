package io.ocs.cdr.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what goes into columns comes out of them, whatever is absent and however many row groups there are; damage is named. */
class ParquetWriterTest {

    private static final int ROWS = 60_000;

    @TempDir
    Path folder;

    private final long seed = System.getProperty("seed", "").isEmpty() ? System.nanoTime() : Long.getLong("seed");
    private final SplittableRandom random = new SplittableRandom(seed);

    private static List<ParquetColumn> columns() {
        List<ParquetColumn> columns = new ArrayList<>();
        for (ColumnType type : ColumnType.values()) {
            columns.add(new ParquetColumn("some_" + type.name(), type));
            columns.add(new ParquetColumn("all_" + type.name(), type));
            columns.add(new ParquetColumn("none_" + type.name(), type));
        }
        return columns;
    }

    private Object put(ParquetColumn column, int row) {
        switch (column.type) {
            case INT32:
                int number = random.nextInt();
                column.int32(row, number);
                return (long) number;
            case INT64, TIMESTAMP:
                long value = random.nextLong();
                column.int64(row, value);
                return value;
            case BOOLEAN:
                boolean flag = random.nextBoolean();
                column.flag(row, flag);
                return flag;
            case STRING, JSON:
                byte[] text = "é".repeat(random.nextInt(60)).getBytes(UTF_8);
                column.octets(row, text, 0, text.length);
                return new String(text, UTF_8);
            case UUID:
                long high = random.nextLong();
                column.uuid(row, high, ~high);
                return ByteBuffer.allocate(16).putLong(high).putLong(~high).array();
            default:
                throw new IllegalStateException(column.type.name());
        }
    }

    private Path write(int rows, List<Object[]> written) throws IOException {
        List<ParquetColumn> columns = columns();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ParquetWriter writer = new ParquetWriter(columns, "test version 1 (build 1)");
        writer.begin((octets, from, length) -> file.write(octets, from, length));
        for (int i = 0; i < rows; i++) {
            Object[] values = new Object[columns.size()];
            for (int c = 0; c < columns.size(); c++) {
                String name = columns.get(c).name;
                if (name.startsWith("all") || (name.startsWith("some") && random.nextInt(3) == 0)) {
                    values[c] = put(columns.get(c), writer.row());
                }
            }
            written.add(values);
            writer.endRow();
        }
        assertThat(writer.octets()).isGreaterThanOrEqualTo(file.size());
        writer.finish(Map.of("key", "value"));
        assertThat(writer.octets()).isEqualTo(file.size());
        Path path = folder.resolve("rows.parquet");
        Files.write(path, file.toByteArray());
        return path;
    }

    private void assertSame(Path file, List<Object[]> written) throws IOException {
        int row = 0;
        try (ParquetReader reader = new ParquetReader(file, columns())) {
            assertThat(reader.rows()).isEqualTo(written.size());
            for (Object[][] group = reader.next(); group != null; group = reader.next()) {
                for (int i = 0; i < group[0].length; i++) {
                    Object[] values = new Object[group.length];
                    for (int c = 0; c < group.length; c++) {
                        values[c] = group[c][i];
                    }
                    if (!Arrays.deepEquals(values, written.get(row))) {
                        throw new AssertionError("row " + row + ", seed " + seed + ": " + Arrays.deepToString(values)
                                + ", not " + Arrays.deepToString(written.get(row)));
                    }
                    row++;
                }
            }
        }
        assertThat(row).as("seed %d", seed).isEqualTo(written.size());
    }

    @Test
    void manyRowGroupsComeBackAsTheyWere() throws IOException {
        List<Object[]> written = new ArrayList<>();
        assertSame(write(ROWS, written), written);
    }

    @Test
    void fewRowsAndNone() throws IOException {
        for (int rows : new int[] {0, 1, 7, 8, 9}) {
            List<Object[]> written = new ArrayList<>();
            assertSame(write(rows, written), written);
        }
    }

    /** Every octet that is changed is noticed or changes nothing; and nothing else than a refusal comes of it. */
    @Test
    void damageIsRefused() throws IOException {
        List<Object[]> written = new ArrayList<>();
        Path file = write(50, written);
        byte[] octets = Files.readAllBytes(file);
        int refused = 0;
        for (int at = 0; at < octets.length; at += 7) {
            byte[] damaged = octets.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            refused += isRefused(file) ? 1 : 0;
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(octets.length / 7 / 2);
        Files.write(file, Arrays.copyOf(octets, octets.length - 1));
        assertThatThrownBy(() -> new ParquetReader(file, columns()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PAR1");
    }

    private static boolean isRefused(Path file) throws IOException {
        try (ParquetReader reader = new ParquetReader(file, columns())) {
            Object[][] group;
            do {
                group = reader.next();
            } while (group != null);
            return false;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }
}
