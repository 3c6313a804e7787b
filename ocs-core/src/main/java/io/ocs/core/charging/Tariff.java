package io.ocs.core.charging;

import io.ocs.core.FinalUnit;
import io.ocs.core.PriceAdvice;
import io.ocs.core.UnitKind;

/**
 * One price in one time band, compiled: price determination (units → money), unit determination (money → units) and the
 * grant policy of a service. Amounts of money are micro-units of {@link #currency()}; units are of kind {@link #unit()}.
 * Immutable; safe on any thread; no method allocates. Overflow is an {@link ArithmeticException}, answered 5031.
 *
 * <p>All prices are cumulative: {@code cumulative} counts the units of one price segment (session, service, tariff, payer) from its
 * start. A segment that is a continuation (the session's set-up fee was charged and its first step was taken in an earlier
 * segment) has neither set-up fee nor first-step rule.
 */
public interface Tariff {

    /** Names plan and zone whatever the time band; stable over restarts, never 0. */
    long planKey();

    /** Names plan, zone and time band: another value begins a new price segment. Stable over restarts, never 0. */
    long segmentKey();

    /** Whether the service is under credit control at all; if not, it is answered 4011 and nothing is charged (RFC 8506 §9.1). */
    default boolean isCreditControlled() {
        return true;
    }

    /** Kind of the units that are granted and charged: seconds, total octets or service-specific units. */
    UnitKind unit();

    /** ISO 4217 numeric code. */
    int currency();

    /** Set-up fee in micros, charged once per session and service with its first used unit (or its first event); at least 0. */
    long setupMicros();

    /**
     * Price of {@code cumulative} units from the start of a segment, without set-up fee, rounded as the offer says; at least 0. It never falls
     * with more units, except where a volume tier begins.
     */
    long priceMicros(long cumulative, boolean continuation);

    /**
     * Most units that can be added to {@code cumulative} so that the price rises by at most {@code micros}; ends at a whole step; 0 if
     * not one further step can be paid (the open step, paid already, is included). {@link Long#MAX_VALUE} if the units cost nothing.
     */
    long affordableUnits(long cumulative, boolean continuation, long micros);

    /**
     * Units that can be added to {@code cumulative}, the end of a step, and cost nothing, whatever the rounding: what is granted without money.
     * {@link Long#MAX_VALUE} if all of them cost nothing.
     */
    default long freeUnits(long cumulative, boolean continuation) {
        return affordableUnits(cumulative, continuation, 0) == Long.MAX_VALUE ? Long.MAX_VALUE : 0;
    }

    /**
     * What has to be held for {@code units} more: the most that they can add to the price on their way. A price may fall where a volume tier
     * begins; everywhere else this is the price of the units.
     */
    default long holdMicros(long cumulative, long units, boolean continuation) {
        return priceMicros(Math.addExact(cumulative, units), continuation) - priceMicros(cumulative, continuation);
    }

    /** The first whole step at or above {@code cumulative}: what is charged for, in units. */
    long stepCeiling(long cumulative, boolean continuation);

    /**
     * What one unit counts in a credit pool (RFC 8506 §8.30): Value-Digits of the multiplier. The multipliers of all prices of a currency are in
     * proportion. 0: the price is not linear, or has infinitely many decimals, and its units are granted beside any pool.
     */
    default long poolDigits() {
        return 0;
    }

    /** Exponent of the multiplier, see {@link #poolDigits}. */
    default int poolExponent() {
        return 0;
    }

    /** What a usage may cost beyond what its units count in the pool, micros: steps, and rounding. */
    default long poolSlackMicros() {
        return 0;
    }

    /** Counters that count what is used at this price. Not to be changed. */
    default Counter[] counters() {
        return Counter.NONE;
    }

    /**
     * The counter of paid usage by whose value the tiers go; null if they go by the usage of the session. Prices are then those of the whole usage of the
     * counter's period: {@code cumulative} is the counter's value, and there are no continuations.
     */
    default Counter tierCounter() {
        return null;
    }

    /** Number of allowances (unit buckets) that may pay for this service before money does. */
    int allowanceCount();

    /** Key of an allowance, as stored in the bucket; see {@link RatingFunction#offerKey} for how keys come from names. */
    long allowanceKey(int index);

    /** Units of one step inside this allowance, at least 1. */
    long allowanceStep(int index);

    /**
     * The next instant after {@code atMs} at which another tariff applies, milliseconds since 1970, or an earlier one if that is weeks away;
     * {@link Long#MAX_VALUE} if none ever does.
     */
    long validUntilMs(long atMs);

    /** Units granted when Requested-Service-Unit is empty. At least 1. */
    long grantDefault();

    /** Most units of one grant, at least 1. */
    long grantMax();

    /** Validity-Time of a grant in seconds, at least 1. */
    int validityTimeS();

    /** Quota threshold for a grant of that many units: 0 (none) to less than the units. */
    long quotaThreshold(long granted);

    /** Quota-Holding-Time in seconds (TS 32.299): traffic may pause so long before the client gives its quota back; 0: none is sent. */
    int quotaHoldingTimeS();

    /** Quota-Consumption-Time in seconds (TS 32.299): of a pause so much counts as used time. 0 (none is sent) unless {@link #unit()} is time. */
    int quotaConsumptionTimeS();

    /** The price as people are told it; null if it cannot be told as amounts per units. */
    default PriceAdvice advice() {
        return null;
    }

    /** What the client shall do after the last units. */
    FinalUnit finalUnit();

    /** Name of the price for people and CDRs, such as {@code prepaid-data/internet/peak}. ASCII. */
    String name();
}
