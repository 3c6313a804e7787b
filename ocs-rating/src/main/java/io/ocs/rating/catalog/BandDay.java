package io.ocs.rating.catalog;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Paints the bands that hold on a day over its minutes: where they overlap, the lowest priority number holds. */
final class BandDay {

    static final int MINUTES = 24 * 60;
    static final int NONE = -1;
    /** Sets of bands are the bits of a long. */
    static final int BANDS_MAX = 64;

    private final List<BandModel> bands;
    private final Problems problems;
    private final int[] order;
    private final Set<Set<Integer>> overlaps = new HashSet<>();

    BandDay(List<BandModel> bands, Problems problems) {
        this.bands = bands;
        this.problems = problems;
        order = IntStream.range(0, bands.size())
                .boxed()
                .sorted(Comparator.comparingInt(band -> bands.get(band).priority()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Whether two bands of one priority were found to overlap. */
    boolean hasOverlap() {
        return !overlaps.isEmpty();
    }

    /** The bands that go on after midnight. */
    long endingAfterMidnight() {
        long mask = 0;
        for (int band = 0; band < bands.size(); band++) {
            mask |= bands.get(band).endsAfterMidnight() ? 1L << band : 0;
        }
        return mask;
    }

    /**
     * The band of each minute, {@link #NONE} where none holds.
     *
     * @param today bands that hold on the day
     * @param yesterday bands that held on the day before: those that end after midnight go on
     * @param where what to say of the day in a message, behind weekday and time
     */
    int[] paint(long today, long yesterday, DayOfWeek weekday, String where) {
        int[] minutes = new int[MINUTES];
        Arrays.fill(minutes, NONE);
        for (int band : order) {
            BandModel model = bands.get(band);
            boolean allDay = model.from() < 0;
            if ((today >>> band & 1) != 0) {
                int end = allDay || model.endsAfterMidnight() ? MINUTES : model.to();
                paint(minutes, band, allDay ? 0 : model.from(), end, weekday, where);
            }
            if ((yesterday >>> band & 1) != 0 && model.endsAfterMidnight()) {
                paint(minutes, band, 0, model.to(), weekday, where);
            }
        }
        return minutes;
    }

    private void paint(int[] minutes, int band, int from, int to, DayOfWeek weekday, String where) {
        for (int minute = from; minute < to; minute++) {
            int other = minutes[minute];
            if (other == NONE) {
                minutes[minute] = band;
            } else if (other != band
                    && bands.get(other).priority() == bands.get(band).priority()) {
                report(band, other, minute, weekday, where);
                return;
            }
        }
    }

    private void report(int band, int other, int minute, DayOfWeek weekday, String where) {
        if (overlaps.add(Set.of(band, other))) {
            Named name = bands.get(band).name();
            String at = String.format(
                    Locale.ROOT,
                    "%s %02d:%02d",
                    weekday.name().substring(0, 3).toLowerCase(Locale.ROOT),
                    minute / 60,
                    minute % 60);
            problems.add(
                    Rule.BAND_OVERLAP,
                    name.at(),
                    "band " + name + " overlaps band " + bands.get(other).name() + " on " + at + where
                            + "; give the one that shall hold there a lower 'priority' number",
                    "a request on " + at + where + " has two prices");
        }
    }
}
