package io.ocs.rating.rate;

import io.ocs.core.UnitKind;
import java.util.List;

/**
 * What all bands of a price have in common.
 *
 * @param name {@code offer/price}; its hash is the plan key
 * @param currency ISO 4217 numeric code
 * @param maximumMicros highest price of a session's segment, set-up fee included; {@link Long#MAX_VALUE} if there is none
 */
public record PlanTerms(
        String name,
        UnitKind unit,
        int currency,
        Rounding rounding,
        long maximumMicros,
        List<PayingAllowance> allowances,
        QuotaPolicy quota) {

    public PlanTerms {
        allowances = List.copyOf(allowances);
    }
}
