package io.ocs.core.charging;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A fee that the catalogue declares for an offer: once, with the subscription, or recurring, at the beginning of each period. Immutable; any thread; not for the
 * path of requests.
 *
 * @param key stable hash of the name, never 0 or 1: the kind of its timer
 * @param micros at least 1
 * @param schedule null for a fee that is charged once
 * @param prorated whether a part of a period costs a part of the fee
 * @param waits whether a fee is not charged while the money is missing: the subscriber is in grace until it is paid
 * @param retryMs after which it is tried again
 * @param decimals to which a part of the fee is rounded, half up
 */
public record Fee(
        String name,
        long key,
        long micros,
        Schedule schedule,
        boolean prorated,
        boolean waits,
        long retryMs,
        int decimals) {

    /** No fees. */
    public static final Fee[] NONE = {};

    private static final int MICRO_DECIMALS = 6;

    /** The periods of a recurring fee. */
    public interface Schedule {

        /** Beginning of the first period behind {@code afterMs}; periods are counted from {@code anchorMs}, or are those of a calendar. */
        long nextMs(long anchorMs, long afterMs);

        /** Length of the period that ends at {@code endMs}, milliseconds. */
        long lengthMs(long anchorMs, long endMs);

        /** Whether periods are those of a calendar, so that the first one is a part. */
        boolean isCalendar();
    }

    /** Whether it is charged again and again. */
    public boolean isRecurring() {
        return schedule != null;
    }

    /** What {@code partMs} of a period of {@code wholeMs} cost: the part of the fee, rounded half up. */
    public long partMicros(long partMs, long wholeMs) {
        if (partMs >= wholeMs) {
            return micros;
        }
        return BigDecimal.valueOf(micros, MICRO_DECIMALS)
                .multiply(BigDecimal.valueOf(Math.max(0, partMs)))
                .divide(BigDecimal.valueOf(wholeMs), decimals, RoundingMode.HALF_UP)
                .movePointRight(MICRO_DECIMALS)
                .longValueExact();
    }
}
