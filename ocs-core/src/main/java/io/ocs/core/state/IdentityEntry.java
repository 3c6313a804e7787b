package io.ocs.core.state;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;

/** One identity (Subscription-Id) of a subscriber, with its full text, so that a clash of hashes is seen. */
public final class IdentityEntry extends Entry<IdentityEntry> {

    // 0 key | 16 subscriber i64 | 24 account i64 | 32 next identity (high, low) | 48 type u8 | 49 length u8 | 50 data
    private static final int DATA = 50;
    static final int LENGTH = 128;

    public long subscriberId() {
        return longAt(16);
    }

    public long accountId() {
        return longAt(24);
    }

    public void owner(long subscriberId, long accountId) {
        longAt(16, subscriberId);
        longAt(24, accountId);
    }

    public long nextHigh() {
        return longAt(32);
    }

    public long nextLow() {
        return longAt(40);
    }

    public void next(long high, long low) {
        longAt(32, high);
        longAt(40, low);
    }

    public SubscriptionIdType type() {
        return SubscriptionIdType.of(byteAt(48));
    }

    public int dataLength() {
        return byteAt(49);
    }

    /** Copies the data, and gives the copy. */
    public Octets data(Octets into) {
        bytesAt(DATA, into.array(), 0, dataLength());
        into.length(dataLength());
        return into;
    }

    public void identity(SubscriptionIdType type, byte[] data, int offset, int count) {
        byteAt(48, type.ordinal());
        byteAt(49, count);
        putBytesAt(DATA, data, offset, count);
    }

    /** Whether this entry is that identity. */
    public boolean is(SubscriptionIdType type, Octets data) {
        if (type() != type || dataLength() != data.length()) {
            return false;
        }
        for (int i = 0; i < data.length(); i++) {
            if (byteAt(DATA + i) != data.array()[i]) {
                return false;
            }
        }
        return true;
    }

    /** The identity as a value: allocates. */
    public SubscriptionId identity() {
        byte[] data = new byte[dataLength()];
        bytesAt(DATA, data, 0, data.length);
        return new SubscriptionId(type(), new String(data, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
