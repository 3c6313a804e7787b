package io.ocs.core.charging;

import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.function.LongPredicate;

/**
 * Reference point Re (TS 32.296): which tariff applies. Implementations are immutable compiled catalogues: safe on any
 * thread, no allocation, no I/O.
 */
public interface RatingFunction {

    /**
     * The tariff of a service that the subscriber has not used in this session yet.
     *
     * @param offer key of the subscriber's offer, {@link #offerKey(String)}
     * @param request gives service context, called party, visited network, APN
     * @param service gives rating group and service identifier
     * @param atMs the instant that decides on time bands, milliseconds since 1970
     * @return the tariff, or null if the offer has no price for it (answered 5031)
     */
    Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs);

    /**
     * The tariff of a service that was rated before, at another instant: the same price plan and zone, the time band of
     * {@code atMs}.
     *
     * @param planKey {@link Tariff#planKey()} of the tariff found at the first use
     * @return the tariff, or null if the catalogue knows that plan no longer; the caller then asks {@link #tariff}
     */
    Tariff resume(long planKey, long atMs);

    /** Whether an offer of this key exists. */
    boolean knowsOffer(long offer);

    /** Of what the subscribers of an offer are notified; at most {@link Notices#THRESHOLDS_MAX}. */
    default Threshold[] thresholds(long offer) {
        return Threshold.NONE;
    }

    /** The fees of an offer. */
    default Fee[] fees(long offer) {
        return Fee.NONE;
    }

    /**
     * Why somebody may not take an offer, for people, with the name of the rule; null if he may. Not asked on the path of a request.
     *
     * @param offer key of the offer to be taken
     * @param present key of the offer that the subscriber has; 0 for a new one
     * @param others whether one of the account's other members has the offer of that key
     */
    default String offerRefusal(long offer, long present, LongPredicate others) {
        return null;
    }

    /** The limit of an offer's counter, micros; {@link Long#MAX_VALUE} if it has none. */
    default long counterLimitMicros(long offer, long counterKey) {
        return Long.MAX_VALUE;
    }

    /** The key under which accounts and records name an offer: a stable 64-bit hash of its name, never 0. */
    static long offerKey(String name) {
        byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long key = io.ocs.core.Hash128.low(bytes, 0, bytes.length, 0x0ffe6L);
        return key == 0 ? 1 : key;
    }
}
