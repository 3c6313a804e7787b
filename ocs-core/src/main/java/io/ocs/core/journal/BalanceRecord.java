package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A bucket credited or debited otherwise than by usage. It is one charging data record. The bucket comes into being if it does not exist. */
public final class BalanceRecord extends RecordBody {

    /** Why the balance changes. Ordinals never change. */
    public enum Reason {
        OPENING,
        TOP_UP,
        ALLOWANCE,
        ADJUSTMENT,
        /** What was left in a bucket when it expired; the bucket is gone afterwards. */
        EXPIRED,
        /** What was left when the account was removed. */
        FORFEITED,
        /** A fee of an offer; positive where the rest of a period is given back. */
        FEE,
        /** Sent to another account; positive where it was refused there and comes back. */
        TRANSFER_OUT,
        /** Received from another account. */
        TRANSFER_IN;

        private static final Reason[] VALUES = values();
    }

    // 0 account | 8 subscriber | 16 bucket i32 | 20 kind u8 | 21 reason u8 | 22 priority i16 | 24 expires | 32
    // allowance | 40 amount
    // 48 balance after | 56 record number | 64 currency i32 | 68 subscription type u8 | 69 subscription, reference:
    // length u8, octets each
    private static final int STRINGS = 69;
    private int length;

    public BalanceRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public BalanceRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, STRINGS);
        return this;
    }

    public void owner(long accountId, long subscriberId, int currency) {
        longAt(0, accountId);
        longAt(8, subscriberId);
        intAt(64, currency);
    }

    public void bucket(int bucketId, UnitKind kind, int priority, long expiresMs, long allowance) {
        intAt(16, bucketId);
        byteAt(20, kind.ordinal());
        shortAt(22, priority);
        longAt(24, expiresMs);
        longAt(32, allowance);
    }

    public void change(Reason reason, long amount, long balanceAfter, long recordNumber) {
        byteAt(21, reason.ordinal());
        longAt(40, amount);
        longAt(48, balanceAfter);
        longAt(56, recordNumber);
    }

    /** Last: the identity that the command named, and its idempotency key or another reference. */
    public void texts(SubscriptionIdType type, byte[] subscription, byte[] reference) {
        byteAt(68, type.ordinal());
        int at = putString(STRINGS, subscription, 0, subscription.length);
        length = putString(at, reference, 0, Math.min(reference.length, 255));
    }

    public int length() {
        return length;
    }

    public long accountId() {
        return longAt(0);
    }

    public long subscriberId() {
        return longAt(8);
    }

    public int currency() {
        return intAt(64);
    }

    public int bucketId() {
        return intAt(16);
    }

    public UnitKind kind() {
        return UnitKind.of(byteAt(20));
    }

    public Reason reason() {
        return Reason.VALUES[byteAt(21)];
    }

    public int priority() {
        return shortAt(22);
    }

    public long expiresMs() {
        return longAt(24);
    }

    public long allowance() {
        return longAt(32);
    }

    /** Units or micros; negative for a debit. */
    public long amount() {
        return longAt(40);
    }

    public long balanceAfter() {
        return longAt(48);
    }

    public long recordNumber() {
        return longAt(56);
    }

    public SubscriptionIdType subscriptionType() {
        return SubscriptionIdType.of(byteAt(68));
    }

    public void subscription(Octets into) {
        getString(STRINGS, into);
    }

    public void reference(Octets into) {
        getString(STRINGS + 1 + stringLength(STRINGS), into);
    }
}
