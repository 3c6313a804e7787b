package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a time band. */
final class BandReader {

    private static final List<String> KEYS = PriceReader.with(
            Terms.KEYS, "name", "days", "month-days", "valid-from", "valid-until", "from", "to", "priority");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String HOLIDAY = "holiday";
    private static final int PRIORITY_DEFAULT = 100;
    private static final int PRIORITY_MAX = 999;

    private BandReader() {}

    static BandModel read(YamlNode.Mapping block, UnitKind unit, Problems problems) {
        Fields fields = new Fields(block, problems, "a band", KEYS);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        fields.list("days", BandReader::days).forEach(days::addAll);
        boolean onHolidays = fields.list("days", text -> text).contains(HOLIDAY);
        int from = fields.value("from", -1, Texts::clock);
        int to = fields.value("to", -1, Texts::clock);
        if (fields.has("from") != fields.has("to")) {
            problems.add(fields.at(), "a band has both 'from' and 'to', or neither (all day)");
        } else if (from >= 0 && from == to) {
            problems.add(fields.at("to"), "a band must not end when it begins; all day is 00:00 to 24:00");
        }
        Long fromDay = fields.value("valid-from", null, Texts::day);
        Long untilDay = fields.value("valid-until", null, Texts::day);
        if (fromDay != null && untilDay != null && fromDay >= untilDay) {
            problems.add(fields.at("valid-until"), "'valid-until' is not behind 'valid-from'");
            untilDay = null;
        }
        return new BandModel(
                fields.name(),
                days,
                onHolidays,
                new HashSet<>(fields.list("month-days", Texts::monthDay)),
                fromDay,
                untilDay,
                from,
                to,
                fields.value("priority", PRIORITY_DEFAULT, text -> Texts.whole(text, 0, PRIORITY_MAX)),
                Terms.read(fields, unit));
    }

    /** A day, {@code mon}, or a range of days, {@code mon-fri}, also over the week's end; no day of the week for {@code holiday}. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (text.equals(HOLIDAY)) {
            return days;
        }
        String[] ends = text.toLowerCase(Locale.ROOT).split("-", -1);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        if (first < 0 || last < 0 || ends.length > 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no day (mon, tue, wed, thu, fri, sat, sun, holiday) or range (mon-fri)");
        }
        for (int day = first; ; day = (day + 1) % 7) {
            days.add(DayOfWeek.of(day + 1));
            if (day == last) {
                return days;
            }
        }
    }
}
