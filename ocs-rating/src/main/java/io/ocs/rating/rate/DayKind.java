package io.ocs.rating.rate;

import java.time.DayOfWeek;
import java.util.Arrays;

/**
 * What a band may ask of a day, as a small number: day of the week, day of the month, whether it is the month's last, whether it is a
 * holiday.
 */
public final class DayKind {

    /** Kinds are 0 to so many. */
    public static final int COUNT = 7 * 31 * 4;

    private static final int DAYS_OF_ERA = 146_097; // 400 years
    private static final int MONDAY_SHIFT = 3; // 1970 began on a Thursday

    private DayKind() {}

    /** @param holidays days since 1970, ascending */
    static int of(long epochDay, long[] holidays) {
        int weekday = (int) Math.floorMod(epochDay + MONDAY_SHIFT, 7L);
        int monthDay = monthDay(epochDay);
        boolean last = monthDay(epochDay + 1) == 1;
        boolean holiday = Arrays.binarySearch(holidays, epochDay) >= 0;
        return ((weekday * 31 + monthDay - 1) * 2 + (last ? 1 : 0)) * 2 + (holiday ? 1 : 0);
    }

    /** Day of the week of a kind. */
    public static DayOfWeek weekday(int kind) {
        return DayOfWeek.of(kind / 124 + 1);
    }

    /** Day of the month, 1 to 31. */
    public static int dayOfMonth(int kind) {
        return kind / 4 % 31 + 1;
    }

    /** Whether it is the last day of its month. */
    public static boolean isLast(int kind) {
        return (kind & 2) != 0;
    }

    /** Whether it is a holiday. */
    public static boolean isHoliday(int kind) {
        return (kind & 1) != 0;
    }

    /** Day of the month in the Gregorian calendar, whose years are taken from March to February here: leap days are last ones then. */
    private static int monthDay(long epochDay) {
        int dayOfEra = (int) Math.floorMod(epochDay + 719_468, (long) DAYS_OF_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        return dayOfYear - (153 * month + 2) / 5 + 1;
    }
}
