package io.ocs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    @ParameterizedTest
    @CsvSource({
        "10.00EUR, 10000000, 10.00EUR",
        "0.000001EUR, 1, 0.000001EUR",
        "-0.5EUR, -500000, -0.50EUR",
        "7 USD, 7000000, 7.00USD",
        "1.234560EUR, 1234560, 1.23456EUR"
    })
    void moneyIsReadAndWrittenExactly(String text, long micros, String written) {
        assertThat(Money.parse(text).micros()).isEqualTo(micros);
        assertThat(Money.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "EUR", "10.0000001EUR", "1,5EUR", "10.00XQQ", "9999999999999EUR"})
    void whatIsNoMoneyIsRefusedWithTheText(String text) {
        assertThatThrownBy(() -> Money.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void moneyOfTwoCurrenciesDoesNotAdd() {
        assertThat(Money.parse("1EUR").plus(Money.parse("2EUR"))).isEqualTo(Money.parse("3EUR"));
        assertThatThrownBy(() -> Money.parse("1EUR").plus(Money.parse("2USD")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, Currency.getInstance("EUR")).plus(Money.parse("1EUR")))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "+491700000001, e164:491700000001",
        "tel:+491700000001, e164:491700000001",
        "imsi:001010000000001, imsi:001010000000001",
        "sip-uri:sip:anna@example.com;user=phone, sip-uri:anna@example.com"
    })
    void identitiesHaveOneNormalForm(String text, String normal) {
        assertThat(SubscriptionId.parse(text)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anna", "12", "imsi:1234567890123456"})
    void whatIsNoIdentityIsRefused(String text) {
        assertThatThrownBy(() -> SubscriptionId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "32251@3gpp.org, DATA",
        "ext.01.001.8.32260@3gpp.org, VOICE",
        "32274@3gpp.org, SMS",
        "32270@3gpp.org, MMS",
        "32251@example.com, OTHER",
        "x, OTHER"
    })
    void theEndOfTheContextNamesTheService(String id, ServiceContext context) {
        Octets octets = new Octets(64);
        octets.set(id);
        assertThat(ServiceContext.of(octets)).isEqualTo(context);
    }

    @Test
    void hashesOfNearTextsDiffer() {
        assertThat(hash("491700000001")).isNotEqualTo(hash("491700000002")).isEqualTo(hash("491700000001"));
        assertThat(hash("")).isNotEqualTo(hash("\0"));
        assertThat(hash("12345678")).isNotEqualTo(hash("12345678\0"));
    }

    private static long hash(String text) {
        Octets octets = new Octets(64);
        octets.set(text);
        return octets.hashHigh(0);
    }
}
