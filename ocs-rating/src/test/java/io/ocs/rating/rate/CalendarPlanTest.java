package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalendarPlanTest {

    private static final long HORIZON_MS = Duration.ofDays(33).toMillis();

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 30) : LongStream.of(Long.getLong("seed"));
    }

    /** Which of some plans of a day a day has, by all that a band may ask of it. */
    private static int choice(LocalDate day, boolean holiday, int stretch, int plans) {
        boolean last = day.getDayOfMonth() == day.lengthOfMonth();
        return choice(day.getDayOfWeek().getValue(), day.getDayOfMonth(), last, holiday, stretch, plans);
    }

    private static int choice(int weekday, int monthDay, boolean last, boolean holiday, int stretch, int plans) {
        return (weekday / 6 + monthDay / 20 + (last ? 1 : 0) + (holiday ? 2 : 0) + stretch) % plans;
    }

    private static int[] anyDay(SplittableRandom random, int bands) {
        int[] minutes = new int[24 * 60];
        int from = 0;
        while (from < minutes.length) {
            int to = Math.min(minutes.length, from + random.nextInt(1, 900));
            Arrays.fill(minutes, from, to, random.nextInt(bands));
            from = to;
        }
        return minutes;
    }

    /** Goal: the band is that of the local date and clock as the JDK tells them, and it holds until the switch that is told. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheCalendarOfTheZone(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] zones = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"};
        ZoneId zone = ZoneId.of(zones[random.nextInt(zones.length)]);
        LocalDate first = LocalDate.of(2026, 1, 1);
        long[] holidays = random.longs(40, first.toEpochDay(), first.toEpochDay() + 2_000)
                .distinct()
                .sorted()
                .toArray();
        long[] stretches = {Long.MIN_VALUE, first.toEpochDay() + 300, first.toEpochDay() + 700};
        int[][] plans = new int[4][];
        Arrays.setAll(plans, i -> anyDay(random, 2));
        int[][][] minutes = new int[stretches.length][DayKind.COUNT][];
        for (int stretch = 0; stretch < stretches.length; stretch++) {
            for (int kind = 0; kind < DayKind.COUNT; kind++) {
                minutes[stretch][kind] = plans[
                        choice(
                                DayKind.weekday(kind).getValue(),
                                DayKind.dayOfMonth(kind),
                                DayKind.isLast(kind),
                                DayKind.isHoliday(kind),
                                stretch,
                                plans.length)];
            }
        }
        CalendarPlan plan = new CalendarPlan(zone, holidays, stretches, minutes);
        for (int i = 0; i < 300; i++) {
            long atMs = first.atStartOfDay(zone).toInstant().toEpochMilli() + random.nextLong(86_400_000L * 1_500);
            String where = "seed " + seed + ", " + zone + " " + Instant.ofEpochMilli(atMs);
            assertThat(plan.bandAt(atMs)).as(where).isEqualTo(expected(zone, holidays, stretches, plans, atMs));
            long untilMs = plan.nextSwitchMs(atMs);
            assertThat(untilMs).as(where).isGreaterThan(atMs);
            assertThat(plan.bandAt(untilMs) != plan.bandAt(atMs) || untilMs - atMs > HORIZON_MS)
                    .as(where)
                    .isTrue();
            for (long betweenMs = atMs; betweenMs < untilMs; betweenMs += 1 + (untilMs - atMs) / 50) {
                assertThat(plan.bandAt(betweenMs)).as(where).isEqualTo(plan.bandAt(atMs));
            }
            assertThat(plan.bandAt(untilMs - 1)).as(where).isEqualTo(plan.bandAt(atMs));
        }
    }

    private static int expected(ZoneId zone, long[] holidays, long[] stretches, int[][] plans, long atMs) {
        ZonedDateTime local = Instant.ofEpochMilli(atMs).atZone(zone);
        LocalDate day = local.toLocalDate();
        boolean holiday = Arrays.binarySearch(holidays, day.toEpochDay()) >= 0;
        int stretch = 0;
        while (stretch + 1 < stretches.length && day.toEpochDay() >= stretches[stretch + 1]) {
            stretch++;
        }
        int[] minutes = plans[choice(day, holiday, stretch, plans.length)];
        return minutes[local.getHour() * 60 + local.getMinute()];
    }
}
