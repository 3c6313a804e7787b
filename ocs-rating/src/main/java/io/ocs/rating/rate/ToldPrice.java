package io.ocs.rating.rate;

import io.ocs.core.PriceAdvice;
import io.ocs.core.PriceAdvice.Rate;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Puts a price into the words in which people are told it (TS 32.280). Amounts are rounded half up to 10⁻⁹ of the currency. */
final class ToldPrice {

    private static final int LONG_BITS = 63;

    private ToldPrice() {}

    /** @return null if the price cannot be told so: its tiers go by the whole usage or by a counter, or an amount is too large */
    static PriceAdvice of(PlanTerms plan, BandTerms band, long setupMicros) {
        Tiers tiers = band.tiers();
        if (plan.tierCounter() != null || (tiers.kind() == Tiers.Kind.VOLUME && !tiers.isSingle())) {
            return null;
        }
        PriceTerms terms = plan.opening(band);
        List<Rate> rates = new ArrayList<>();
        long begin = 0;
        if (terms.first().hasOwnPrice()) {
            begin = terms.first().units();
            if (!add(rates, terms, begin, Fraction.of(terms.first().ownNanos(), 1), begin)) {
                return null;
            }
        }
        for (Tier tier : tiers.tiers()) {
            long lasts = tier.upTo() == Long.MAX_VALUE ? Long.MAX_VALUE : tier.upTo() - begin;
            if (lasts > 0 && !add(rates, terms, tier.perUnits(), Fraction.of(tier.nanos(), 1), lasts)) {
                return null;
            }
            begin = Math.max(begin, tier.upTo());
        }
        return new PriceAdvice(plan.currency(), plan.unit(), setupMicros, rates);
    }

    private static boolean add(List<Rate> rates, PriceTerms terms, long units, Fraction nanos, long lasts) {
        Fraction told =
                terms.adjusted(nanos).minus(terms.adjusted(Fraction.ZERO)).max(Fraction.ZERO);
        BigInteger rounded = told.plus(Fraction.of(1, 2)).floor();
        if (rounded.bitLength() > LONG_BITS) {
            return false;
        }
        rates.add(new Rate(units, rounded.longValueExact(), lasts));
        return true;
    }
}
