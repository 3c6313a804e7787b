package io.ocs.rating.rate;

/**
 * What is charged in one time band.
 *
 * @param name name of the band; empty if the price has only one
 * @param setupNanos set-up fee, 10⁻⁹ of the currency
 * @param price step, and the amount of the first tier
 * @param tiers amounts by usage; a single one without end if the amount does not depend on it
 */
public record BandTerms(String name, long setupNanos, FirstStep firstStep, Price price, Tiers tiers) {}
