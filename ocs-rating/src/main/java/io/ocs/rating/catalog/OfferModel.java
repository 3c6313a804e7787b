package io.ocs.rating.catalog;

import io.ocs.core.charging.Fee;
import io.ocs.rating.rate.Rounding;
import io.ocs.rating.rate.Tax;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/**
 * An offer as written.
 *
 * @param name under which subscribers have it, that of the generation included
 * @param isAddOn whether it is only sold within other offers
 * @param includes names of offers whose prices and allowances are part of this one
 */
record OfferModel(
        Named name,
        String description,
        Currency currency,
        long creditLimitMicros,
        boolean isAddOn,
        OfferSale sale,
        List<Named> includes,
        List<AllowanceModel> allowances,
        List<CounterModel> counters,
        List<NotificationModel> notifications,
        List<Fee> fees,
        List<PriceModel> prices) {

    /** What an offer says for all its prices. */
    record Defaults(
            Currency currency,
            Rounding rounding,
            boolean isRoundingStated,
            List<Discount> discounts,
            Tax tax,
            ZoneId timeZone,
            Named holidays,
            QuotaTerms quota) {}

    OfferModel with(
            List<AllowanceModel> newAllowances,
            List<CounterModel> newCounters,
            List<NotificationModel> newNotifications,
            List<PriceModel> newPrices) {
        return new OfferModel(
                name,
                description,
                currency,
                creditLimitMicros,
                isAddOn,
                sale,
                includes,
                newAllowances,
                newCounters,
                newNotifications,
                fees,
                newPrices);
    }

    /** The same, sold otherwise. */
    OfferModel as(OfferSale newSale) {
        return new OfferModel(
                SaleReader.fullName(newSale),
                description,
                currency,
                creditLimitMicros,
                isAddOn,
                newSale,
                includes,
                allowances,
                counters,
                notifications,
                fees,
                prices);
    }
}
