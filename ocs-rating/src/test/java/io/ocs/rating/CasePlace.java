package io.ocs.rating;

import io.ocs.core.charging.Tariff;
import io.ocs.rating.MarkdownCases.Case;

/** Where in its price a case lies, so that cases are counted by place and not by value: 0, 1, within a step, its end, one beyond, at the maximum, at a switch. */
final class CasePlace {

    private CasePlace() {}

    static String of(Case row, Tariff tariff, long startMs) {
        if (tariff == null) {
            return "no price: " + row.cells().keySet() + row.cell("to") + row.cell("visited");
        }
        String place = tariff.name() + ' ' + time(tariff, startMs);
        if (!row.cell("gets").isEmpty()) {
            return place + " money " + money(tariff, RatingCasesTest.micros(row.cell("money")));
        }
        return row.cell("used").isEmpty()
                ? place
                : place + ' ' + units(tariff, RatingCasesTest.units(row.cell("used")));
    }

    private static String time(Tariff tariff, long startMs) {
        long untilMs = tariff.validUntilMs(startMs);
        return untilMs == Long.MAX_VALUE ? "" : untilMs - startMs <= 1_000 ? "last second" : "in a band";
    }

    private static String money(Tariff tariff, long micros) {
        long units = tariff.affordableUnits(0, false, micros - tariff.setupMicros());
        if (units == Long.MAX_VALUE || units == 0) {
            return units == 0 ? "nothing" : "unlimited";
        }
        boolean exactly = tariff.setupMicros() + tariff.priceMicros(units, false) == micros;
        return (exactly ? "exactly " : "between ") + slope(tariff, units);
    }

    private static String units(Tariff tariff, long units) {
        if (units <= 1) {
            return units + " " + slope(tariff, units);
        }
        long end = tariff.stepCeiling(units, false);
        String place = end == units
                ? "end of a step"
                : tariff.stepCeiling(units - 1, false) == units - 1
                        ? "one beyond a step"
                        : end == units + 1 ? "one before the end of a step" : "within a step";
        return place + ' ' + slope(tariff, units);
    }

    /** What the step behind costs: another tier, or nothing at a maximum. */
    private static long slope(Tariff tariff, long units) {
        long end = tariff.stepCeiling(units, false);
        long next = tariff.stepCeiling(Math.addExact(end, 1), false);
        return tariff.priceMicros(next, false) - tariff.priceMicros(end, false);
    }
}
