package io.ocs.core.state;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reusable view of one entry in native memory. Subclasses name the fields; the offsets are drawn at their head. Not safe for
 * concurrent use; an address is valid as {@link State} says.
 */
public abstract class Entry<E extends Entry<E>> {

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /** Octets of the entry. */
    protected abstract int length();

    /** Looks at the entry at {@code address}. */
    @SuppressWarnings("unchecked")
    public E wrap(long address) {
        if (address == State.NONE) {
            throw new IllegalStateException("no entry to look at");
        }
        buffer.wrap(address, length());
        return (E) this;
    }

    public long address() {
        return buffer.addressOffset();
    }

    public long keyHigh() {
        return longAt(0);
    }

    public long keyLow() {
        return longAt(8);
    }

    protected long longAt(int offset) {
        return buffer.getLong(offset);
    }

    protected void longAt(int offset, long value) {
        buffer.putLong(offset, value);
    }

    protected int intAt(int offset) {
        return buffer.getInt(offset);
    }

    protected void intAt(int offset, int value) {
        buffer.putInt(offset, value);
    }

    protected int shortAt(int offset) {
        return buffer.getShort(offset);
    }

    protected void shortAt(int offset, int value) {
        buffer.putShort(offset, (short) value);
    }

    protected int byteAt(int offset) {
        return buffer.getByte(offset);
    }

    protected void byteAt(int offset, int value) {
        buffer.putByte(offset, (byte) value);
    }

    protected void bytesAt(int offset, byte[] target, int targetOffset, int count) {
        buffer.getBytes(offset, target, targetOffset, count);
    }

    protected void putBytesAt(int offset, byte[] source, int sourceOffset, int count) {
        buffer.putBytes(offset, source, sourceOffset, count);
    }

    /** Moves {@code count} octets inside the entry; the ranges may overlap. */
    protected void move(int from, int to, int count) {
        buffer.putBytes(to, buffer, from, count);
    }

    protected void zero(int offset, int count) {
        buffer.setMemory(offset, count, (byte) 0);
    }
}
