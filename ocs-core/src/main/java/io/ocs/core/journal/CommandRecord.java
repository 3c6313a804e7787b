package io.ocs.core.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A command was carried out under an idempotency key; kept until it expires, so that its repeat is answered alike and changes nothing. */
public final class CommandRecord extends RecordBody {

    // 0 key (high, low) | 16 content hash | 24 expires | 32 result i32
    public static final int LENGTH = 40;

    public CommandRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public CommandRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, LENGTH);
        return this;
    }

    public void command(long keyHigh, long keyLow, long contentHash, long expiresMs, int result) {
        longAt(0, keyHigh);
        longAt(8, keyLow);
        longAt(16, contentHash);
        longAt(24, expiresMs);
        intAt(32, result);
    }

    public long keyHigh() {
        return longAt(0);
    }

    public long keyLow() {
        return longAt(8);
    }

    public long contentHash() {
        return longAt(16);
    }

    public long expiresMs() {
        return longAt(24);
    }

    public int result() {
        return intAt(32);
    }
}
