package io.ocs.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A reusable octet string of bounded length: an OctetString or UTF8String of a request, kept in a slot without allocation.
 * Written by one thread at a time; handing it to another thread needs a publication by the caller.
 */
public final class Octets {

    private final byte[] bytes;
    private int length;

    public Octets(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    public int capacity() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The backing array; octets 0 to {@link #length()} are valid. To be read, or written before {@link #length(int)}. */
    public byte[] array() {
        return bytes;
    }

    /** Declares the first {@code newLength} octets of the array valid. */
    public void length(int newLength) {
        if (newLength < 0 || newLength > bytes.length) {
            throw new IllegalArgumentException("length " + newLength + " is beyond the capacity of " + bytes.length);
        }
        length = newLength;
    }

    public void clear() {
        length = 0;
    }

    public void set(byte[] source, int offset, int count) {
        length(count);
        System.arraycopy(source, offset, bytes, 0, count);
    }

    public void set(Octets other) {
        set(other.bytes, 0, other.length);
    }

    /** For tests, configuration and tools: allocates. */
    public void set(String text) {
        byte[] source = text.getBytes(UTF_8);
        set(source, 0, source.length);
    }

    /** Removes {@code prefix} (ASCII, any case) if the string starts with it. */
    public void skipPrefix(String prefix) {
        int count = prefix.length();
        if (length < count) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (lower(bytes[i]) != prefix.charAt(i)) {
                return;
            }
        }
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value + 32 : value;
    }

    /** Ends the string before the first {@code stop}, if there is one. */
    public void cutAt(char stop) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == stop) {
                length = i;
                return;
            }
        }
    }

    /** Whether the string ends with {@code head} and {@code tail}, joined (ASCII). */
    public boolean endsWith(String head, String tail) {
        int from = length - head.length() - tail.length();
        return from >= 0 && matches(from, head) && matches(from + head.length(), tail);
    }

    private boolean matches(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public long hashHigh(long seed) {
        return Hash128.high(bytes, 0, length, seed);
    }

    public long hashLow(long seed) {
        return Hash128.low(bytes, 0, length, seed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, 0, length, that.bytes, 0, that.length);
    }

    @Override
    public int hashCode() {
        return (int) hashLow(0);
    }

    /** The octets as UTF-8 text: allocates, so not for the path. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }
}
