package io.ocs.core.state;

/**
 * The counters of one subscriber or account, and what a subscriber's sessions hold of an account that it shares. A counter counts from the beginning of its period; when the period is over, it counts as 0. When all places are
 * taken, a counter whose period is over gives way, else the one that has not counted for the longest time.
 */
public final class CounterEntry extends Entry<CounterEntry> {

    // 0 key (owner, 0) | 16 counters u8 | 17 keeps held u8 | 24 held | 32 counters, 32 octets each: 0 key i64 | 8 value
    // i64 | 16 end of the period
    // i64 |
    // 24 counted last i64

    /** Most counters of one subscriber, and of one account. */
    public static final int COUNTERS_MAX = 8;

    private static final int COUNT = 16;
    private static final int KEEPS_HELD = 17;
    private static final int HELD = 24;
    private static final int COUNTERS = 32;
    private static final int COUNTER_LENGTH = 32;
    static final int LENGTH = COUNTERS + COUNTERS_MAX * COUNTER_LENGTH;

    private static int at(int index) {
        return COUNTERS + index * COUNTER_LENGTH;
    }

    public int count() {
        return byteAt(COUNT);
    }

    /** Whether {@link #heldMicros} is kept: of members of an account that has several. */
    public boolean keepsHeld() {
        return byteAt(KEEPS_HELD) != 0;
    }

    public void keepsHeld(boolean value) {
        byteAt(KEEPS_HELD, value ? 1 : 0);
    }

    /** Money that the subscriber's open sessions hold, micros; at least so much: holds from before it was kept are not in it. */
    public long heldMicros() {
        return longAt(HELD);
    }

    public void heldMicros(long value) {
        longAt(HELD, value);
    }

    /** Whether a counter that takes a place now takes it from another one. */
    public boolean isFull() {
        return count() == COUNTERS_MAX;
    }

    /** Key of the counter in the catalogue. */
    public long counterKey(int index) {
        return longAt(at(index));
    }

    /** What was counted in the period that ends at {@link #periodEndMs}. */
    public long value(int index) {
        return longAt(at(index) + 8);
    }

    /** Milliseconds since 1970; {@link Long#MAX_VALUE}: never. */
    public long periodEndMs(int index) {
        return longAt(at(index) + 16);
    }

    /** Index of a counter, or -1. */
    public int indexOf(long counterKey) {
        for (int i = 0; i < count(); i++) {
            if (counterKey(i) == counterKey) {
                return i;
            }
        }
        return -1;
    }

    /** What was counted in the period of {@code nowMs}. */
    public long valueAt(int index, long nowMs) {
        return periodEndMs(index) <= nowMs ? 0 : value(index);
    }

    /** Sets a counter, which takes a place if it has none. */
    public void set(long counterKey, long value, long periodEndMs, long nowMs) {
        int index = indexOf(counterKey);
        if (index < 0) {
            index = place(nowMs);
            longAt(at(index), counterKey);
        }
        longAt(at(index) + 8, value);
        longAt(at(index) + 16, periodEndMs);
        longAt(at(index) + 24, nowMs);
    }

    private int place(long nowMs) {
        int count = count();
        if (count < COUNTERS_MAX) {
            byteAt(COUNT, count + 1);
            return count;
        }
        int oldest = 0;
        for (int i = 0; i < count; i++) {
            if (periodEndMs(i) <= nowMs) {
                return i;
            }
            if (longAt(at(i) + 24) < longAt(at(oldest) + 24)) {
                oldest = i;
            }
        }
        return oldest;
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
