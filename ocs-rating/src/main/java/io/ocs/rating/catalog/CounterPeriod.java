package io.ocs.rating.catalog;

import io.ocs.core.charging.Counter;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * How long a counter counts: a day, week (from Monday on), month or year of a calendar, a time from the first use on, or for good.
 *
 * @param word as written: {@code day}, {@code week}, {@code month}, {@code year}, {@code ever}; {@code time} for {@code duration}
 */
record CounterPeriod(String word, Duration duration, ZoneId zone) implements Counter.Period {

    @Override
    public long endMs(long atMs) {
        LocalDate day = Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
        return switch (word) {
            case "day" -> startMs(day.plusDays(1));
            case "week" -> startMs(day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)));
            case "month" -> startMs(day.withDayOfMonth(1).plusMonths(1));
            case "year" -> startMs(day.withDayOfYear(1).plusYears(1));
            case "ever" -> Long.MAX_VALUE;
            default -> Math.addExact(atMs, duration.toMillis());
        };
    }

    private long startMs(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
