package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.Counter;
import io.ocs.core.charging.Counter.Counts;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Threshold;
import io.ocs.core.journal.NotificationRecord.Subject;
import io.ocs.core.state.LifeCycle;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the counters and notifications of an offer. */
final class CounterReader {

    private static final List<String> COUNTER_KEYS =
            List.of("name", "description", "counts", "unit", "per", "period", "limit", "prices");
    private static final List<String> NOTIFICATION_KEYS =
            List.of("name", "description", "on", "of", "above", "below", "states");
    private static final List<String> CALENDAR = List.of("day", "week", "month", "year", "ever");

    private CounterReader() {}

    static List<CounterModel> counters(Fields offer, ZoneId timeZone) {
        List<CounterModel> counters = new ArrayList<>();
        for (YamlNode.Mapping block : offer.blocks("counters")) {
            counters.add(counter(new Fields(block, offer.problems(), "a counter", COUNTER_KEYS), timeZone));
        }
        return counters;
    }

    private static CounterModel counter(Fields fields, ZoneId timeZone) {
        Named name = fields.name();
        fields.value("description", "", text -> text);
        Counts counts =
                fields.required("counts", text -> word(Counts.class, text, "usage, paid-usage, spend or events"));
        Counts kind = counts == null ? Counts.EVENTS : counts;
        boolean ofUnits = kind == Counts.USAGE || kind == Counts.PAID_USAGE;
        UnitKind unit = ofUnits ? fields.required("unit", Texts::unit) : null;
        if (!ofUnits && fields.has("unit")) {
            fields.problems().add(fields.at("unit"), "only a counter of usage has a 'unit'");
        }
        Counter.Period period = fields.required("period", text -> period(text, timeZone));
        long limit = fields.value("limit", Long.MAX_VALUE, Texts::micros);
        if (fields.has("limit") && kind != Counts.SPEND) {
            fields.problems().add(fields.at("limit"), "only a counter of 'spend' has a 'limit', an amount of money");
        }
        Counter counter = new Counter(
                name.name(),
                RatingFunction.offerKey(name.name()),
                kind,
                fields.value("per", false, CounterReader::isAccount),
                period == null ? Counter.Period.EVER : period,
                limit);
        return new CounterModel(name, counter, unit, fields.names("prices"));
    }

    private static boolean isAccount(String text) {
        if (text.equals("account") || text.equals("subscriber")) {
            return text.equals("account");
        }
        throw new IllegalArgumentException("'" + text + "': subscriber or account is wanted");
    }

    private static Counter.Period period(String text, ZoneId timeZone) {
        ZoneId zone = timeZone == null ? ZoneOffset.UTC : timeZone;
        if (CALENDAR.contains(text)) {
            return new CounterPeriod(text, Duration.ZERO, zone);
        }
        if (!Character.isDigit(text.charAt(0))) {
            throw new IllegalArgumentException("'" + text
                    + "': day, week, month, year, ever or a time like 30d is wanted" + Nearest.hint(text, CALENDAR));
        }
        long seconds = Texts.seconds(text);
        if (seconds < 1) {
            throw new IllegalArgumentException("a period is at least 1s");
        }
        return new CounterPeriod("time", Duration.ofSeconds(seconds), zone);
    }

    static List<NotificationModel> notifications(
            Fields offer, List<CounterModel> counters, List<AllowanceModel> allowances) {
        List<NotificationModel> notifications = new ArrayList<>();
        for (YamlNode.Mapping block : offer.blocks("notifications")) {
            Fields fields = new Fields(block, offer.problems(), "a notification", NOTIFICATION_KEYS);
            notifications.add(notification(fields, counters, allowances));
        }
        return notifications;
    }

    private static NotificationModel notification(
            Fields fields, List<CounterModel> counters, List<AllowanceModel> allowances) {
        Named name = fields.name();
        fields.value("description", "", text -> text);
        Subject wanted =
                fields.required("on", text -> word(Subject.class, text, "balance, allowance, counter or state"));
        Subject subject = wanted == null ? Subject.BALANCE : wanted;
        Named of = fields.reference("of", null);
        boolean isNamed = subject == Subject.COUNTER || subject == Subject.ALLOWANCE;
        if (isNamed != fields.has("of")) {
            fields.problems()
                    .add(
                            fields.at("of"),
                            isNamed
                                    ? "'of' is missing: which " + label(subject)
                                    : "only an allowance or a counter is named by 'of'");
        }
        if (subject == Subject.STATE) {
            return new NotificationModel(name, subject, null, false, Threshold.ofStates(name.name(), states(fields)));
        }
        boolean rising = fields.has("above");
        if (rising == fields.has("below")) {
            fields.problems().add(fields.at(), "a notification has 'above' or 'below', one of them");
        }
        String key = rising ? "above" : "below";
        boolean percent = fields.value(key, "", text -> text).endsWith("%");
        UnitKind unit = unit(subject, of, counters, allowances);
        long value = fields.value(key, 0L, text -> percent ? percent(text) : amount(text, unit));
        String ofName = of == null ? "" : of.name();
        return new NotificationModel(
                name, subject, of, percent, Threshold.ofAmount(name.name(), subject, ofName, percent, value, rising));
    }

    /** Kind of what is watched; money if it is not there, which is told elsewhere. */
    private static UnitKind unit(
            Subject subject, Named of, List<CounterModel> counters, List<AllowanceModel> allowances) {
        if (of == null || subject == Subject.BALANCE) {
            return UnitKind.MONEY;
        }
        if (subject == Subject.ALLOWANCE) {
            return allowances.stream()
                    .filter(model -> model.name().name().equals(of.name()))
                    .map(model -> model.allowance().kind())
                    .findFirst()
                    .orElse(UnitKind.MONEY);
        }
        return counters.stream()
                .filter(model -> model.name().name().equals(of.name()))
                .map(model -> model.unit() != null
                        ? model.unit()
                        : model.counter().counts() == Counts.EVENTS ? UnitKind.SERVICE_SPECIFIC : UnitKind.MONEY)
                .findFirst()
                .orElse(UnitKind.MONEY);
    }

    private static long percent(String text) {
        return Texts.whole(text.substring(0, text.length() - 1).trim(), 0, 1_000);
    }

    private static long amount(String text, UnitKind unit) {
        if (unit != UnitKind.MONEY) {
            return Texts.units(text, unit);
        }
        return text.startsWith("-") ? -Texts.micros(text.substring(1)) : Texts.micros(text);
    }

    private static Set<LifeCycle> states(Fields fields) {
        if (!fields.has("states")) {
            fields.problems().add(fields.at(), "a notification on 'state' needs the key 'states'");
        }
        Set<LifeCycle> states = EnumSet.noneOf(LifeCycle.class);
        states.addAll(fields.list(
                "states",
                text -> word(LifeCycle.class, text, "active, suspended, pre-active, grace, barred or terminated")));
        return states;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E word(Class<E> type, String text, String wanted) {
        for (E value : type.getEnumConstants()) {
            if (label(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("'" + text + "': " + wanted + " is wanted");
    }
}
