package io.ocs.rating.rate;

import java.util.Arrays;

/** A plan in which each band is another one from some instants on: a price whose discounts begin and end. */
final class DatedPlan implements TimePlan {

    private final TimePlan plan;
    private final long[] startsMs;
    private final int bands;

    /**
     * @param startsMs when another stretch begins, ascending
     * @param bands of {@code plan}; those of stretch n follow those of stretch n - 1
     */
    DatedPlan(TimePlan plan, long[] startsMs, int bands) {
        this.plan = plan;
        this.startsMs = startsMs.clone();
        this.bands = bands;
    }

    @Override
    public int bandAt(long atMs) {
        return stretchAt(atMs) * bands + plan.bandAt(atMs);
    }

    @Override
    public long nextSwitchMs(long atMs) {
        int stretch = stretchAt(atMs);
        long next = plan.nextSwitchMs(atMs);
        return stretch == startsMs.length ? next : Math.min(next, startsMs[stretch]);
    }

    private int stretchAt(long atMs) {
        int index = Arrays.binarySearch(startsMs, atMs);
        return index >= 0 ? index + 1 : -index - 1;
    }
}
