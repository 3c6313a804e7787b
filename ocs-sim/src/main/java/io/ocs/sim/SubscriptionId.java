package io.ocs.sim;

import static java.util.Objects.requireNonNull;

/**
 * One Subscription-Id (RFC 8506 §8.46) as a client sends it.
 *
 * @param type Subscription-Id-Type on the wire: 0 E.164, 1 IMSI, 2 SIP URI, 3 NAI, 4 private
 * @param data the identity, in whatever form the client writes it ({@code 4917…}, {@code +4917…}, {@code tel:+4917…})
 */
public record SubscriptionId(int type, String data) {
    public SubscriptionId {
        requireNonNull(data, "data");
    }

    public static SubscriptionId e164(String number) {
        return new SubscriptionId(0, number);
    }

    public static SubscriptionId imsi(String imsi) {
        return new SubscriptionId(1, imsi);
    }
}
