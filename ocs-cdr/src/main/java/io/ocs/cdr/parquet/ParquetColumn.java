package io.ocs.cdr.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values of one column in the rows of the row group that is being gathered, plainly encoded, and which rows have one. Grows to what a row group
 * needs and is reused; one thread.
 */
public final class ParquetColumn {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_CAPACITY = 4 * 1024;

    final String name;
    final ColumnType type;
    byte[] values = new byte[FIRST_CAPACITY];
    int length;
    int count;
    private byte[] defined = new byte[FIRST_CAPACITY / Byte.SIZE];

    public ParquetColumn(String name, ColumnType type) {
        this.name = name;
        this.type = type;
    }

    /** A value of an INT32 column. */
    public void int32(int row, int value) {
        define(row, Integer.BYTES);
        INTS.set(values, length, value);
        length += Integer.BYTES;
    }

    /** A value of an INT64 or TIMESTAMP column. */
    public void int64(int row, long value) {
        define(row, Long.BYTES);
        LONGS.set(values, length, value);
        length += Long.BYTES;
    }

    /** A value of a BOOLEAN column: one bit, the first in the lowest. */
    public void flag(int row, boolean value) {
        int at = count / Byte.SIZE;
        int bit = count % Byte.SIZE;
        define(row, 1);
        if (bit == 0) {
            values[at] = 0;
            length = at + 1;
        }
        if (value) {
            values[at] |= (byte) (1 << bit);
        }
    }

    /** A value of a STRING or JSON column: UTF-8. */
    public void octets(int row, byte[] source, int from, int octets) {
        define(row, Integer.BYTES + octets);
        INTS.set(values, length, octets);
        System.arraycopy(source, from, values, length + Integer.BYTES, octets);
        length += Integer.BYTES + octets;
    }

    /** A value of a UUID column. */
    public void uuid(int row, long high, long low) {
        define(row, 2 * Long.BYTES);
        BIG_LONGS.set(values, length, high);
        BIG_LONGS.set(values, length + Long.BYTES, low);
        length += 2 * Long.BYTES;
    }

    private void define(int row, int more) {
        if (values.length - length < more) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, length + more));
        }
        int at = row / Byte.SIZE;
        if (at >= defined.length) {
            defined = Arrays.copyOf(defined, Math.max(2 * defined.length, at + 1));
        }
        defined[at] |= (byte) (1 << (row % Byte.SIZE));
        count++;
    }

    /**
     * Writes the definition levels as a page has them: their length in four octets, then one run, of equal levels or of single bits.
     *
     * @return octets written
     */
    int levels(int rows, byte[] target) {
        int at = Integer.BYTES;
        if (count == rows || count == 0) {
            at = varint(target, at, (long) rows << 1);
            target[at++] = (byte) (count == 0 ? 0 : 1);
        } else {
            int octets = (rows + Byte.SIZE - 1) / Byte.SIZE;
            int known = Math.min(octets, defined.length);
            at = varint(target, at, ((long) octets << 1) | 1);
            System.arraycopy(defined, 0, target, at, known);
            Arrays.fill(target, at + known, at + octets, (byte) 0);
            at += octets;
        }
        INTS.set(target, 0, at - Integer.BYTES);
        return at;
    }

    /** @return where it ends */
    private static int varint(byte[] target, int from, long value) {
        int at = from;
        long rest = value;
        while (rest > 0x7f) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Most octets that {@link #levels} may write. */
    static int levelsMax(int rows) {
        return rows / Byte.SIZE + 16;
    }

    void clear(int rows) {
        Arrays.fill(defined, 0, Math.min(defined.length, rows / Byte.SIZE + 1), (byte) 0);
        length = 0;
        count = 0;
    }
}
