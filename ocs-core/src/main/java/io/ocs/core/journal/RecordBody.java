package io.ocs.core.journal;

import io.ocs.core.Octets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reusable view of the body of one record, for writing while a batch is built and for reading everywhere else. Subclasses name the
 * fields; the offsets are drawn at their head.
 */
public abstract class RecordBody {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private DirectBuffer buffer = NOTHING;
    private MutableDirectBuffer target;
    private int offset;

    /** Looks at a body for reading. */
    protected final void look(DirectBuffer source, int at) {
        buffer = source;
        target = null;
        offset = at;
    }

    /** Looks at a body for writing; its first {@code fixedLength} octets, and up to 7 behind them, become zero. */
    protected final void build(MutableDirectBuffer batch, int at, int fixedLength) {
        buffer = batch;
        target = batch;
        offset = at;
        for (int i = 0; i < fixedLength; i += Long.BYTES) {
            batch.putLong(at + i, 0);
        }
    }

    protected final DirectBuffer buffer() {
        return buffer;
    }

    protected final int offset() {
        return offset;
    }

    protected final long longAt(int at) {
        return buffer.getLong(offset + at);
    }

    protected final void longAt(int at, long value) {
        target.putLong(offset + at, value);
    }

    protected final int intAt(int at) {
        return buffer.getInt(offset + at);
    }

    protected final void intAt(int at, int value) {
        target.putInt(offset + at, value);
    }

    protected final int shortAt(int at) {
        return buffer.getShort(offset + at);
    }

    protected final void shortAt(int at, int value) {
        target.putShort(offset + at, (short) value);
    }

    protected final int byteAt(int at) {
        return buffer.getByte(offset + at);
    }

    protected final void byteAt(int at, int value) {
        target.putByte(offset + at, (byte) value);
    }

    /** Writes {@code length u8 | octets} at {@code at} and returns the offset behind it. */
    protected final int putString(int at, byte[] data, int from, int count) {
        if (count > 255) {
            throw new IllegalArgumentException("a string of " + count + " octets is longer than 255");
        }
        byteAt(at, count);
        putOctets(offset + at + 1, data, from, count);
        return at + 1 + count;
    }

    /** Eight at a time, the last eight perhaps over some already written: most strings are short, and cheaper so than by a copy of memory. */
    private void putOctets(int at, byte[] data, int from, int count) {
        if (count < Long.BYTES) {
            for (int i = 0; i < count; i++) {
                target.putByte(at + i, data[from + i]);
            }
            return;
        }
        int last = count - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            target.putLong(at + i, (long) LONGS.get(data, from + i));
        }
        target.putLong(at + last, (long) LONGS.get(data, from + last));
    }

    /** Writes a long at {@code at} and returns the offset behind it. */
    protected final int putLong(int at, long value) {
        longAt(at, value);
        return at + Long.BYTES;
    }

    protected final int putString(int at, Octets data) {
        return putString(at, data.array(), 0, data.length());
    }

    /** Octets of the string at {@code at}, without its length. */
    protected final int stringLength(int at) {
        return byteAt(at) & 0xff;
    }

    /** Copies the string at {@code at} (cut to the target's capacity) and returns the offset behind it. */
    protected final int getString(int at, Octets into) {
        int length = stringLength(at);
        int count = Math.min(length, into.capacity());
        buffer.getBytes(offset + at + 1, into.array(), 0, count);
        into.length(count);
        return at + 1 + length;
    }
}
