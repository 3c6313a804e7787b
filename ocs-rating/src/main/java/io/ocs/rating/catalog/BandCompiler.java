package io.ocs.rating.catalog;

import io.ocs.rating.rate.CalendarPlan;
import io.ocs.rating.rate.DayKind;
import io.ocs.rating.rate.TimePlan;
import io.ocs.rating.rate.WeeklyPlan;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles the bands of a price into a plan in which each minute has one band: of a week if the days of the week decide, else of each kind
 * of day. Gaps, overlaps of one priority, and bands that never hold are problems.
 */
final class BandCompiler {

    private static final int WEEK = 7 * BandDay.MINUTES;

    /** Of days that no calendar has, such as a thirty-first that is not the last of its month. */
    private static final int[] NO_DAY = new int[BandDay.MINUTES];

    private final Problems problems;
    private final Named price;
    private final List<BandModel> bands;
    private final BandDay day;

    private BandCompiler(Named price, List<BandModel> bands, Problems problems) {
        this.price = price;
        this.bands = bands;
        this.problems = problems;
        day = new BandDay(bands, problems);
    }

    /** The plan, in which bands are numbered as listed. */
    static TimePlan compile(
            Named price, List<BandModel> bands, ZoneId timeZone, HolidayModel holidays, Problems problems) {
        BandCompiler compiler = new BandCompiler(price, bands, problems);
        boolean byDate = bands.stream().anyMatch(BandModel::dependsOnDate);
        return byDate ? compiler.calendar(timeZone, holidays) : compiler.week(timeZone);
    }

    private WeeklyPlan week(ZoneId timeZone) {
        int[] week = new int[WEEK];
        for (DayOfWeek weekday : DayOfWeek.values()) {
            int[] minutes = day.paint(holding(weekday), holding(weekday.minus(1)), weekday, "");
            System.arraycopy(minutes, 0, week, (weekday.getValue() - 1) * BandDay.MINUTES, BandDay.MINUTES);
        }
        fillRest(List.of(week));
        reportUnreachable(List.of(week));
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int minute = 1; minute < WEEK; minute++) {
            if (week[minute] != week[minute - 1]) {
                starts.add(minute);
            }
        }
        int[] startsS = starts.stream().mapToInt(minute -> minute * 60).toArray();
        int[] numbers = starts.stream().mapToInt(minute -> week[minute]).toArray();
        return new WeeklyPlan(timeZone, startsS, numbers);
    }

    private long holding(DayOfWeek weekday) {
        long mask = 0;
        for (int band = 0; band < bands.size(); band++) {
            BandModel model = bands.get(band);
            boolean holds =
                    !model.isRest() && (model.days().isEmpty() || model.days().contains(weekday));
            mask |= holds ? 1L << band : 0;
        }
        return mask;
    }

    private CalendarPlan calendar(ZoneId timeZone, HolidayModel holidays) {
        checkCalendar(holidays);
        long[] stretches = stretches();
        Map<String, int[]> painted = new HashMap<>();
        int[][][] minutes = new int[stretches.length][DayKind.COUNT][];
        for (int i = 0; i < stretches.length; i++) {
            for (int kind = 0; kind < DayKind.COUNT; kind++) {
                minutes[i][kind] = paint(kind, stretches[i], holidays != null, painted);
            }
        }
        fillRest(painted.values());
        reportUnreachable(painted.values());
        return new CalendarPlan(timeZone, holidays == null ? new long[0] : holidays.days(), stretches, minutes);
    }

    private int[] paint(int kind, long stretch, boolean hasHolidays, Map<String, int[]> painted) {
        DayOfWeek weekday = DayKind.weekday(kind);
        long today = 0;
        for (int band = 0; band < bands.size(); band++) {
            today |= holds(bands.get(band), kind, stretch) ? 1L << band : 0;
        }
        boolean exists = (hasHolidays || !DayKind.isHoliday(kind))
                && (DayKind.isLast(kind) ? DayKind.dayOfMonth(kind) >= 28 : DayKind.dayOfMonth(kind) < 31);
        long yesterday = holding(weekday.minus(1)) & day.endingAfterMidnight();
        if (!exists) {
            return NO_DAY;
        }
        String where =
                ", day " + DayKind.dayOfMonth(kind) + " of a month" + (DayKind.isHoliday(kind) ? ", a holiday" : "");
        long held = today;
        return painted.computeIfAbsent(today + " " + yesterday, key -> day.paint(held, yesterday, weekday, where));
    }

    private static boolean holds(BandModel band, int kind, long stretch) {
        boolean onWeekday =
                (band.days().isEmpty() && !band.onHolidays()) || band.days().contains(DayKind.weekday(kind));
        boolean onMonthDay = band.monthDays().isEmpty()
                || band.monthDays().contains(DayKind.dayOfMonth(kind))
                || (DayKind.isLast(kind) && band.monthDays().contains(0));
        boolean inTime = (band.fromDay() == null || stretch >= band.fromDay())
                && (band.untilDay() == null || stretch < band.untilDay());
        return !band.isRest() && (onWeekday || (band.onHolidays() && DayKind.isHoliday(kind))) && onMonthDay && inTime;
    }

    /** Days at which bands begin or cease to hold at all; the first stands for all time before. */
    private long[] stretches() {
        Set<Long> days = new TreeSet<>(Set.of(Long.MIN_VALUE));
        for (BandModel band : bands) {
            if (band.fromDay() != null) {
                days.add(band.fromDay());
            }
            if (band.untilDay() != null) {
                days.add(band.untilDay());
            }
        }
        return days.stream().mapToLong(Long::longValue).toArray();
    }

    private void checkCalendar(HolidayModel holidays) {
        for (BandModel band : bands) {
            if (band.onHolidays() && holidays == null) {
                problems.add(
                        band.name().at(),
                        "band " + band.name()
                                + " holds on holidays, so the price or its offer needs the key 'holidays'");
            }
            if (band.dependsOnDate() && band.endsAfterMidnight()) {
                problems.add(
                        band.name().at(),
                        "band " + band.name()
                                + " depends on the date, so it ends at 24:00 at the latest; make the hours "
                                + "after midnight a band of their own");
            }
        }
        if (bands.stream().noneMatch(BandModel::isRest)) {
            problems.add(
                    Rule.BAND_GAP,
                    price.at(),
                    "bands of price " + price
                            + " depend on the date, so it needs a band for all other times: one without "
                            + "days, dates and times",
                    "a request on another day finds no price");
        }
    }

    private void fillRest(Collection<int[]> plans) {
        boolean hasGap = plans.stream().anyMatch(plan -> Arrays.stream(plan).anyMatch(band -> band == BandDay.NONE));
        List<BandModel> rests = bands.stream().filter(BandModel::isRest).toList();
        if (rests.isEmpty() && hasGap && bands.stream().noneMatch(BandModel::dependsOnDate)) {
            int[] week = plans.iterator().next();
            int start = 0;
            while (week[start] != BandDay.NONE) {
                start++;
            }
            int end = start;
            while (end < week.length && week[end] == BandDay.NONE) {
                end++;
            }
            problems.add(
                    Rule.BAND_GAP,
                    price.at(),
                    "the bands of price " + price + " leave a gap from " + text(start) + " to "
                            + text(end % week.length)
                            + "; a band without 'days', 'from' and 'to' holds at all other times",
                    "a request on " + text(start) + " finds no price");
        }
        if (!rests.isEmpty() && !hasGap) {
            problems.add(
                    Rule.BAND_UNREACHABLE,
                    rests.get(0).name().at(),
                    "band " + rests.get(0).name() + " never holds: the others fill the week",
                    null);
        }
        if (rests.size() > 1) {
            problems.add(rests.get(1).name().at(), "only one band may be without 'days', 'from' and 'to'");
        }
        int rest = rests.isEmpty() ? 0 : bands.indexOf(rests.get(0));
        plans.forEach(plan -> Arrays.setAll(plan, minute -> plan[minute] == BandDay.NONE ? rest : plan[minute]));
    }

    private void reportUnreachable(Collection<int[]> plans) {
        for (int i = 0; i < bands.size(); i++) {
            int band = i;
            boolean holds = plans.stream().anyMatch(plan -> Arrays.stream(plan).anyMatch(number -> number == band));
            if (!holds && !bands.get(i).isRest() && !day.hasOverlap()) {
                problems.add(
                        Rule.BAND_UNREACHABLE,
                        bands.get(i).name().at(),
                        "band " + bands.get(i).name() + " never holds: bands of a lower 'priority' number cover it",
                        null);
            }
        }
    }

    private static String text(int minute) {
        String day = DayOfWeek.of(minute / BandDay.MINUTES + 1)
                .name()
                .substring(0, 3)
                .toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%s %02d:%02d", day, minute % BandDay.MINUTES / 60, minute % 60);
    }
}
