package io.ocs.core.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A timer of a subscriber or account is set, instead of the one of its kind before; or cleared. */
public final class TimerRecord extends RecordBody {

    // 0 owner | 8 kind | 16 due, 0: cleared | 24 argument
    public static final int LENGTH = 32;

    public TimerRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public TimerRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, LENGTH);
        return this;
    }

    /** @param dueMs milliseconds since 1970; 0: the timer is cleared */
    public void timer(long ownerId, long kind, long dueMs, long argument) {
        longAt(0, ownerId);
        longAt(8, kind);
        longAt(16, dueMs);
        longAt(24, argument);
    }

    public long ownerId() {
        return longAt(0);
    }

    public long kind() {
        return longAt(8);
    }

    public long dueMs() {
        return longAt(16);
    }

    public long argument() {
        return longAt(24);
    }
}
