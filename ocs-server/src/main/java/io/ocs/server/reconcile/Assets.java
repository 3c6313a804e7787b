package io.ocs.server.reconcile;

import java.math.BigDecimal;
import java.util.Currency;

/** What accounts hold: money of a currency, named by its ISO 4217 letters, or units of a kind. */
final class Assets {
    private static final int MICROS_DIGITS = 6;
    private static final String[] KINDS = {
        "TIME", "TOTAL_OCTETS", "INPUT_OCTETS", "OUTPUT_OCTETS", "SERVICE_SPECIFIC", "MONEY"
    };
    static final int KIND_COUNT = KINDS.length;
    static final String MONEY = "MONEY";

    private Assets() {}

    static String kind(int number) {
        return number >= 0 && number < KIND_COUNT ? KINDS[number] : "kind " + number;
    }

    /** The letters of a currency, or a text with its number. */
    static String currency(int number) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getNumericCode() == number)
                .map(Currency::getCurrencyCode)
                .min(String::compareTo)
                .orElse("currency " + number);
    }

    static String of(int kind, int currency) {
        return MONEY.equals(kind(kind)) ? currency(currency) : kind(kind);
    }

    /** Money with six decimals, units as they are. */
    static String text(String asset, long amount) {
        for (String kind : KINDS) {
            if (asset.equals(kind)) {
                return Long.toString(amount);
            }
        }
        return BigDecimal.valueOf(amount, MICROS_DIGITS).toPlainString();
    }
}
