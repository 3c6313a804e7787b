package io.ocs.rating.rate;

/**
 * What is charged in one time band.
 *
 * @param name name of the band; empty if the price has only one
 * @param setupNanos set-up fee, 10⁻⁹ of the currency
 */
public record BandTerms(String name, long setupNanos, FirstStep firstStep, Price price) {}
