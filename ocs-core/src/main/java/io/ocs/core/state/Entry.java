package io.ocs.core.state;

import static org.agrona.BufferUtil.ARRAY_BASE_OFFSET;

import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * A reusable view of one entry in native memory. Subclasses name the fields; the offsets are drawn at their head. Not safe for
 * concurrent use; an address is valid as {@link State} says. An offset beyond {@link #length()} is a mistake of the subclass, found where assertions are
 * on: entries are read and written several hundred times a request.
 */
public abstract class Entry<E extends Entry<E>> {

    private long base = State.NONE;

    /** Octets of the entry. */
    protected abstract int length();

    /** Looks at the entry at {@code address}. */
    @SuppressWarnings("unchecked")
    public E wrap(long address) {
        if (address == State.NONE) {
            throw new IllegalStateException("no entry to look at");
        }
        base = address;
        return (E) this;
    }

    public long address() {
        return base;
    }

    public long keyHigh() {
        return longAt(0);
    }

    public long keyLow() {
        return longAt(8);
    }

    private boolean holds(int offset, int count) {
        return base != State.NONE && offset >= 0 && count >= 0 && count <= length() - offset;
    }

    protected long longAt(int offset) {
        assert holds(offset, Long.BYTES);
        return UnsafeApi.getLong(base + offset);
    }

    protected void longAt(int offset, long value) {
        assert holds(offset, Long.BYTES);
        UnsafeApi.putLong(base + offset, value);
    }

    protected int intAt(int offset) {
        assert holds(offset, Integer.BYTES);
        return UnsafeApi.getInt(base + offset);
    }

    protected void intAt(int offset, int value) {
        assert holds(offset, Integer.BYTES);
        UnsafeApi.putInt(base + offset, value);
    }

    protected int shortAt(int offset) {
        assert holds(offset, Short.BYTES);
        return UnsafeApi.getShort(base + offset);
    }

    protected void shortAt(int offset, int value) {
        assert holds(offset, Short.BYTES);
        UnsafeApi.putShort(base + offset, (short) value);
    }

    protected int byteAt(int offset) {
        assert holds(offset, Byte.BYTES);
        return UnsafeApi.getByte(base + offset);
    }

    protected void byteAt(int offset, int value) {
        assert holds(offset, Byte.BYTES);
        UnsafeApi.putByte(base + offset, (byte) value);
    }

    protected void bytesAt(int offset, byte[] target, int targetOffset, int count) {
        assert holds(offset, count);
        Objects.checkFromIndexSize(targetOffset, count, target.length);
        UnsafeApi.copyMemory(null, base + offset, target, ARRAY_BASE_OFFSET + targetOffset, count);
    }

    protected void putBytesAt(int offset, byte[] source, int sourceOffset, int count) {
        assert holds(offset, count);
        Objects.checkFromIndexSize(sourceOffset, count, source.length);
        UnsafeApi.copyMemory(source, ARRAY_BASE_OFFSET + sourceOffset, null, base + offset, count);
    }

    /** Moves {@code count} octets inside the entry; the ranges may overlap. */
    protected void move(int from, int to, int count) {
        assert holds(from, count) && holds(to, count);
        UnsafeApi.copyMemory(base + from, base + to, count);
    }

    protected void zero(int offset, int count) {
        assert holds(offset, count);
        UnsafeApi.setMemory(base + offset, count, (byte) 0);
    }
}
