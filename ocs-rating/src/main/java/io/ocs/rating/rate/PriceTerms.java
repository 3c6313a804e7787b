package io.ocs.rating.rate;

import java.util.List;

/**
 * All that the price of one segment depends on.
 *
 * @param setupNanos set-up fee, 10⁻⁹ of the currency, 0 in a continuation
 * @param stepUnits usage behind the first step is charged in started steps of so many units
 * @param adjustments discounts and taxes in their order
 * @param lines shares of what comes out, each rounded by itself, the first of which is the whole; see {@link Tax#lines}
 */
record PriceTerms(
        long setupNanos,
        FirstStep first,
        Tiers tiers,
        long stepUnits,
        List<Adjustment> adjustments,
        List<Fraction> lines,
        Rounding rounding,
        Limits limits) {

    PriceTerms {
        adjustments = List.copyOf(adjustments);
        lines = List.copyOf(lines);
    }

    /** A price with one amount and nothing else. */
    static PriceTerms of(long setupNanos, FirstStep first, Price price, Rounding rounding, Limits limits) {
        return new PriceTerms(
                setupNanos,
                first,
                Tiers.single(price),
                price.stepUnits(),
                List.of(),
                Tax.NONE.lines(),
                rounding,
                limits);
    }

    /** What is left of {@code nanos} (10⁻⁹ of the currency) behind discounts and taxes; may be below zero, which means nothing. */
    Fraction adjusted(Fraction nanos) {
        Fraction result = nanos;
        for (Adjustment adjustment : adjustments) {
            result = adjustment.apply(result);
        }
        return result;
    }

    /** Set-up fee and first step, before discounts and taxes. */
    Fraction start() {
        Fraction own = first.hasOwnPrice()
                ? Fraction.of(first.ownNanos(), 1)
                : tiers.tiers().get(0).nanosPerUnit().times(Fraction.of(first.units(), 1));
        return Fraction.of(setupNanos, 1).plus(own);
    }

    /** All lines together. */
    Fraction allLines() {
        return lines.stream().reduce(Fraction.ZERO, Fraction::plus);
    }
}
