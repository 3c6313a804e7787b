package io.ocs.rating.catalog;

import io.ocs.core.charging.Fee;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The periods of a fee: from the subscription on (a time, or days, weeks, months or years; the 31st is the last day of shorter months), or those of the
 * calendar.
 *
 * @param calendar the days, weeks, months or years whose beginnings count; null: periods from the subscription on
 * @param period in days, months or years; null for {@code time}
 * @param time null for {@code period}
 */
record FeeSchedule(CounterPeriod calendar, Period period, Duration time, ZoneId zone) implements Fee.Schedule {

    /** Longer than any period and any time of being down: nobody is charged for a century. */
    private static final int PERIODS_MAX = 100_000;

    @Override
    public long nextMs(long anchorMs, long afterMs) {
        if (calendar != null) {
            return calendar.endMs(afterMs);
        }
        if (time != null) {
            long length = time.toMillis();
            return anchorMs + (Math.floorDiv(afterMs - anchorMs, length) + 1) * length;
        }
        int number = Math.max(1, estimate(anchorMs, afterMs));
        while (number > 1 && startMs(anchorMs, number - 1) > afterMs) {
            number--;
        }
        while (startMs(anchorMs, number) <= afterMs && number < PERIODS_MAX) {
            number++;
        }
        return startMs(anchorMs, number);
    }

    private int estimate(long anchorMs, long afterMs) {
        long first = startMs(anchorMs, 1) - anchorMs;
        return (int) Math.min(PERIODS_MAX, (afterMs - anchorMs) / first);
    }

    private long startMs(long anchorMs, int number) {
        ZonedDateTime anchor = Instant.ofEpochMilli(anchorMs).atZone(zone);
        return anchor.plus(period.multipliedBy(number)).toInstant().toEpochMilli();
    }

    @Override
    public long lengthMs(long anchorMs, long endMs) {
        if (time != null) {
            return time.toMillis();
        }
        if (calendar == null) {
            ZonedDateTime end = Instant.ofEpochMilli(endMs).atZone(zone);
            return endMs - end.minus(period).toInstant().toEpochMilli();
        }
        LocalDate end = Instant.ofEpochMilli(endMs).atZone(zone).toLocalDate();
        LocalDate begin =
                switch (calendar.word()) {
                    case "day" -> end.minusDays(1);
                    case "week" -> end.minusWeeks(1);
                    case "month" -> end.minusMonths(1);
                    default -> end.minusYears(1);
                };
        return endMs - begin.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    @Override
    public boolean isCalendar() {
        return calendar != null;
    }
}
