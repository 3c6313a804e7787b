package io.ocs.core.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.core.Octets;

/** A subscriber: a member of one account, with its own offer and identities. */
public final class SubscriberEntry extends Entry<SubscriberEntry> {

    // 0 key (subscriber id, 0) | 16 account i64 | 24 state u8 | 25 offer name length u8 | 28 identities i32 | 32 offer
    // key i64
    // 40 first identity (high, low) | 56 next member i64 | 64 offer name | 112 creation (key, content)

    /** Longest name of an offer, octets of ASCII. */
    public static final int OFFER_NAME_MAX = 48;

    private static final int OFFER_NAME = 64;
    private static final int CREATION = OFFER_NAME + OFFER_NAME_MAX;
    static final int LENGTH = CREATION + 2 * Long.BYTES;

    public long subscriberId() {
        return keyHigh();
    }

    public long accountId() {
        return longAt(16);
    }

    public void accountId(long value) {
        longAt(16, value);
    }

    public LifeCycle state() {
        return LifeCycle.of(byteAt(24));
    }

    public void state(LifeCycle value) {
        byteAt(24, value.ordinal());
    }

    public int identityCount() {
        return intAt(28);
    }

    public void identityCount(int value) {
        intAt(28, value);
    }

    /** Key of the offer; see {@link io.ocs.core.charging.RatingFunction#offerKey(String)}. */
    public long offerKey() {
        return longAt(32);
    }

    /** Name of the offer: allocates. */
    public String offerName() {
        byte[] name = new byte[byteAt(25)];
        bytesAt(OFFER_NAME, name, 0, name.length);
        return new String(name, US_ASCII);
    }

    /** Copies the name of the offer, and gives the copy. */
    public Octets offerName(Octets into) {
        bytesAt(OFFER_NAME, into.array(), 0, byteAt(25));
        into.length(byteAt(25));
        return into;
    }

    public void offer(long key, byte[] name, int nameLength) {
        longAt(32, key);
        byteAt(25, nameLength);
        putBytesAt(OFFER_NAME, name, 0, nameLength);
    }

    public long firstIdentityHigh() {
        return longAt(40);
    }

    public long firstIdentityLow() {
        return longAt(48);
    }

    public void firstIdentity(long high, long low) {
        longAt(40, high);
        longAt(48, low);
    }

    /** Hash of the idempotency key of the command that created the subscriber. */
    public long creationKey() {
        return longAt(CREATION);
    }

    /** Hash of that command's content. */
    public long creationContent() {
        return longAt(CREATION + Long.BYTES);
    }

    public void creation(long key, long content) {
        longAt(CREATION, key);
        longAt(CREATION + Long.BYTES, content);
    }

    /** Next member of the account, 0 if this is the last. */
    public long nextMember() {
        return longAt(56);
    }

    public void nextMember(long subscriberId) {
        longAt(56, subscriberId);
    }

    @Override
    protected int length() {
        return LENGTH;
    }
}
