package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.state.LifeCycle;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A subscriber added, changed (state and offer as they are from now on) or removed. */
public final class SubscriberRecord extends RecordBody {

    // 0 subscriber | 8 account | 16 offer key | 24 state u8 | 25 offer name: length u8, ASCII | then creation: key,
    // content i64
    private static final int NAME = 25;
    private int length;

    public SubscriberRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public SubscriberRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, NAME);
        return this;
    }

    public void subscriber(long subscriberId, long accountId, LifeCycle state, long offerKey, byte[] offerName) {
        longAt(0, subscriberId);
        longAt(8, accountId);
        longAt(16, offerKey);
        byteAt(24, state.ordinal());
        length = putString(NAME, offerName, 0, offerName.length);
    }

    public void subscriber(long subscriberId, long accountId, LifeCycle state, long offerKey, Octets offerName) {
        longAt(0, subscriberId);
        longAt(8, accountId);
        longAt(16, offerKey);
        byteAt(24, state.ordinal());
        length = putString(NAME, offerName);
    }

    /** Who created it: hashes of the command's idempotency key and content; 0 in other records. After {@link #subscriber}. */
    public void creation(long key, long content) {
        length = putLong(putLong(length, key), content);
    }

    public long creationKey() {
        return longAt(creationAt());
    }

    public long creationContent() {
        return longAt(creationAt() + Long.BYTES);
    }

    private int creationAt() {
        return NAME + 1 + stringLength(NAME);
    }

    public int length() {
        return length;
    }

    public long subscriberId() {
        return longAt(0);
    }

    public long accountId() {
        return longAt(8);
    }

    public long offerKey() {
        return longAt(16);
    }

    public LifeCycle state() {
        return LifeCycle.of(byteAt(24));
    }

    public void offerName(Octets into) {
        getString(NAME, into);
    }
}
