package io.ocs.rating.rate;

import java.math.BigInteger;

/**
 * What one unit of a linear price counts in a credit pool (RFC 8506 §5.1.2, §8.30): {@code digits · 10^exponent}, exactly 9 · 2²⁰ times its price in the
 * currency. So prices per minute, per hour and per MiB have few decimals, too. A price that has too many, or is not linear (set-up fee, first step, tiers,
 * a minimum or maximum, a discount of an amount, nothing to pay), has no multiplier.
 *
 * @param digits 0: none
 * @param slackMicros what a usage may cost beyond its part of the pool at most: its steps end later than its units, and it is rounded
 */
record PoolMultiplier(long digits, int exponent, long slackMicros) {

    static final PoolMultiplier NONE = new PoolMultiplier(0, 0, 0);

    private static final long PARTS_OF_THE_CURRENCY = 9L << 20;
    private static final int NANO_EXPONENT = -9;
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final int LONG_BITS = 63;

    static PoolMultiplier of(PriceTerms terms) {
        if (!isLinear(terms)) {
            return NONE;
        }
        Fraction perUnit =
                terms.adjusted(terms.tiers().tiers().get(0).nanosPerUnit()).times(terms.allLines());
        Fraction parts = perUnit.times(Fraction.of(PARTS_OF_THE_CURRENCY, 1));
        int decimals = decimals(parts.denominator());
        BigInteger step = perUnit.times(Fraction.of(terms.stepUnits(), 1_000)).floor();
        if (perUnit.signum() <= 0 || decimals < 0 || step.bitLength() > LONG_BITS / 2) {
            return NONE;
        }
        BigInteger digits =
                parts.numerator().multiply(BigInteger.TEN.pow(decimals)).divide(parts.denominator());
        int exponent = NANO_EXPONENT - decimals;
        while (digits.mod(BigInteger.TEN).signum() == 0) {
            digits = digits.divide(BigInteger.TEN);
            exponent++;
        }
        long slack = 2
                * (step.longValueExact()
                        + 1
                        + terms.lines().size() * terms.rounding().quantumMicros());
        return digits.bitLength() > LONG_BITS ? NONE : new PoolMultiplier(digits.longValueExact(), exponent, slack);
    }

    private static boolean isLinear(PriceTerms terms) {
        return terms.setupNanos() == 0
                && terms.first().units() == 0
                && terms.tiers().isSingle()
                && terms.limits().equals(Limits.NONE)
                && terms.adjustments().stream().allMatch(each -> each.minusNanos() == 0);
    }

    /** Decimals that a fraction of this denominator has; -1: infinitely many. */
    private static int decimals(BigInteger denominator) {
        int twos = denominator.getLowestSetBit();
        BigInteger rest = denominator.shiftRight(twos);
        int fives = 0;
        while (rest.mod(FIVE).signum() == 0) {
            rest = rest.divide(FIVE);
            fives++;
        }
        return rest.equals(BigInteger.ONE) ? Math.max(twos, fives) : -1;
    }
}
