/**
 * Rating: from a request to a price. A {@link io.ocs.rating.rate.PriceSelector} finds the {@link io.ocs.rating.rate.PricePlan} of an
 * offer that matches the service, the rating group and the destination; the plan's {@link io.ocs.rating.rate.WeeklyPlan} picks the
 * band; the band is a {@link io.ocs.rating.rate.BandTariff}, whose two {@link io.ocs.rating.rate.PriceCurve}s turn units into money and
 * money into units. Everything here is compiled once, immutable, safe on any thread, and allocates nothing when asked.
 */
package io.ocs.rating.rate;
