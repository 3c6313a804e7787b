package io.ocs.rating.rate;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Which band holds at an instant: a week of local time, Monday 00:00 first, cut into parts. Bands follow the local clock, also in the
 * nights in which it is put forward or back: an hour that the clock skips belongs to no band, one that it shows twice belongs to its
 * band twice.
 */
public final class WeeklyPlan implements TimePlan {

    /** Seconds of a week. */
    public static final int WEEK_S = 7 * 24 * 60 * 60;

    private static final long MONDAY_SHIFT_S = 3 * 24 * 60 * 60; // 1970 began on a Thursday
    private static final long NEVER = Long.MAX_VALUE;

    private final ZoneOffsets offsets;
    private final int[] startsS;
    private final int[] bands;
    private final boolean constant;

    /**
     * @param startsS second of the week at which each part begins, ascending, the first 0
     * @param bands band of each part
     */
    public WeeklyPlan(ZoneId zone, int[] startsS, int[] bands) {
        if (startsS.length == 0 || startsS[0] != 0 || startsS.length != bands.length) {
            throw new IllegalArgumentException("a weekly plan begins on Monday 00:00 and has one band for each part");
        }
        this.offsets = new ZoneOffsets(zone);
        this.startsS = startsS.clone();
        this.bands = bands.clone();
        this.constant = Arrays.stream(bands).allMatch(band -> band == bands[0]);
    }

    /** One band, always. */
    public static WeeklyPlan always() {
        return new WeeklyPlan(ZoneOffset.UTC, new int[] {0}, new int[] {0});
    }

    @Override
    public int bandAt(long atMs) {
        return constant ? bands[0] : bands[partAt(secondOfWeek(atMs, offsets.periodAt(atMs)))];
    }

    @Override
    public long nextSwitchMs(long atMs) {
        if (constant) {
            return NEVER;
        }
        int band = bandAt(atMs);
        long fromMs = atMs;
        while (true) {
            int period = offsets.periodAt(fromMs);
            long switchMs = switchWithin(fromMs, period, band);
            long endMs = offsets.endMs(period);
            if (switchMs < endMs || endMs == NEVER) {
                return switchMs;
            }
            if (bandAt(endMs) != band) {
                return endMs;
            }
            fromMs = endMs;
        }
    }

    /** The next switch to a band other than {@code band} as if the offset of {@code period} held for ever. */
    private long switchWithin(long fromMs, int period, int band) {
        int second = secondOfWeek(fromMs, period);
        int part = partAt(second);
        long aheadS = -second;
        do {
            part++;
            if (part == bands.length) {
                part = 0;
                aheadS += WEEK_S;
            }
        } while (bands[part] == band);
        return Math.floorDiv(fromMs, 1000) * 1000 + (aheadS + startsS[part]) * 1000;
    }

    private int secondOfWeek(long atMs, int period) {
        long localS = Math.floorDiv(atMs, 1000) + offsets.offsetS(period);
        return (int) Math.floorMod(localS + MONDAY_SHIFT_S, (long) WEEK_S);
    }

    private int partAt(int secondOfWeek) {
        int index = Arrays.binarySearch(startsS, secondOfWeek);
        return index >= 0 ? index : -index - 2;
    }
}
