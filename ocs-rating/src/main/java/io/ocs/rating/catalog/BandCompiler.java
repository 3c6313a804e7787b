package io.ocs.rating.catalog;

import io.ocs.rating.rate.WeeklyPlan;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compiles the bands of a price into a week in which each minute has one band; gaps and overlaps are problems. */
final class BandCompiler {

    private static final int DAY = 24 * 60;
    private static final int WEEK = 7 * DAY;
    private static final int NONE = -1;

    private final Problems problems;
    private final List<BandModel> bands;
    private final int[] week = new int[WEEK];

    private BandCompiler(List<BandModel> bands, Problems problems) {
        this.bands = bands;
        this.problems = problems;
        Arrays.fill(week, NONE);
    }

    /** The week's plan, in which bands are numbered as listed. */
    static WeeklyPlan compile(Named price, List<BandModel> bands, ZoneId timeZone, Problems problems) {
        BandCompiler compiler = new BandCompiler(bands, problems);
        for (int band = 0; band < bands.size(); band++) {
            if (!bands.get(band).isRest()) {
                compiler.paint(band);
            }
        }
        compiler.fillRest(price);
        return compiler.plan(timeZone);
    }

    private void paint(int band) {
        BandModel model = bands.get(band);
        Set<DayOfWeek> days = model.days().isEmpty() ? EnumSet.allOf(DayOfWeek.class) : model.days();
        int from = model.from() < 0 ? 0 : model.from();
        int to = model.from() < 0 ? DAY : model.to();
        int length = to > from ? to - from : to + DAY - from;
        for (DayOfWeek day : days) {
            int start = (day.getValue() - 1) * DAY + from;
            if (!paint(band, start, length)) {
                return;
            }
        }
    }

    private boolean paint(int band, int start, int length) {
        for (int i = start; i < start + length; i++) {
            int minute = i % WEEK;
            if (week[minute] != NONE) {
                Named name = bands.get(band).name();
                Named other = bands.get(week[minute]).name();
                problems.add(name.at(), "band " + name + " overlaps band " + other + " on " + text(minute));
                return false;
            }
            week[minute] = band;
        }
        return true;
    }

    private void fillRest(Named price) {
        boolean hasGap = Arrays.stream(week).anyMatch(band -> band == NONE);
        List<BandModel> rests = bands.stream().filter(BandModel::isRest).toList();
        if (rests.isEmpty() && hasGap) {
            problems.add(
                    price.at(),
                    "the bands of price " + price + " leave a gap from " + gap()
                            + "; a band without 'days', 'from' and 'to' holds at all other times");
        }
        if (!rests.isEmpty() && !hasGap) {
            problems.add(
                    rests.get(0).name().at(), "band " + rests.get(0).name() + " never holds: the others fill the week");
        }
        if (rests.size() > 1) {
            problems.add(rests.get(1).name().at(), "only one band may be without 'days', 'from' and 'to'");
        }
        int rest = rests.isEmpty() ? 0 : bands.indexOf(rests.get(0));
        for (int minute = 0; minute < WEEK; minute++) {
            week[minute] = week[minute] == NONE ? rest : week[minute];
        }
    }

    private String gap() {
        int start = 0;
        while (week[start] != NONE) {
            start++;
        }
        int end = start;
        while (end < WEEK && week[end] == NONE) {
            end++;
        }
        return text(start) + " to " + text(end % WEEK);
    }

    private WeeklyPlan plan(ZoneId timeZone) {
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

    private static String text(int minute) {
        String day = DayOfWeek.of(minute / DAY + 1).name().substring(0, 3).toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%s %02d:%02d", day, minute % DAY / 60, minute % 60);
    }
}
