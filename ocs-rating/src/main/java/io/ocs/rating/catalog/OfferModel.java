package io.ocs.rating.catalog;

import java.util.Currency;
import java.util.List;

/** An offer as written. */
record OfferModel(
        Named name,
        String description,
        Currency currency,
        long creditLimitMicros,
        QuotaTerms quota,
        List<AllowanceModel> allowances,
        List<PriceModel> prices) {}
