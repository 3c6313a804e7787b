package io.ocs.core.charging;

import static java.util.Objects.requireNonNull;

/**
 * How much of what a client reports is believed. A report beyond is flagged and counted, and charged as {@code charge} says.
 *
 * @param grantFactorThousandths believed are so many thousandths of the grant that was outstanding, and one largest grant on top; 0: no bound
 * @param elapsedToleranceMs of a time, what has passed since the last report and this on top; negative: no bound
 */
public record UsageBound(int grantFactorThousandths, long elapsedToleranceMs, Charge charge) {

    /** What is charged of usage that nobody can have used. */
    public enum Charge {
        /** What can be believed; the rest is only recorded. */
        BOUND,
        /** All of it. */
        REPORTED
    }

    /** The grant, once, and one largest grant on top; no look at the clock. */
    public static final UsageBound DEFAULT = new UsageBound(1_000, -1, Charge.BOUND);

    private static final long THOUSAND = 1_000;

    public UsageBound {
        requireNonNull(charge, "charge");
    }

    /** Most units believed for a grant; {@link Long#MAX_VALUE} without a bound. */
    long ofGrant(long grantedUnits, long grantMax) {
        if (grantFactorThousandths == 0) {
            return Long.MAX_VALUE;
        }
        long granted = saturatedProduct(grantedUnits / THOUSAND, grantFactorThousandths);
        long rest = grantedUnits % THOUSAND * grantFactorThousandths / THOUSAND;
        return saturatedSum(saturatedSum(granted, rest), grantMax);
    }

    /** Most seconds believed for a time of {@code elapsedMs}; {@link Long#MAX_VALUE} without a bound. */
    long ofElapsed(long elapsedMs) {
        return elapsedToleranceMs < 0
                ? Long.MAX_VALUE
                : saturatedSum(Math.max(0, elapsedMs), elapsedToleranceMs) / THOUSAND;
    }

    private static long saturatedProduct(long units, int factor) {
        return units > Long.MAX_VALUE / factor ? Long.MAX_VALUE : units * factor;
    }

    private static long saturatedSum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
