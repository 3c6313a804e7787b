package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Limits;
import io.ocs.rating.rate.Rounding;
import io.ocs.rating.rate.Tax;
import io.ocs.rating.rate.Tiers;
import java.time.ZoneId;
import java.util.List;

/**
 * A price as written, with what its offer says for all its prices. {@code unit} is never null.
 *
 * @param tierKind null if there are no tiers
 * @param tiersBy name of the counter by whose value the tiers go; null: by the usage of the session
 * @param discounts in their order
 * @param timeZone of its bands, null if neither price nor offer name one
 * @param offerQuota of the offer in which the price was written
 * @param holidays name of the list of holidays that its bands mean, or null
 * @param creditControlled whether the service is charged at all; if not, it is answered 4011
 */
record PriceModel(
        Named name,
        MatchModel match,
        UnitKind unit,
        Terms terms,
        Tiers.Kind tierKind,
        List<TierModel> tiers,
        Named tiersBy,
        Limits limits,
        Rounding rounding,
        boolean isRoundingStated,
        List<Discount> discounts,
        Tax tax,
        ZoneId timeZone,
        Named holidays,
        QuotaTerms quota,
        QuotaTerms offerQuota,
        List<BandModel> bands,
        boolean creditControlled) {

    /** Whether something is counted over the whole session, which a switch of bands would begin anew. */
    boolean countsTheSession() {
        return !limits.equals(Limits.NONE)
                || discounts.stream().anyMatch(discount -> discount.adjustment().minusNanos() > 0);
    }

    /** Whether it has discounts that begin or end. */
    boolean isDated() {
        return discounts.stream().anyMatch(Discount::isDated);
    }
}
