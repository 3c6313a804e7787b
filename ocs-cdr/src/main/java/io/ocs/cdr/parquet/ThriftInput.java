package io.ocs.cdr.parquet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Thrift's compact protocol: a struct as a map by field id, of {@code Long}, {@code Boolean}, {@code byte[]}, lists and structs. Every length is
 * checked, so that a damaged file is an {@link IllegalArgumentException} and needs no more memory than it has octets.
 */
final class ThriftInput {

    private static final int DEPTH_MAX = 16;

    private final byte[] array;
    private int at;

    ThriftInput(byte[] array, int at) {
        this.array = array;
        this.at = at;
    }

    /** Where the octets behind what was read begin. */
    int at() {
        return at;
    }

    Map<Integer, Object> struct() {
        return struct(0);
    }

    private Map<Integer, Object> struct(int depth) {
        Map<Integer, Object> fields = new HashMap<>();
        int id = 0;
        for (int head = octet(); head != 0; head = octet()) {
            int delta = head >> 4;
            id = delta == 0 ? (int) zigzag() : id + delta;
            fields.put(id, value(head & 0xf, depth));
        }
        return fields;
    }

    private Object value(int type, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("the metadata is nested deeper than " + DEPTH_MAX);
        }
        return switch (type) {
            case ThriftOutput.TRUE -> true;
            case ThriftOutput.FALSE -> false;
            case ThriftOutput.I32, ThriftOutput.I64 -> zigzag();
            case ThriftOutput.BINARY -> binary();
            case ThriftOutput.LIST -> list(depth + 1);
            case ThriftOutput.STRUCT -> struct(depth + 1);
            default -> throw new IllegalArgumentException("the metadata has a field of type " + type);
        };
    }

    private List<Object> list(int depth) {
        int head = octet();
        long size = head >> 4 == 0xf ? varint() : head >> 4;
        if (size < 0 || size > array.length - at) {
            throw new IllegalArgumentException("the metadata has a list of " + size + " elements");
        }
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(value(head & 0xf, depth));
        }
        return list;
    }

    private byte[] binary() {
        long length = varint();
        if (length < 0 || length > array.length - at) {
            throw new IllegalArgumentException("the metadata has a text of " + length + " octets");
        }
        byte[] octets = new byte[(int) length];
        System.arraycopy(array, at, octets, 0, octets.length);
        at += octets.length;
        return octets;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("the metadata has a number that is too long");
    }

    private int octet() {
        if (at >= array.length) {
            throw new IllegalArgumentException("the metadata is cut off");
        }
        return array[at++] & 0xff;
    }

    @SuppressWarnings("unchecked") // a struct has no other form
    static Map<Integer, Object> struct(Map<Integer, Object> fields, int id) {
        if (fields.get(id) instanceof Map<?, ?> struct) {
            return (Map<Integer, Object>) struct;
        }
        throw missing(id);
    }

    static List<?> list(Map<Integer, Object> fields, int id) {
        if (fields.get(id) instanceof List<?> list) {
            return list;
        }
        throw missing(id);
    }

    static long number(Map<Integer, Object> fields, int id) {
        if (fields.get(id) instanceof Long number) {
            return number;
        }
        throw missing(id);
    }

    static String text(Map<Integer, Object> fields, int id) {
        if (fields.get(id) instanceof byte[] octets) {
            return new String(octets, StandardCharsets.UTF_8);
        }
        throw missing(id);
    }

    private static IllegalArgumentException missing(int id) {
        return new IllegalArgumentException("the metadata does not have field " + id);
    }
}
