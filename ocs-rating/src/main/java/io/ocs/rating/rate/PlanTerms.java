package io.ocs.rating.rate;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.Counter;
import java.util.List;

/**
 * What all bands of a price have in common.
 *
 * @param name {@code offer/price}; its hash is the plan key
 * @param currency ISO 4217 numeric code
 * @param adjustments discounts in their order, then taxes that come on top
 * @param counters what counts the usage at this price
 * @param tierCounter the one of them by whose value the tiers go; null: they go by the session
 * @param tax taxes, on top or included: what part of a charge they are
 * @param creditControlled whether the service is charged at all; if not, it is answered 4011
 */
public record PlanTerms(
        String name,
        UnitKind unit,
        int currency,
        Rounding rounding,
        Limits limits,
        List<Adjustment> adjustments,
        Tax tax,
        List<PayingAllowance> allowances,
        QuotaPolicy quota,
        boolean creditControlled,
        List<Counter> counters,
        Counter tierCounter) {

    public PlanTerms {
        adjustments = List.copyOf(adjustments);
        allowances = List.copyOf(allowances);
        counters = List.copyOf(counters);
    }

    /** The price at the start of a session. */
    PriceTerms opening(BandTerms band) {
        return new PriceTerms(
                band.setupNanos(),
                band.firstStep(),
                band.tiers(),
                band.price().stepUnits(),
                adjustments,
                tax.lines(),
                rounding,
                limits);
    }

    /** The price in a segment that continues another: set-up fee, first step, minimum and discounts per session were in the first one. */
    PriceTerms continuation(BandTerms band, long setupMicros) {
        List<Adjustment> lasting = adjustments.stream().map(Adjustment::lasting).toList();
        long maximum = limits.hasMaximum() ? Math.max(0, limits.maximumMicros() - setupMicros) : Long.MAX_VALUE;
        return new PriceTerms(
                0,
                FirstStep.NONE,
                band.tiers(),
                band.price().stepUnits(),
                lasting,
                tax.lines(),
                rounding,
                new Limits(0, maximum, limits.freeBeyond()));
    }

    /** Everything that a price depends on, spelled out since its hash is journaled: the text of a price never changes between versions. */
    String text(BandTerms band) {
        Price price = band.price();
        StringBuilder text = new StringBuilder(" ")
                .append(band.setupNanos())
                .append(' ')
                .append(band.firstStep().units())
                .append('/')
                .append(band.firstStep().ownNanos())
                .append(' ')
                .append(price.nanos())
                .append('/')
                .append(price.perUnits())
                .append('/')
                .append(price.stepUnits())
                .append(' ')
                .append(currency)
                .append(' ')
                .append(rounding.mode())
                .append(' ')
                .append(rounding.decimals())
                .append(' ')
                .append(limits.maximumMicros());
        if (!band.tiers().isSingle()) {
            text.append(' ').append(band.tiers().kind());
            band.tiers().tiers().forEach(tier -> text.append(' ')
                    .append(tier.upTo())
                    .append(':')
                    .append(tier.nanos())
                    .append('/')
                    .append(tier.perUnits()));
        }
        adjustments.forEach(step -> text.append(" -")
                .append(step.minusNanos())
                .append('*')
                .append(step.factor().numerator())
                .append('/')
                .append(step.factor().denominator()));
        if (tax.byLine()) {
            tax.rates().forEach(rate -> text.append(" line ").append(rate.millionths()));
        }
        if (limits.minimumMicros() > 0 || limits.freeBeyond()) {
            text.append(" min ").append(limits.minimumMicros()).append(limits.freeBeyond() ? " free" : "");
        }
        if (tierCounter != null) {
            text.append(" by ").append(tierCounter.name());
        }
        return text.toString();
    }
}
