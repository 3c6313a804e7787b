package io.ocs.rating.catalog;

import java.time.DayOfWeek;
import java.util.Set;

/**
 * A time band: on these days from one minute of the day to another, behind midnight if it ends before it begins.
 *
 * @param days empty: every day
 * @param from minute of the day, 0 to 1440; -1 with {@code to} if the band says no time
 */
record BandModel(Named name, Set<DayOfWeek> days, int from, int to, Terms terms) {

    /** A band without days and times is what the others leave. */
    boolean isRest() {
        return days.isEmpty() && from < 0;
    }
}
