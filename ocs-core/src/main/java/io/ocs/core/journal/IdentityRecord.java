package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionIdType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** An identity given to a subscriber, or taken from it. */
public final class IdentityRecord extends RecordBody {

    // 0 subscriber | 8 account | 16 type u8 | 17 data: length u8, octets
    private static final int DATA = 17;
    private int length;

    public IdentityRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public IdentityRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, DATA);
        return this;
    }

    public void identity(long subscriberId, long accountId, SubscriptionIdType type, byte[] data) {
        longAt(0, subscriberId);
        longAt(8, accountId);
        byteAt(16, type.ordinal());
        length = putString(DATA, data, 0, data.length);
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

    public SubscriptionIdType type() {
        return SubscriptionIdType.of(byteAt(16));
    }

    public void data(Octets into) {
        getString(DATA, into);
    }
}
