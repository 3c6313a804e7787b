package io.ocs.rating.catalog;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Rounding;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a catalogue as text. Each method refuses by an IllegalArgumentException whose message says what is wanted. */
final class Texts {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,47}");
    private static final Pattern MONEY = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s?([A-Za-z]*)");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,4})?%?");
    private static final Pattern ACCESS_POINT = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,7}");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})");

    private static final Map<String, Long> OCTETS = Map.of(
            "",
            1L,
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TiB",
            1L << 40);
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "min", 60L, "h", 3_600L, "d", 86_400L);
    private static final Map<String, Long> EVENTS = Map.of("", 1L);

    private static final Map<String, UnitKind> UNITS =
            Map.of("octets", UnitKind.TOTAL_OCTETS, "seconds", UnitKind.TIME, "events", UnitKind.SERVICE_SPECIFIC);
    private static final Map<String, ServiceContext> SERVICES = Map.of(
            "data", ServiceContext.DATA,
            "voice", ServiceContext.VOICE,
            "sms", ServiceContext.SMS,
            "mms", ServiceContext.MMS,
            "event", ServiceContext.OTHER);
    private static final Map<String, Rounding.Mode> MODES = Map.of(
            "up", Rounding.Mode.UP,
            "down", Rounding.Mode.DOWN,
            "half-up", Rounding.Mode.HALF_UP,
            "half-down", Rounding.Mode.HALF_DOWN);
    /** Role-Of-Node, TS 32.299. */
    private static final Map<String, Integer> ROLES = Map.of("originating", 0, "terminating", 1);

    private static final Map<String, Boolean> ANSWERS = Map.of("true", true, "false", false);
    private static final Map<String, Boolean> BEYOND = Map.of("stop", false, "free", true);
    /** 3GPP-RAT-Type, TS 29.061 §16.4.7.2. */
    private static final Map<String, Integer> RAT_TYPES = Map.of(
            "utran", 1,
            "geran", 2,
            "wlan", 3,
            "gan", 4,
            "hspa-evolution", 5,
            "eutran", 6,
            "virtual", 7,
            "eutran-nb-iot", 8,
            "lte-m", 9,
            "nr", 10);

    private static final Map<String, FinalUnitAction> ACTIONS = Map.of(
            "terminate", FinalUnitAction.TERMINATE,
            "redirect", FinalUnitAction.REDIRECT,
            "restrict-access", FinalUnitAction.RESTRICT_ACCESS);

    private Texts() {}

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no name: write small letters, digits, '-', '_' and '.', at most 48, beginning with a letter or digit");
        }
        return text;
    }

    /** The name of an offer, or of one generation of it: {@code smart@2027}. */
    static String offerName(String text) {
        int separator = text.indexOf(OfferSale.SEPARATOR);
        if (separator < 0) {
            return name(text);
        }
        name(text.substring(0, separator));
        name(text.substring(separator + 1));
        return text;
    }

    /** Plain decimal money as 10⁻⁹ of the currency. */
    static long nanos(String text) {
        if (!MONEY.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no amount: write a decimal number such as 0.09, not negative, with at most 9 decimals");
        }
        return new BigDecimal(text).movePointRight(9).longValueExact();
    }

    /** Plain decimal money as micro-units. */
    static long micros(String text) {
        long nanos = nanos(text);
        if (nanos % 1_000 != 0) {
            throw new IllegalArgumentException("'" + text + "' has more than 6 decimals, and balances are kept in 6");
        }
        return nanos / 1_000;
    }

    /** An amount of units, at least 1: {@code 100MiB}, {@code 60s}, {@code 5}. */
    static long units(String text, UnitKind kind) {
        return switch (kind) {
            case TIME -> quantity(text, SECONDS, "seconds such as 60s, 1h (s, m, h, d)");
            case SERVICE_SPECIFIC -> quantity(text, EVENTS, "a whole number of events");
            default -> quantity(text, OCTETS, "octets such as 1, 100MiB (B, kB, MB, GB, KiB, MiB, GiB, TiB)");
        };
    }

    /** A time of at least one second, in seconds. */
    static long seconds(String text) {
        return quantity(text, SECONDS, "a time such as 60s, 1h (s, m, h, d)");
    }

    static int validityS(String text) {
        long seconds = seconds(text);
        if (seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'" + text + "' is longer than " + Integer.MAX_VALUE + " s");
        }
        return (int) seconds;
    }

    private static long quantity(String text, Map<String, Long> factors, String wanted) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches() || !factors.containsKey(matcher.group(2))) {
            throw new IllegalArgumentException("'" + text + "' is not what is wanted here: " + wanted);
        }
        long amount = Long.parseLong(matcher.group(1));
        if (amount == 0) {
            throw new IllegalArgumentException("'" + text + "' must be more than zero");
        }
        try {
            return Math.multiplyExact(amount, factors.get(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large", e);
        }
    }

    /** {@code 20%}, 0 to 99. */
    static int percent(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        return whole(text, number, 0, 99, "a percentage such as 20%");
    }

    /** {@code 19%}, {@code 8.1%}: more than 0 to 100, as millionths. */
    static long millionths(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        long millionths = PERCENT.matcher(text).matches()
                ? new BigDecimal(number).movePointRight(4).longValueExact()
                : -1;
        if (millionths <= 0 || millionths > 1_000_000) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a percentage such as 19% or 8.1%: more than 0, at most 100, at most 4 decimals");
        }
        return millionths;
    }

    static int whole(String text, int min, int max) {
        return whole(text, text, min, max, "a whole number");
    }

    private static int whole(String text, String digits, int min, int max, String wanted) {
        int value = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
        if (value < min || value > max) {
            throw new IllegalArgumentException("'" + text + "' is not " + wanted + ", " + min + " to " + max);
        }
        return value;
    }

    /** A rating group or service identifier: unsigned 32 bits, or {@code none} as -1. */
    static long identifier(String text) {
        if (text.equals("none")) {
            return -1;
        }
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) > 0xffff_ffffL) {
            throw new IllegalArgumentException("'" + text + "' is neither a number from 0 to 4294967295 nor 'none'");
        }
        return Long.parseLong(text);
    }

    static Currency currency(String text) {
        String problem = "'" + text + "' is no ISO 4217 currency code such as EUR";
        try {
            Currency currency = Currency.getInstance(text);
            if (currency.getNumericCode() == 0) {
                throw new IllegalArgumentException(problem);
            }
            return currency;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(problem, e);
        }
    }

    static ZoneId timeZone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time zone such as Europe/Berlin", e);
        }
    }

    static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no date such as 2027-12-31", e);
        }
    }

    /** The day at whose start something begins or ends, in days since 1970. */
    static Long day(String text) {
        return date(text).toEpochDay();
    }

    /** {@code 12-25}, each year, or {@code 2026-04-03}; checked, and kept as written. */
    static String holiday(String text) {
        if (text.length() > 5) {
            date(text);
        } else {
            try {
                MonthDay.parse("--" + text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no date such as 12-25 (each year) or 2027-03-26", e);
            }
        }
        return text;
    }

    /** {@code 1} to {@code 31}, or {@code last} as 0. */
    static int monthDay(String text) {
        return text.equals("last") ? 0 : whole(text, text, 1, 31, "a day of the month, or 'last'");
    }

    /** {@code 08:00} as minutes of the day, 0 to 1440. */
    static int clock(String text) {
        Matcher matcher = CLOCK.matcher(text);
        int minutes = matcher.matches() && Integer.parseInt(matcher.group(2)) < 60
                ? Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2))
                : -1;
        if (minutes < 0 || minutes > 1_440) {
            throw new IllegalArgumentException("'" + text + "' is no time of day, 00:00 to 24:00");
        }
        return minutes;
    }

    /** The digits of a prefix, without the plus. */
    static String prefix(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || digits.length() > 15 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' is no prefix: 1 to 15 digits, country code first");
        }
        return digits;
    }

    /** An access point name without operator identifier, in small letters. */
    static String accessPoint(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!ACCESS_POINT.matcher(name).matches() || name.endsWith(".gprs")) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no access point name such as internet: letters, digits, '-' and '.', without .mncXXX.mccXXX.gprs");
        }
        return name;
    }

    /** {@code eutran}, or the number of a 3GPP-RAT-Type. */
    static int ratType(String text) {
        return text.matches("\\d+") ? whole(text, 0, 255) : word(text, RAT_TYPES, "access technology");
    }

    /** QoS-Class-Identifier (TS 23.203 §6.1.7.2). */
    static int qosClass(String text) {
        return whole(text, 1, 255);
    }

    static int role(String text) {
        return word(text, ROLES, "direction");
    }

    static boolean answer(String text) {
        return word(text, ANSWERS, "answer");
    }

    /** {@code credit-control: none}; false: the service is under no credit control. */
    static boolean creditControl(String text) {
        if (!text.equals("none")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no credit control: write none, or nothing for a service that is charged");
        }
        return false;
    }

    /** What happens at the maximum: whether the rest is free. */
    static boolean freeBeyond(String text) {
        return word(text, BEYOND, "thing to do at the maximum");
    }

    static UnitKind unit(String text) {
        return word(text, UNITS, "unit");
    }

    static ServiceContext service(String text) {
        return word(text, SERVICES, "service");
    }

    static Rounding.Mode roundingMode(String text) {
        return word(text, MODES, "rounding mode");
    }

    static FinalUnitAction finalUnitAction(String text) {
        return word(text, ACTIONS, "final unit action");
    }

    /** One of some words. */
    static <T> T word(String text, Map<String, T> words, String what) {
        T value = words.get(text);
        if (value == null) {
            Map<String, T> sorted = new TreeMap<>(words);
            throw new IllegalArgumentException(
                    "'" + text + "' is no " + what + Nearest.hint(text.toLowerCase(Locale.ROOT), sorted.keySet()));
        }
        return value;
    }
}
