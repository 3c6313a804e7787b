package io.ocs.cdr.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Thrift's compact protocol, as far as Parquet's metadata needs it. One thread. */
final class ThriftOutput {

    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int STRUCT = 12;

    private static final int DEPTH_MAX = 16;
    private static final int SHORT_LIST_MAX = 14;

    private byte[] array;
    private int length;
    private final int[] lastField = new int[DEPTH_MAX];
    private int depth;

    ThriftOutput(int capacity) {
        array = new byte[capacity];
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        depth = 0;
        lastField[0] = 0;
    }

    private void octet(int value) {
        if (length == array.length) {
            array = Arrays.copyOf(array, 2 * length + 16);
        }
        array[length++] = (byte) value;
    }

    private void octets(byte[] source, int from, int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(2 * length, length + count));
        }
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void field(int id, int type) {
        int delta = id - lastField[depth];
        lastField[depth] = id;
        octet((delta << 4) | type); // fields are written in the order of their ids, which leave out fewer than 15
    }

    void i32(int id, int value) {
        field(id, I32);
        zigzag(value);
    }

    void i64(int id, long value) {
        field(id, I64);
        zigzag(value);
    }

    void flag(int id, boolean value) {
        field(id, value ? TRUE : FALSE);
    }

    void text(int id, String value) {
        field(id, BINARY);
        text(value);
    }

    /** An element of a list of strings. */
    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        octets(utf8, 0, utf8.length);
    }

    /** An element of a list of numbers. */
    void i32(int value) {
        zigzag(value);
    }

    void list(int id, int type, int size) {
        field(id, LIST);
        if (size <= SHORT_LIST_MAX) {
            octet((size << 4) | type);
        } else {
            octet(0xf0 | type);
            varint(size);
        }
    }

    /** A struct as a field; ends with {@link #endStruct}. */
    void beginStruct(int id) {
        field(id, STRUCT);
        beginStruct();
    }

    /** A struct as an element of a list. */
    void beginStruct() {
        lastField[++depth] = 0;
    }

    void endStruct() {
        octet(0);
        depth--;
    }

    /** Ends the outermost struct, which was never begun. */
    void endAll() {
        octet(0);
    }
}
