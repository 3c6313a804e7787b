package io.ocs.rating.rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Taxes of a price. Their rates are added: none is charged on another. What a session costs is rounded once, with its taxes; how much of it
 * is tax is worked out from that.
 *
 * @param included whether the amounts of the price contain the taxes already
 */
public record Tax(boolean included, List<Rate> rates) {

    /** No tax. */
    public static final Tax NONE = new Tax(true, List.of());

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

    /** What part of a charge, taxes included, a rate is, micros rounded half up. */
    public long micros(Rate rate, long chargedMicros) {
        return BigDecimal.valueOf(chargedMicros)
                .multiply(BigDecimal.valueOf(rate.millionths()))
                .divide(BigDecimal.valueOf(WHOLE + millionths()), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
