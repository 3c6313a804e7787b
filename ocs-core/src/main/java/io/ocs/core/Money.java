package io.ocs.core;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount in micro-units (10⁻⁶ of the major unit), so that a price per octet stays exact. Wire form: Unit-Value and
 * Currency-Code, RFC 8506 §8.8 and §8.11. Text form: {@code 10.00EUR}. Immutable; safe on any thread.
 */
public record Money(long micros, Currency currency) {

    /** Micro-units in one major unit. */
    public static final long MICROS = 1_000_000;

    private static final Pattern TEXT = Pattern.compile("([+-]?\\d{1,12})(?:\\.(\\d{1,6}))?\\s?([A-Z]{3})");

    public Money {
        requireNonNull(currency, "currency");
    }

    /**
     * Reads {@code 10.00EUR}: a decimal number of at most six decimals and an ISO 4217 code.
     *
     * @throws IllegalArgumentException if the text has another form; the message says which form is wanted
     */
    public static Money parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an amount of money: write it like 10.00EUR (at most 6 decimals, ISO 4217 code)");
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        long whole = Long.parseLong(matcher.group(1));
        long part = fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000").substring(0, 6));
        boolean negative = matcher.group(1).startsWith("-");
        return new Money(whole * MICROS + (negative ? -part : part), currencyOf(matcher.group(3), text));
    }

    private static Currency currencyOf(String code, String text) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' names no ISO 4217 currency: " + code, e);
        }
    }

    /**
     * Exact sum.
     *
     * @throws ArithmeticException on overflow
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other + " to " + this + ": the currencies differ");
        }
        return new Money(Math.addExact(micros, other.micros), currency);
    }

    /** Decimal text with at least two decimals and no superfluous zero after them, then the currency code. */
    @Override
    public String toString() {
        return text(micros) + currency.getCurrencyCode();
    }

    /** Micro-units as decimal text: 1_500_000 is {@code 1.50}, 1 is {@code 0.000001}. */
    public static String text(long micros) {
        BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return (value.scale() < 2 ? value.setScale(2) : value).toPlainString();
    }

    /** The currency of an ISO 4217 numeric code, as stored in accounts and sent in Currency-Code. */
    public static Currency currencyOf(int numericCode) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getNumericCode() == numericCode)
                .min(java.util.Comparator.comparing(Currency::getCurrencyCode))
                .orElseThrow(() -> new IllegalArgumentException("no currency has the numeric code " + numericCode));
    }
}
