package io.ocs.rating.rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Taxes of a price. Their rates are added: none is charged on another. What a session costs is rounded once, with its taxes, and how much of it
 * is tax is worked out from that; or the net amount and each tax are rounded by themselves, and then added.
 *
 * @param included whether the amounts of the price contain the taxes already
 * @param byLine whether each tax is rounded by itself; only of taxes that are not included
 */
public record Tax(boolean included, List<Rate> rates, boolean byLine) {

    /** No tax. */
    public static final Tax NONE = new Tax(true, List.of(), false);

    private static final long WHOLE = 1_000_000;

    public Tax {
        rates = List.copyOf(rates);
    }

    /**
     * One tax.
     *
     * @param millionths 190,000 is 19 %
     */
    public record Rate(String name, long millionths) {}

    /** The sum of the rates, millionths. */
    public long millionths() {
        return rates.stream().mapToLong(Rate::millionths).sum();
    }

    /** The shares of the net amount that are rounded, each by itself, and then added: the whole, and with taxes by line one for each of them. */
    List<Fraction> lines() {
        return byLine
                ? Stream.concat(
                                Stream.of(Fraction.ONE),
                                rates.stream().map(rate -> Fraction.of(rate.millionths(), WHOLE)))
                        .toList()
                : List.of(Fraction.ONE);
    }

    /** What part of a charge, taxes included, a rate is, micros rounded half up. */
    public long micros(Rate rate, long chargedMicros) {
        return BigDecimal.valueOf(chargedMicros)
                .multiply(BigDecimal.valueOf(rate.millionths()))
                .divide(BigDecimal.valueOf(WHOLE + millionths()), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
