package io.ocs.rating.catalog;

import io.ocs.core.charging.Fee;
import io.ocs.core.charging.RatingFunction;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the fees of an offer. */
final class FeeReader {

    private static final List<String> KEYS =
            List.of("name", "description", "amount", "every", "periods", "part-of-period", "missing", "retry");
    private static final Map<String, Period> PERIODS = Map.of(
            "day", Period.ofDays(1), "week", Period.ofWeeks(1), "month", Period.ofMonths(1), "year", Period.ofYears(1));
    private static final Duration RETRY = Duration.ofDays(1);
    private static final int FEES_MAX = 8;

    private FeeReader() {}

    static List<Fee> fees(Fields offer, ZoneId timeZone, Currency currency) {
        List<Fee> fees = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode.Mapping block : offer.blocks("fees")) {
            Fields fields = new Fields(block, offer.problems(), "a fee", KEYS);
            Fee fee = fee(fields, timeZone == null ? ZoneOffset.UTC : timeZone, currency);
            if (!names.add(fee.name())) {
                fields.problems()
                        .add(Rule.NAME_TWICE, fields.at(), "there is a fee '" + fee.name() + "' already", null);
            }
            fees.add(fee);
        }
        if (fees.size() > FEES_MAX) {
            offer.problems().add(offer.at("fees"), "an offer has at most " + FEES_MAX + " fees");
        }
        return fees;
    }

    private static Fee fee(Fields fields, ZoneId zone, Currency currency) {
        Named name = fields.name();
        fields.value("description", "", text -> text);
        Long micros = fields.required("amount", FeeReader::amount);
        boolean calendar = fields.value("periods", false, text -> choice(text, "calendar", "subscription"));
        Fee.Schedule schedule = fields.value("every", null, text -> schedule(text, calendar, zone));
        for (String key : List.of("periods", "part-of-period", "missing", "retry")) {
            if (schedule == null && fields.has(key)) {
                fields.problems().add(fields.at(key), "'" + key + "' belongs to a fee that recurs: 'every' is missing");
            }
        }
        Duration retry = fields.value("retry", RETRY, text -> Duration.ofSeconds(Math.max(1, Texts.seconds(text))));
        int decimals = currency == null ? 2 : Math.max(0, currency.getDefaultFractionDigits());
        return new Fee(
                name.name(),
                RatingFunction.offerKey(name.name()),
                micros == null ? 1 : micros,
                schedule,
                fields.value("part-of-period", calendar, text -> choice(text, "part", "full")),
                fields.value("missing", false, text -> choice(text, "grace", "debt")),
                retry.toMillis(),
                decimals);
    }

    private static long amount(String text) {
        long micros = Texts.micros(text);
        if (micros < 1) {
            throw new IllegalArgumentException("a fee is more than 0");
        }
        return micros;
    }

    private static boolean choice(String text, String yes, String no) {
        if (text.equals(yes) || text.equals(no)) {
            return text.equals(yes);
        }
        throw new IllegalArgumentException("'" + text + "': " + yes + " or " + no + " is wanted");
    }

    private static Fee.Schedule schedule(String text, boolean calendar, ZoneId zone) {
        Period period = PERIODS.get(text);
        if (period == null && (text.isEmpty() || !Character.isDigit(text.charAt(0)))) {
            throw new IllegalArgumentException("'" + text + "': day, week, month, year or a time like 30d is wanted");
        }
        if (period == null && calendar) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no period of the calendar: day, week, month or year is wanted");
        }
        if (period == null) {
            long seconds = Texts.seconds(text);
            if (seconds < 60) {
                throw new IllegalArgumentException("a fee recurs after 1 minute at the earliest");
            }
            return new FeeSchedule(null, null, Duration.ofSeconds(seconds), zone);
        }
        return calendar
                ? new FeeSchedule(new CounterPeriod(text, Duration.ZERO, zone), null, null, zone)
                : new FeeSchedule(null, period, null, zone);
    }
}
