package io.ocs.core.state;

/** Something that is due at a time, for a subscriber or account: the time is journaled, so a restart knows what was missed. */
public final class TimerEntry extends Entry<TimerEntry> {

    // 0 key (owner, kind) | 16 due i64 | 24 argument i64
    static final int LENGTH = 32;

    /** Kind: the state of the subscriber ends. */
    public static final long LIFE_CYCLE = 1;

    /** Subscriber or account. */
    public long ownerId() {
        return keyHigh();
    }

    public long kind() {
        return keyLow();
    }

    /** Milliseconds since 1970. */
    public long dueMs() {
        return longAt(16);
    }

    /** What the kind makes of it. */
    public long argument() {
        return longAt(24);
    }

    public void due(long dueMs, long argument) {
        longAt(16, dueMs);
        longAt(24, argument);
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
