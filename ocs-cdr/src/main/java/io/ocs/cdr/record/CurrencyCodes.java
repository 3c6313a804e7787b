package io.ocs.cdr.record;

import io.ocs.core.Money;
import java.util.Currency;

/** ISO 4217 letters by number, looked up without allocation. */
final class CurrencyCodes {

    private static final Word[] BY_NUMBER = byNumber();

    private CurrencyCodes() {}

    private static Word[] byNumber() {
        Word[] codes = new Word[1_000];
        for (Currency currency : Currency.getAvailableCurrencies()) {
            int number = currency.getNumericCode();
            if (number > 0 && codes[number] == null) {
                codes[number] = new Word(Money.currencyOf(number).getCurrencyCode());
            }
        }
        return codes;
    }

    /** The letters of a currency, or null if no currency has this number. */
    static Word of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
