package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Rounding;
import java.time.ZoneId;
import java.util.List;

/**
 * A price as written. {@code unit} is never null.
 *
 * @param timeZone of its bands, null if neither price nor offer name one
 * @param maximumMicros {@link Long#MAX_VALUE} if there is none
 */
record PriceModel(
        Named name,
        MatchModel match,
        UnitKind unit,
        Terms terms,
        long maximumMicros,
        Rounding rounding,
        ZoneId timeZone,
        QuotaTerms quota,
        List<BandModel> bands) {}
