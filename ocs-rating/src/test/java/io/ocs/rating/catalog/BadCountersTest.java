package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of counters, notifications, fees and tiers by counters, each with the line of the mistake. */
class BadCountersTest {

    private static final String HEAD =
            """
            offers:
            - name: a
              currency: EUR
              rounding: {mode: half-up, decimals: 2}
              allowances: [{name: mb, unit: octets, amount: 1MB, validity: 30d}]
              counters:
              - {name: paid, counts: paid-usage, unit: octets, period: month}
              - {name: spent, counts: spend, period: month}
            """;
    private static final String PRICES =
            """
              prices:
              - {name: data, match: {service: data}, amount: 1, per: 1MB, step: 1MB}
              - {name: sms, match: {service: sms}, amount: 1}
            """;

    @TempDir
    private Path folder;

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(folder.resolve("offers.yaml"), yaml);
        return TariffCatalog.validate(folder).stream()
                .map(CatalogProblem::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: x, counts: use, period: month}                                  | usage, paid-usage, spend or events is wanted
                    {name: x, counts: usage, period: month}                                | a counter needs the key 'unit'
                    {name: x, counts: spend, unit: octets, period: month}                  | only a counter of usage has a 'unit'
                    {name: x, counts: events, period: month, limit: 2}                     | only a counter of 'spend' has a 'limit'
                    {name: x, counts: spend}                                               | a counter needs the key 'period'
                    {name: x, counts: spend, period: mouth}                                | did you mean 'month'?
                    {name: x, counts: spend, period: 0s}                                   | must be more than zero
                    {name: x, counts: spend, period: day, per: offer}                      | subscriber or account is wanted
                    {name: x, counts: spend, period: day, prices: [dato]}                  | there is no price 'dato' in this offer; did you mean 'data'?
                    {name: x, counts: usage, unit: octets, period: day, prices: [sms]}     | price 'sms' counts units and counter 'x' octets
                    {name: x, counts: usage, unit: seconds, period: day}                   | counter 'x' counts nothing
                    {name: x, counts: spend, period: day, prizes: [data]}                  | a counter has no key 'prizes'
                    """)
    void countersAreRefused(String counter, String reason) throws IOException {
        assertThat(problems(HEAD + "  - " + counter.strip() + "\n" + PRICES))
                .anySatisfy(
                        problem -> assertThat(problem).contains("offers.yaml:9").contains(reason.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: n, on: balance}                                 | a notification has 'above' or 'below', one of them
                    {name: n, on: balance, above: 1, below: 2}             | a notification has 'above' or 'below', one of them
                    {name: n, on: balance, below: 20%}                     | a percentage of a balance says nothing
                    {name: n, on: allowance, below: 20%}                   | 'of' is missing: which allowance
                    {name: n, on: allowance, of: gb, below: 20%}           | there is no allowance 'gb' in this offer
                    {name: n, on: counter, of: spend, above: 1}            | there is no counter 'spend' in this offer; did you mean 'spent'?
                    {name: n, on: counter, of: spent, above: 80%}          | is a percentage of the limit of 'spent', which has none
                    {name: n, on: state}                                   | a notification on 'state' needs the key 'states'
                    {name: n, on: state, states: [asleep]}                 | suspended, pre-active, grace, barred or terminated is wanted
                    {name: n, on: weather, above: 1}                       | balance, allowance, counter or state is wanted
                    """)
    void notificationsAreRefused(String notification, String reason) throws IOException {
        assertThat(problems(HEAD + "  notifications:\n  - " + notification.strip() + "\n" + PRICES))
                .anySatisfy(problem ->
                        assertThat(problem).contains("offers.yaml:10").contains(reason.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: f, amount: 0}                                              | a fee is more than 0
                    {name: f}                                                         | a fee needs the key 'amount'
                    {name: f, amount: 1, every: fortnight}                            | day, week, month, year or a time like 30d is wanted
                    {name: f, amount: 1, every: 30d, periods: calendar}               | is no period of the calendar
                    {name: f, amount: 1, missing: grace}                              | belongs to a fee that recurs: 'every' is missing
                    {name: f, amount: 1, every: month, missing: suspend}              | grace or debt is wanted
                    """)
    void feesAreRefused(String fee, String reason) throws IOException {
        assertThat(problems(HEAD + "  fees:\n  - " + fee.strip() + "\n" + PRICES))
                .anySatisfy(problem ->
                        assertThat(problem).contains("offers.yaml:10").contains(reason.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tiers-by: paid, amount: 1                                                       | 'tiers-by' makes no sense without tiers
                    tiers-by: spent, volume-tiers: [{amount: 1}]                                    | tiers go by a counter of 'paid-usage'
                    tiers-by: pad, volume-tiers: [{amount: 1}]                                      | there is no counter 'pad' in this offer; did you mean 'paid'?
                    tiers-by: paid, first-step: 2MB, volume-tiers: [{amount: 1}]                    | tiers by a counter do not go together with 'first-step'
                    tiers-by: paid, maximum-cost: 5, volume-tiers: [{amount: 1}]                    | tiers by a counter do not go together with 'first-step'
                    """)
    void tiersByCountersAreRefused(String terms, String reason) throws IOException {
        String price =
                "  prices:\n  - {name: data, match: {service: data}, per: 1MB, step: 1MB, " + terms.strip() + "}\n";
        assertThat(problems(HEAD + price))
                .anySatisfy(problem ->
                        assertThat(problem).contains("offers.yaml:10").contains(reason.strip()));
    }
}
