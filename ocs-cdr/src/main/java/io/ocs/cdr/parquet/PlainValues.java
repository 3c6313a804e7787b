package io.ocs.cdr.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The values of a page: definition levels, then plain values. Every length is checked. */
final class PlainValues {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int UUID_OCTETS = 16;

    private final byte[] page;
    private final ColumnType type;
    private int at;
    private int flags;

    PlainValues(byte[] page, ColumnType type) {
        this.page = page;
        this.type = type;
    }

    static int int32(byte[] octets, int at) {
        return (int) INTS.get(octets, at);
    }

    Object[] read(int count) {
        boolean[] defined = levels(count);
        Object[] values = new Object[count];
        for (int row = 0; row < count; row++) {
            if (defined[row]) {
                values[row] = value();
            }
        }
        if (type == ColumnType.BOOLEAN) {
            skip((flags + Byte.SIZE - 1) / Byte.SIZE);
        }
        if (at != page.length) {
            throw new IllegalArgumentException("a page has " + (page.length - at) + " octets behind its values");
        }
        return values;
    }

    private boolean[] levels(int count) {
        int length = int32(page, skip(Integer.BYTES));
        if (length < 0 || length > page.length - at) {
            throw new IllegalArgumentException("a page has definition levels of " + length + " octets");
        }
        int end = at + length;
        ThriftInput run = new ThriftInput(page, at);
        long head = run.varint();
        boolean[] defined = new boolean[count];
        if ((head & 1) == 0) {
            checkLevels(head >>> 1 == count && run.at() + 1 == end);
            Arrays.fill(defined, page[run.at()] != 0);
        } else {
            checkLevels(run.at() + (head >>> 1) == end && (head >>> 1) * Byte.SIZE >= count);
            for (int row = 0; row < count; row++) {
                defined[row] = (page[run.at() + row / Byte.SIZE] >> (row % Byte.SIZE) & 1) != 0;
            }
        }
        at = end;
        return defined;
    }

    private static void checkLevels(boolean fit) {
        if (!fit) {
            throw new IllegalArgumentException("the definition levels of a page are not those of its rows");
        }
    }

    private Object value() {
        return switch (type) {
            case INT32 -> (long) int32(page, skip(Integer.BYTES));
            case INT64, TIMESTAMP -> (long) LONGS.get(page, skip(Long.BYTES));
            case BOOLEAN -> flag();
            case STRING, JSON -> {
                int length = int32(page, skip(Integer.BYTES));
                yield new String(page, skip(length), length, StandardCharsets.UTF_8);
            }
            case UUID -> {
                int from = skip(UUID_OCTETS);
                yield Arrays.copyOfRange(page, from, from + UUID_OCTETS);
            }
        };
    }

    private boolean flag() {
        int octet = at + flags / Byte.SIZE;
        if (octet >= page.length) {
            throw new IllegalArgumentException("a page ends within its values");
        }
        return (page[octet] >> (flags++ % Byte.SIZE) & 1) != 0;
    }

    /** @return where the octets begin that are skipped */
    private int skip(int length) {
        if (length < 0 || length > page.length - at) {
            throw new IllegalArgumentException("a page ends within its values");
        }
        int from = at;
        at += length;
        return from;
    }
}
