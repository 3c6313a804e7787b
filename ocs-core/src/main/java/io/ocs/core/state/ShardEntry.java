package io.ocs.core.state;

/** Counters of a shard. All entries of this package are flyweights over native memory: wrap, then read and write. */
public final class ShardEntry extends Entry<ShardEntry> {

    //  0 key | 16 next CDR number | 24 next subscriber id | 32 time of the last record (ms) | 40 journal position
    // applied
    static final int LENGTH = 64;

    /** Number of the next charging data record of this shard; numbers are dense and begin with 1. */
    public long nextRecordNumber() {
        return longAt(16);
    }

    public void nextRecordNumber(long value) {
        longAt(16, value);
    }

    /** Next free account and subscriber number of this shard. */
    public long nextSubscriberId() {
        return longAt(24);
    }

    public void nextSubscriberId(long value) {
        longAt(24, value);
    }

    /** Time of the last batch applied, milliseconds since 1970. */
    public long lastTimeMs() {
        return longAt(32);
    }

    public void lastTimeMs(long value) {
        longAt(32, value);
    }

    /** Journal position behind the last batch applied. */
    public long appliedPosition() {
        return longAt(40);
    }

    public void appliedPosition(long value) {
        longAt(40, value);
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
