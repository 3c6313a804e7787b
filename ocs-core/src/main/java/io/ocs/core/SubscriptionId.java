package io.ocs.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * An identity of a subscriber in normal form (RFC 8506 §8.46): E.164 digits without plus or {@code tel:}, SIP URIs without
 * parameters. {@link #normalise} is the one place that knows the normal form; it serves the wire and the command line.
 */
public record SubscriptionId(SubscriptionIdType type, String data) {

    /** Longest identity in octets. */
    public static final int LENGTH_MAX = 76;

    public SubscriptionId {
        requireNonNull(type, "type");
        requireNonNull(data, "data");
    }

    /**
     * The identity in normal form.
     *
     * @throws IllegalArgumentException if it is empty, longer than {@value #LENGTH_MAX} octets, or not digits where it must be
     */
    public static SubscriptionId of(SubscriptionIdType type, String data) {
        Octets octets = new Octets(4 * LENGTH_MAX);
        octets.set(data.trim());
        normalise(type, octets);
        String normal = octets.toString();
        boolean digits = type == SubscriptionIdType.END_USER_E164 || type == SubscriptionIdType.END_USER_IMSI;
        if (normal.isEmpty() || octets.length() > LENGTH_MAX || (digits && !normal.matches("\\d{3,15}"))) {
            throw new IllegalArgumentException("'" + data + "' is no " + type.label() + " identity"
                    + (digits ? ": 3 to 15 digits are wanted" : ": 1 to " + LENGTH_MAX + " octets are wanted"));
        }
        return new SubscriptionId(type, normal);
    }

    /** An E.164 number, with or without {@code +} or {@code tel:}. */
    public static SubscriptionId e164(String data) {
        return of(SubscriptionIdType.END_USER_E164, data);
    }

    /** An IMSI; its leading zeros stay. */
    public static SubscriptionId imsi(String data) {
        return of(SubscriptionIdType.END_USER_IMSI, data);
    }

    /** Reads {@code msisdn}, or {@code type:data} with a label of {@link SubscriptionIdType}, such as {@code imsi:001010000000001}. */
    public static SubscriptionId parse(String text) {
        for (SubscriptionIdType type : SubscriptionIdType.values()) {
            String prefix = type.label() + ":";
            if (text.startsWith(prefix)) {
                return of(type, text.substring(prefix.length()));
            }
        }
        return e164(text);
    }

    /** Brings an identity, as a network element sent it, into normal form, in place and without allocation. */
    public static void normalise(SubscriptionIdType type, Octets data) {
        if (type == SubscriptionIdType.END_USER_E164) {
            data.skipPrefix("tel:");
            data.skipPrefix("+");
            data.cutAt(';');
        } else if (type == SubscriptionIdType.END_USER_SIP_URI) {
            data.skipPrefix("sip:");
            data.cutAt(';');
        }
    }

    /** First half of the key of this identity in the identity directory; see {@link Hash128}. */
    public long keyHigh() {
        byte[] bytes = data.getBytes(UTF_8);
        return Hash128.high(bytes, 0, bytes.length, type.ordinal());
    }

    /** Second half of the key. */
    public long keyLow() {
        byte[] bytes = data.getBytes(UTF_8);
        return Hash128.low(bytes, 0, bytes.length, type.ordinal());
    }

    /** {@code e164:491700000001}. */
    @Override
    public String toString() {
        return type.label() + ":" + data;
    }
}
