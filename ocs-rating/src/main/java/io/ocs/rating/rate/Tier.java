package io.ocs.rating.rate;

/**
 * A part of a session's usage with its own amount.
 *
 * @param upTo last unit of the tier, {@link Long#MAX_VALUE} for the last one
 * @param nanos 10⁻⁹ of the currency per {@code perUnits}, at least 0
 * @param perUnits at least 1
 */
public record Tier(long upTo, long nanos, long perUnits) {

    public Tier {
        if (upTo < 1 || nanos < 0 || perUnits < 1) {
            throw new IllegalArgumentException("a tier has units and is priced per at least one unit, not below zero");
        }
    }

    Fraction nanosPerUnit() {
        return Fraction.of(nanos, perUnits);
    }
}
