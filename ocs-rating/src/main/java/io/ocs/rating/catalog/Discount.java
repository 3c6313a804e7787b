package io.ocs.rating.catalog;

import io.ocs.rating.rate.Adjustment;

/**
 * A discount as written.
 *
 * @param fromDay day since 1970 at whose start it begins; null: it has always held
 * @param untilDay day at whose start it ends; null: it never does
 */
record Discount(Adjustment adjustment, Long fromDay, Long untilDay) {

    boolean isDated() {
        return fromDay != null || untilDay != null;
    }

    /** Whether it is a part of the price on a day. */
    boolean holdsOn(long day) {
        return (fromDay == null || day >= fromDay) && (untilDay == null || day < untilDay);
    }
}
