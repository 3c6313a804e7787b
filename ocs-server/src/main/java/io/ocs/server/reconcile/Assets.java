package io.ocs.server.reconcile;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What accounts hold: money of a currency, named by its ISO 4217 letters, or units of a kind. */
final class Assets {
    private static final int MICROS_DIGITS = 6;
    private static final String[] KINDS = {
        "TIME", "TOTAL_OCTETS", "INPUT_OCTETS", "OUTPUT_OCTETS", "SERVICE_SPECIFIC", "MONEY"
    };
    private static final String[] WORDS = {"seconds", "octets", "octets in", "octets out", "events"};
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    static final int KIND_COUNT = KINDS.length;
    static final String MONEY = "MONEY";

    private static final Map<Integer, String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toMap(
                    Currency::getNumericCode,
                    Currency::getCurrencyCode,
                    (one, other) -> one.compareTo(other) < 0 ? one : other));

    private Assets() {}

    static String kind(int number) {
        return number >= 0 && number < KIND_COUNT ? KINDS[number] : "kind " + number;
    }

    /** The letters of a currency, or a text with its number. */
    static String currency(int number) {
        String letters = CURRENCIES.get(number);
        return letters == null ? "currency " + number : letters;
    }

    static String of(int kind, int currency) {
        return MONEY.equals(kind(kind)) ? currency(currency) : units(kind);
    }

    /** The same by the name of the kind. */
    static String of(String kind, String currency) {
        if (MONEY.equals(kind)) {
            return currency;
        }
        int number = List.of(KINDS).indexOf(kind);
        return number < 0 ? kind : units(number);
    }

    /** The word for units of a kind that is not money. */
    static String units(int kind) {
        return kind >= 0 && kind < WORDS.length ? WORDS[kind] : kind(kind);
    }

    /** Money with six decimals, units and counts as they are. */
    static String text(String asset, long amount) {
        return CURRENCY.matcher(asset).matches()
                ? BigDecimal.valueOf(amount, MICROS_DIGITS).toPlainString()
                : Long.toString(amount);
    }
}
