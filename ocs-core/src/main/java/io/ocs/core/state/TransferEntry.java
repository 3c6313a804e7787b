package io.ocs.core.state;

import io.ocs.core.Hash128;
import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.SubscriptionIdType;

/**
 * Money on its way between accounts in two shards: in the sender's shard from the debit until its outcome is known, in the receiver's from the credit until the
 * sender's shard knows of it. While the first is there, nothing of the second expires: a transfer that is repeated by whoever is never credited twice.
 */
public final class TransferEntry extends Entry<TransferEntry> {

    /** Longest reference, octets. */
    public static final int REFERENCE_MAX = 200;

    private static final long RECEIVED = 0x7ec31;

    // 0 key | 16 received u8 | 17 shard of the receiver u8 | 18, 19 types of the identities u8 | 20 currency i32 |
    // 24 amount i64 | 32 sender's account i64 | 40 sender i64 | 48 content hash i64 | 56 sent at i64 | 64 sender's
    // identity | 144 receiver's identity | 224 reference: length u8, octets each |
    // 432 id high i64
    private static final int FROM = 64;
    private static final int TO = FROM + 80;
    private static final int REFERENCE = TO + 80;
    private static final int ID_HIGH = REFERENCE + 208;
    static final int LENGTH = ID_HIGH + Long.BYTES;

    /** First half of the key under which the receiver's shard remembers what comes from this account; the second is the same. */
    public static long receivedHigh(long idHigh, long fromAccountId) {
        return Hash128.mix(Hash128.mix(idHigh, RECEIVED), fromAccountId);
    }

    /** Whether this is what the receiver's shard remembers. */
    public boolean isReceived() {
        return byteAt(16) != 0;
    }

    /** First half of the transfer's id: of the key itself in the sender's shard; the second half is the key's in both. */
    public long idHigh() {
        return longAt(ID_HIGH);
    }

    public void id(long idHigh, boolean received) {
        longAt(ID_HIGH, idHigh);
        byteAt(16, received ? 1 : 0);
    }

    public int toShard() {
        return byteAt(17) & 0xff;
    }

    public int currency() {
        return intAt(20);
    }

    /** Micros, at least 1. */
    public long micros() {
        return longAt(24);
    }

    public long fromAccountId() {
        return longAt(32);
    }

    public long fromSubscriberId() {
        return longAt(40);
    }

    /** Hash of what the command says. */
    public long contentHash() {
        return longAt(48);
    }

    /** Time of the debit, milliseconds since 1970. */
    public long sentMs() {
        return longAt(56);
    }

    public void money(long micros, int currency, long fromAccountId, long fromSubscriberId) {
        longAt(24, micros);
        intAt(20, currency);
        longAt(32, fromAccountId);
        longAt(40, fromSubscriberId);
    }

    public void target(int toShard, long contentHash, long sentMs) {
        byteAt(17, toShard);
        longAt(48, contentHash);
        longAt(56, sentMs);
    }

    /** The sender as the command named it: allocates. */
    public SubscriptionId from() {
        return new SubscriptionId(SubscriptionIdType.of(byteAt(18)), text(FROM));
    }

    /** The receiver as the command named it: allocates. */
    public SubscriptionId to() {
        return new SubscriptionId(SubscriptionIdType.of(byteAt(19)), text(TO));
    }

    /** Idempotency key of the command: allocates. */
    public String reference() {
        return text(REFERENCE);
    }

    /** Who sends and who receives, as the command named them, and its idempotency key. */
    public void texts(SubscriptionIdType fromType, Octets from, SubscriptionIdType toType, Octets to, Octets key) {
        byteAt(18, fromType.ordinal());
        put(FROM, from);
        byteAt(19, toType.ordinal());
        put(TO, to);
        put(REFERENCE, key);
    }

    private void put(int at, Octets data) {
        byteAt(at, data.length());
        putBytesAt(at + 1, data.array(), 0, data.length());
    }

    private String text(int at) {
        Octets data = new Octets(255);
        int count = byteAt(at) & 0xff;
        bytesAt(at + 1, data.array(), 0, count);
        data.length(count);
        return data.toString();
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
