package io.ocs.core.journal;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionIdType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Somebody is to be told of something, behind the record of what has brought it about. Its place in the journal is its identity. */
public final class NotificationRecord extends RecordBody {

    /** What it is about. Ordinals never change. */
    public enum Subject {
        /** The money that pays for anything, micros. */
        BALANCE,
        /** A bucket of an allowance, units. */
        ALLOWANCE,
        /** A counter, units or micros. */
        COUNTER,
        /** The state of the subscriber: ordinals of {@link io.ocs.core.state.LifeCycle}. */
        STATE;

        private static final Subject[] VALUES = values();
    }

    // 0 account | 8 subscriber | 16 key of counter or allowance | 24 value before | 32 value after | 40 threshold |
    // 48 subject u8 | 49 subscription type u8 | 52 currency i32 | 56 name of the notification, name of what it is
    // about,
    // subscription: length u8, octets each
    private static final int STRINGS = 56;
    private int length;

    public NotificationRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public NotificationRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, STRINGS);
        return this;
    }

    public void owner(long accountId, long subscriberId, int currency) {
        longAt(0, accountId);
        longAt(8, subscriberId);
        intAt(52, currency);
    }

    public void crossing(Subject subject, long key, long before, long after, long threshold) {
        byteAt(48, subject.ordinal());
        longAt(16, key);
        longAt(24, before);
        longAt(32, after);
        longAt(40, threshold);
    }

    /** Last. */
    public void texts(byte[] name, byte[] of, SubscriptionIdType type, byte[] subscription, int subscriptionLength) {
        byteAt(49, type.ordinal());
        int at = putString(STRINGS, name, 0, name.length);
        at = putString(at, of, 0, of.length);
        length = putString(at, subscription, 0, subscriptionLength);
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

    public long key() {
        return longAt(16);
    }

    public long before() {
        return longAt(24);
    }

    public long after() {
        return longAt(32);
    }

    public long threshold() {
        return longAt(40);
    }

    public Subject subject() {
        return Subject.VALUES[byteAt(48)];
    }

    public SubscriptionIdType subscriptionType() {
        return SubscriptionIdType.of(byteAt(49));
    }

    /** ISO 4217 numeric code of the account. */
    public int currency() {
        return intAt(52);
    }

    /** Name of the notification in the catalogue. */
    public void name(Octets into) {
        getString(STRINGS, into);
    }

    /** Name of the counter or allowance; empty for others. */
    public void of(Octets into) {
        getString(STRINGS + 1 + stringLength(STRINGS), into);
    }

    /** An identity of the subscriber. */
    public void subscription(Octets into) {
        int of = STRINGS + 1 + stringLength(STRINGS);
        getString(of + 1 + stringLength(of), into);
    }
}
