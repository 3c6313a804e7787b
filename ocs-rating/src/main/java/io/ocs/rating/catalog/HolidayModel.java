package io.ocs.rating.catalog;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Days that bands can name as {@code holiday}.
 *
 * @param dates {@code 12-25}, each year, or {@code 2027-03-26}
 */
record HolidayModel(Named name, List<String> dates) {

    /** Years for which yearly dates are counted out. */
    private static final int FROM_YEAR = 2000;

    private static final int TO_YEAR = 2099;
    private static final List<String> KEYS = List.of("name", "description", "dates");

    static HolidayModel read(YamlNode.Mapping block, Problems problems) {
        Fields fields = new Fields(block, problems, "a list of holidays", KEYS);
        Named name = fields.name();
        fields.value("description", "", text -> text);
        if (!fields.has("dates")) {
            problems.add(fields.at(), "a list of holidays needs the key 'dates'");
        }
        return new HolidayModel(name, fields.list("dates", Texts::holiday));
    }

    /** Days since 1970, ascending; 29 February each year is one in leap years only. */
    long[] days() {
        Set<Long> days = new HashSet<>();
        for (String date : dates) {
            if (date.length() > 5) {
                days.add(LocalDate.parse(date).toEpochDay());
            } else {
                MonthDay yearly = MonthDay.parse("--" + date);
                IntStream.rangeClosed(FROM_YEAR, TO_YEAR)
                        .filter(yearly::isValidYear)
                        .forEach(year -> days.add(yearly.atYear(year).toEpochDay()));
            }
        }
        return days.stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
