package io.ocs.rating.rate;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * Bands that depend on the date: days of the month, holidays, bands that begin and end on a day. As in {@link WeeklyPlan} they follow the
 * local clock, also in the nights in which it is put forward or back.
 */
public final class CalendarPlan implements TimePlan {

    private static final int DAY_S = 86_400;
    /** How many days ahead a switch is looked for: grants are shorter. */
    private static final int HORIZON_DAYS = 35;

    private final ZoneOffsets offsets;
    private final long[] holidays;
    private final long[] startDays;
    private final DayPlan[][] plans;

    /**
     * @param holidays days since 1970, ascending
     * @param startDays days since 1970 at which other bands begin or end to hold at all, ascending, the first {@link Long#MIN_VALUE}
     * @param minutes for each of these stretches and each {@link DayKind} the band of each minute; equal days may share an array
     */
    public CalendarPlan(ZoneId zone, long[] holidays, long[] startDays, int[][][] minutes) {
        offsets = new ZoneOffsets(zone);
        this.holidays = holidays.clone();
        this.startDays = startDays.clone();
        plans = new DayPlan[minutes.length][];
        IdentityHashMap<int[], DayPlan> shared = new IdentityHashMap<>();
        for (int i = 0; i < minutes.length; i++) {
            plans[i] = Arrays.stream(minutes[i])
                    .map(day -> shared.computeIfAbsent(day, DayPlan::new))
                    .toArray(DayPlan[]::new);
        }
    }

    @Override
    public int bandAt(long atMs) {
        long localS = localS(atMs, offsets.periodAt(atMs));
        return dayPlan(Math.floorDiv(localS, DAY_S)).bandAt((int) Math.floorMod(localS, (long) DAY_S));
    }

    @Override
    public long nextSwitchMs(long atMs) {
        int band = bandAt(atMs);
        long fromMs = atMs;
        while (true) {
            int period = offsets.periodAt(fromMs);
            long endMs = offsets.endMs(period);
            long switchMs = switchWithin(fromMs, period, band);
            if (switchMs < endMs || endMs == Long.MAX_VALUE) {
                return switchMs;
            }
            if (bandAt(endMs) != band) {
                return endMs;
            }
            fromMs = endMs;
        }
    }

    /** The next switch as if the offset of {@code period} held for ever; if there is none within the horizon, its end. */
    private long switchWithin(long fromMs, int period, int band) {
        long localS = localS(fromMs, period);
        long day = Math.floorDiv(localS, DAY_S);
        int second = (int) Math.floorMod(localS, (long) DAY_S);
        for (long ahead = day; ahead < day + HORIZON_DAYS; ahead++) {
            int at = dayPlan(ahead).switchFrom(ahead == day ? second : 0, band);
            if (at >= 0) {
                return (ahead * DAY_S + at - offsets.offsetS(period)) * 1000;
            }
        }
        return ((day + HORIZON_DAYS) * DAY_S - offsets.offsetS(period)) * 1000;
    }

    private long localS(long atMs, int period) {
        return Math.floorDiv(atMs, 1000L) + offsets.offsetS(period);
    }

    private DayPlan dayPlan(long epochDay) {
        int index = Arrays.binarySearch(startDays, epochDay);
        return plans[index >= 0 ? index : -index - 2][DayKind.of(epochDay, holidays)];
    }
}
