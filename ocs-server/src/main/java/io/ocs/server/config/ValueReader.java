package io.ocs.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a written value into a typed one.
 *
 * @param <T> the type
 */
@FunctionalInterface
interface ValueReader<T> {

    /** @throws IllegalArgumentException whose message says what is wanted */
    T read(Value value);

    Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    Map<String, Long> SIZE_UNITS =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    static <T> ValueReader<T> scalar(Function<String, T> parse, String wanted) {
        return value -> {
            if (value instanceof Value.Scalar scalar && !scalar.text().isBlank()) {
                return parse.apply(scalar.text().trim());
            }
            throw new IllegalArgumentException(wanted);
        };
    }

    /** One item, or a list of them; on a command line separated by commas. */
    static <T> ValueReader<List<T>> listOf(ValueReader<T> item) {
        return value -> {
            if (value instanceof Value.Listing listing) {
                return listing.items().stream()
                        .map(each -> BadItemException.reading(each, item))
                        .toList();
            }
            if (value instanceof Value.Scalar scalar) {
                return Arrays.stream(scalar.text().split(","))
                        .filter(text -> !text.isBlank())
                        .map(text -> BadItemException.reading(new Value.Scalar(text.trim(), value.source()), item))
                        .toList();
            }
            throw new IllegalArgumentException("a list is wanted");
        };
    }

    static ValueReader<String> text() {
        return scalar(text -> text, "a text is wanted");
    }

    static ValueReader<String> matching(String pattern, String wanted) {
        return scalar(text -> check(text, text.matches(pattern), wanted), wanted);
    }

    static ValueReader<Boolean> bool() {
        String wanted = "true or false is wanted";
        return scalar(text -> check(text, text.matches("true|false"), wanted).equals("true"), wanted);
    }

    static ValueReader<Integer> integer(int min, int max) {
        String wanted = "a whole number of " + min + " to " + max + " is wanted";
        return scalar(
                text -> {
                    String digits = text.replace("_", "");
                    check(text, digits.matches("\\d{1,9}"), wanted);
                    int number = Integer.parseInt(digits);
                    check(text, number >= min && number <= max, wanted);
                    return number;
                },
                wanted);
    }

    /** A decimal number in thousandths: {@code 2.5} is 2500. */
    static ValueReader<Integer> thousandths(int min, int max) {
        String wanted = "a number of " + BigDecimal.valueOf(min, 3) + " to " + BigDecimal.valueOf(max, 3)
                + " with at most 3 decimals is wanted";
        return scalar(
                text -> {
                    check(text, text.matches("\\d{1,4}(\\.\\d{1,3})?"), wanted);
                    int number = new BigDecimal(text).movePointRight(3).intValueExact();
                    check(text, number >= min && number <= max, wanted);
                    return number;
                },
                wanted);
    }

    static ValueReader<Duration> duration(Duration min, Duration max) {
        String wanted =
                "a time of " + shown(min) + " to " + shown(max) + " is wanted, like 500ms, 30s, 10min, 24h or 7d";
        return scalar(
                text -> {
                    Matcher matcher = AMOUNT.matcher(text);
                    check(text, matcher.matches() && TIME_UNITS.containsKey(matcher.group(2)), wanted);
                    long count = Long.parseLong(matcher.group(1));
                    check(text, count <= max.dividedBy(TIME_UNITS.get(matcher.group(2))), wanted);
                    Duration duration = TIME_UNITS.get(matcher.group(2)).multipliedBy(count);
                    check(text, duration.compareTo(min) >= 0, wanted);
                    return duration;
                },
                wanted);
    }

    /** A number of octets. */
    static ValueReader<Long> size(long min, long max) {
        String wanted =
                "a size of " + shown(min) + " to " + shown(max) + " is wanted, like 4096, 512KiB, 64MiB or 1GiB";
        return scalar(
                text -> {
                    Matcher matcher = AMOUNT.matcher(text);
                    check(text, matcher.matches() && SIZE_UNITS.containsKey(matcher.group(2)), wanted);
                    long unit = SIZE_UNITS.get(matcher.group(2));
                    long count = Long.parseLong(matcher.group(1));
                    check(text, count <= max / unit && count * unit >= min, wanted);
                    return count * unit;
                },
                wanted);
    }

    static <E extends Enum<E>> ValueReader<E> oneOf(Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        String wanted = "one of " + String.join(", ", names) + " is wanted";
        return scalar(
                text -> {
                    check(text, names.contains(text), wanted + NearestName.hint(text, names));
                    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
                },
                wanted);
    }

    /** {@code auto} is {@code automatic}, everything else is for the other reader. */
    static ValueReader<Integer> orAuto(int automatic, ValueReader<Integer> otherwise) {
        return value -> {
            try {
                return value instanceof Value.Scalar scalar && scalar.text().equals("auto")
                        ? Integer.valueOf(automatic)
                        : otherwise.read(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage() + ", or auto", e);
            }
        };
    }

    private static String check(String text, boolean good, String wanted) {
        if (!good) {
            throw new IllegalArgumentException(wanted);
        }
        return text;
    }

    /** A time as it would be written in a configuration. */
    static String shown(Duration duration) {
        for (String unit : List.of("d", "h", "min", "s")) {
            if (duration.toMillis() % TIME_UNITS.get(unit).toMillis() == 0) {
                return duration.dividedBy(TIME_UNITS.get(unit)) + unit;
            }
        }
        return duration.toMillis() + "ms";
    }

    /** A size as it would be written in a configuration. */
    static String shown(long size) {
        for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
            if (size % SIZE_UNITS.get(unit) == 0) {
                return size / SIZE_UNITS.get(unit) + unit;
            }
        }
        return size + "B";
    }
}
