package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionIdType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A step of money on its way between two accounts whose shards differ; it stands behind the balance record of the same batch that has moved the money. The
 * step {@link Step#SENT} has all fields; the others leave empty what they do not need.
 */
public final class TransferRecord extends RecordBody {

    /** What has happened. Ordinals never change. */
    public enum Step {
        /** The sender's account was debited: the money is on its way. In the journal of the sender's shard. */
        SENT,
        /** The receiver's account was credited. In the journal of the receiver's shard. */
        RECEIVED,
        /** The sender's shard, in its journal, knows that it was received. */
        SETTLED,
        /** It was refused, and the sender's account, in the journal of its shard, has it again. */
        RETURNED,
        /** The receiver's shard need not remember it any more. */
        FORGOTTEN;

        private static final Step[] VALUES = values();

        /** The step of this ordinal. */
        public static Step of(int ordinal) {
            return VALUES[ordinal];
        }
    }

    // 0 id (high, low) | 16 sent at | 24 amount | 32 sender's account | 40 sender | 48 content hash | 56 currency i32 |
    // 60 step u8 | 61 shard of the receiver u8 | 62 type of the sender's identity u8 | 63 of the receiver's u8 |
    // 64 sender's identity, receiver's identity, reference: length u8, octets each
    private static final int STRINGS = 64;
    private static final byte[] NO_OCTETS = {};
    private int length;

    public TransferRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public TransferRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, STRINGS);
        return this;
    }

    /** @param sentMs time of the debit: with the id it tells this transfer from every other */
    public void transfer(Step step, long idHigh, long idLow, long sentMs) {
        byteAt(60, step.ordinal());
        longAt(0, idHigh);
        longAt(8, idLow);
        longAt(16, sentMs);
    }

    /** Micros of a currency (ISO 4217 numeric code), and the account that they come from. */
    public void money(long micros, int currency, long fromAccountId, long fromSubscriberId) {
        longAt(24, micros);
        intAt(56, currency);
        longAt(32, fromAccountId);
        longAt(40, fromSubscriberId);
    }

    public void target(int toShard, long contentHash) {
        byteAt(61, toShard);
        longAt(48, contentHash);
    }

    /** Last: both identities as the command named them, and its idempotency key. */
    public void texts(SubscriptionIdType fromType, Octets from, SubscriptionIdType toType, Octets to, Octets key) {
        byteAt(62, fromType.ordinal());
        byteAt(63, toType.ordinal());
        length = putString(putString(putString(STRINGS, from), to), key);
    }

    /** Last, where nobody needs the texts. */
    public void noTexts() {
        length = STRINGS;
        for (int i = 0; i < 3; i++) {
            length = putString(length, NO_OCTETS, 0, 0);
        }
    }

    public int length() {
        return length;
    }

    public Step step() {
        return Step.of(byteAt(60));
    }

    public long idHigh() {
        return longAt(0);
    }

    public long idLow() {
        return longAt(8);
    }

    public long sentMs() {
        return longAt(16);
    }

    /** Micros, at least 1. */
    public long micros() {
        return longAt(24);
    }

    public int currency() {
        return intAt(56);
    }

    public long fromAccountId() {
        return longAt(32);
    }

    public long fromSubscriberId() {
        return longAt(40);
    }

    public long contentHash() {
        return longAt(48);
    }

    public int toShard() {
        return byteAt(61) & 0xff;
    }

    public SubscriptionIdType fromType() {
        return SubscriptionIdType.of(byteAt(62));
    }

    public SubscriptionIdType toType() {
        return SubscriptionIdType.of(byteAt(63));
    }

    public void from(Octets into) {
        getString(STRINGS, into);
    }

    public void to(Octets into) {
        getString(STRINGS + 1 + stringLength(STRINGS), into);
    }

    public void reference(Octets into) {
        int to = STRINGS + 1 + stringLength(STRINGS);
        getString(to + 1 + stringLength(to), into);
    }
}
