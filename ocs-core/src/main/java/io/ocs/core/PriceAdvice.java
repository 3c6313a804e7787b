package io.ocs.core;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A price as people are told it before they pay it (TS 32.280; Current-Tariff of TS 32.299): amounts per units, one after the other. It is advice: steps,
 * rounding, allowances, a least and a most charge are not in it. Immutable.
 *
 * @param currency ISO 4217 numeric code
 * @param unit what is counted
 * @param setupMicros charged once, at the beginning of a session; 0: nothing
 * @param rates in the order in which usage comes to them, at least one
 */
public record PriceAdvice(int currency, UnitKind unit, long setupMicros, List<Rate> rates) {

    public PriceAdvice {
        requireNonNull(unit, "unit");
        rates = List.copyOf(rates);
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("a price has at least one rate");
        }
    }

    /**
     * An amount for so many units.
     *
     * @param units at least 1
     * @param nanos 10⁻⁹ of the currency, discounts and taxes included, at least 0
     * @param lasts units for which it holds, before the next one does; {@link Long#MAX_VALUE}: all further ones
     */
    public record Rate(long units, long nanos, long lasts) {

        public Rate {
            if (units < 1 || nanos < 0 || lasts < 1) {
                throw new IllegalArgumentException("a rate is for at least one unit, and not below zero");
            }
        }
    }
}
