package io.ocs.rating.rate;

import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import java.util.List;

/** One price of an offer in all its time bands. Immutable; safe on any thread. */
public final class PricePlan {

    private final String name;
    private final TimePlan week;
    private final BandTariff[] bands;

    /**
     * @param bands in the order of the numbers that {@code week} uses
     * @throws ArithmeticException if a price is so fine or so large that its terms do not fit in 63 bits
     */
    public PricePlan(PlanTerms terms, List<BandTerms> bands, TimePlan week) {
        this.name = terms.name();
        this.week = week;
        this.bands =
                bands.stream().map(band -> new BandTariff(terms, band, week)).toArray(BandTariff[]::new);
    }

    /**
     * A price that has other terms from some instants on.
     *
     * @param stretches terms before the first of the instants, and from each of them on
     * @param startsMs the instants, ascending
     */
    public PricePlan(List<PlanTerms> stretches, long[] startsMs, List<BandTerms> bands, TimePlan week) {
        this.name = stretches.get(0).name();
        this.week = new DatedPlan(week, startsMs, bands.size());
        this.bands = stretches.stream()
                .flatMap(terms -> bands.stream().map(band -> new BandTariff(terms, band, this.week)))
                .toArray(BandTariff[]::new);
    }

    /** {@link Tariff#planKey()} of all its tariffs. */
    public long key() {
        return RatingFunction.offerKey(name);
    }

    /** {@code offer/price}. */
    public String name() {
        return name;
    }

    /** The tariff that holds at an instant, milliseconds since 1970. */
    public Tariff at(long atMs) {
        return bands[week.bandAt(atMs)];
    }
}
