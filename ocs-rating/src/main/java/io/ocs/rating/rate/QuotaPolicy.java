package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

import io.ocs.core.FinalUnit;

/**
 * Size and end of a grant.
 *
 * @param grantDefault units if the client names no amount, at least 1
 * @param grantMax most units of one grant, at least {@code grantDefault}
 * @param validityTimeS Validity-Time (RFC 8506 §8.33), at least 1
 * @param thresholdPercent the client asks again when that part of the grant is left, 0 (never before the end) to 99
 * @param holdingTimeS Quota-Holding-Time (TS 32.299); 0: none is sent
 * @param consumptionTimeS Quota-Consumption-Time (TS 32.299); 0: none is sent
 * @param finalUnit what the client shall do after the last units
 */
public record QuotaPolicy(
        long grantDefault,
        long grantMax,
        int validityTimeS,
        int thresholdPercent,
        int holdingTimeS,
        int consumptionTimeS,
        FinalUnit finalUnit) {

    public QuotaPolicy {
        requireNonNull(finalUnit, "finalUnit");
        if (grantDefault < 1 || grantMax < grantDefault || validityTimeS < 1) {
            throw new IllegalArgumentException("a grant has units and a validity time");
        }
        if (thresholdPercent < 0 || thresholdPercent > 99) {
            throw new IllegalArgumentException("a threshold is 0 to 99 percent, not " + thresholdPercent);
        }
        if (holdingTimeS < 0 || consumptionTimeS < 0) {
            throw new IllegalArgumentException("a time is not negative");
        }
    }

    long threshold(long granted) {
        return granted / 100 * thresholdPercent + granted % 100 * thresholdPercent / 100;
    }

    /** The same policy in whole steps of a price; the caller has checked that the maximum holds a step. */
    QuotaPolicy inStepsOf(PriceCurve curve) {
        long max = curve.wholeSteps(grantMax);
        long preset = grantDefault >= max ? max : Math.min(curve.ceiling(grantDefault), max);
        return new QuotaPolicy(preset, max, validityTimeS, thresholdPercent, holdingTimeS, consumptionTimeS, finalUnit);
    }
}
