package io.ocs.core;

import java.util.Locale;

/** Subscription-Id-Type (RFC 8506 §8.47). */
public enum SubscriptionIdType {
    END_USER_E164,
    END_USER_IMSI,
    END_USER_SIP_URI,
    END_USER_NAI,
    END_USER_PRIVATE;

    private static final SubscriptionIdType[] VALUES = values();

    /** The type numbered {@code value} on the wire, or null if there is none. */
    public static SubscriptionIdType of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : null;
    }

    /** Short name for people and files: {@code e164}, {@code imsi}, {@code sip-uri}, {@code nai}, {@code private}. */
    public String label() {
        return name().substring("END_USER_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
