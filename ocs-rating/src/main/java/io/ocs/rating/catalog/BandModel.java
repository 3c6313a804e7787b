package io.ocs.rating.catalog;

import java.time.DayOfWeek;
import java.util.Set;

/**
 * A time band: on these days from one minute of the day to another, behind midnight if it ends before it begins.
 *
 * @param days days of the week; empty, and no holidays: every day
 * @param onHolidays whether it holds on holidays, too
 * @param monthDays days of the month, 0 for the last; empty: all
 * @param fromDay the day, since 1970, at whose start it begins to hold at all; null: no such day
 * @param untilDay the day at whose start it ceases
 * @param from minute of the day, 0 to 1440; -1 with {@code to} if the band says no time
 * @param priority where bands overlap the one with the lowest number holds
 */
record BandModel(
        Named name,
        Set<DayOfWeek> days,
        boolean onHolidays,
        Set<Integer> monthDays,
        Long fromDay,
        Long untilDay,
        int from,
        int to,
        int priority,
        Terms terms) {

    /** A band without days and times is what the others leave. */
    boolean isRest() {
        return days.isEmpty() && !onHolidays && monthDays.isEmpty() && from < 0 && fromDay == null && untilDay == null;
    }

    /** Whether more than the day of the week must be known. */
    boolean dependsOnDate() {
        return onHolidays || !monthDays.isEmpty() || fromDay != null || untilDay != null;
    }

    boolean endsAfterMidnight() {
        return from >= 0 && to <= from;
    }
}
