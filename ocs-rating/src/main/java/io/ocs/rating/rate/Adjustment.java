package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

/**
 * One step from a price before discounts and taxes to what is paid, in the order of the offer.
 *
 * @param name for people
 * @param factor what the amount is multiplied by: 4/5 for a discount of 20 %, 119/100 for a tax of 19 % on top
 * @param minusNanos taken off before that, 10⁻⁹ of the currency, not below zero in all
 * @param isTax whether it is a tax that comes on top, not a discount
 */
public record Adjustment(String name, Fraction factor, long minusNanos, boolean isTax) {

    public Adjustment {
        requireNonNull(name, "name");
        if (factor.signum() < 0 || minusNanos < 0) {
            throw new IllegalArgumentException("a discount or tax has no negative amounts");
        }
    }

    /** A discount in per cent, given in millionths: 200,000 is 20 %. */
    public static Adjustment discount(String name, long millionths) {
        return new Adjustment(name, Fraction.of(1_000_000 - millionths, 1_000_000), 0, false);
    }

    /** A discount of an amount per session. */
    public static Adjustment discountNanos(String name, long nanos) {
        return new Adjustment(name, Fraction.ONE, nanos, false);
    }

    /** Taxes on top, their rates being added first: none is charged on another. */
    public static Adjustment tax(String name, long millionths) {
        return new Adjustment(name, Fraction.of(1_000_000 + millionths, 1_000_000), 0, true);
    }

    /** The same without what is taken off once per session. */
    Adjustment lasting() {
        return new Adjustment(name, factor, 0, isTax);
    }

    /** The amount (10⁻⁹ of the currency) behind this step; it may be below zero before the last step. */
    Fraction apply(Fraction nanos) {
        return nanos.minus(Fraction.of(minusNanos, 1)).times(factor);
    }
}
