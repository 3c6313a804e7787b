package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.command.SubscriberView;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The services of a session share a credit pool (RFC 8506 §5.1.2). After every test the replay of the journal gives the same state. */
class CreditPoolFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            offers:
              - name: mixed
                currency: EUR
                allowances:
                  - {name: gift, unit: octets, amount: 1000, validity: 1d, step: 1, pays-for: [given]}
                prices:
                  - {name: dear, match: {service: data, rating-groups: [1]}, amount: 0.002, per: 1000, step: 1000, quota: {default: 10000, maximum: 10000}}
                  - {name: cheap, match: {service: data, rating-groups: [2]}, amount: 0.001, per: 1000, step: 1000, quota: {default: 10000, maximum: 10000}}
                  - {name: set-up, match: {service: data, rating-groups: [3]}, amount: 0.001, per: 1000, step: 1000, set-up: 0.01}
                  - {name: given, match: {service: data, rating-groups: [4]}, amount: 0.001, per: 1000, step: 1000}
                  - {name: free, match: {service: data, rating-groups: [5]}, amount: 0, per: 1000, step: 1000, quota: {default: 10000}}
                  - {name: rest, match: {service: data}, amount: 0.001, per: 1000, step: 1, quota: {default: 1000, maximum: 1000}}
            """);
    private static final String ANNA = "491700000001";
    private static final ClientProfile POOLED = new ClientProfile(
            "pooled",
            FailureHandling.UNTOLD,
            true,
            false,
            0,
            false,
            true,
            false,
            true,
            false,
            false,
            true,
            false,
            List.of());
    private static final String DEAR = " pool 18.874368";
    private static final String CHEAP = " pool 9.437184";

    private Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    private String send(Ccr ccr) {
        return charging.send(ccr.from(POOLED));
    }

    @Test
    void multipliersAreInProportionToPrices() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        assertThat(send(initial("s", ANNA).ask(1, 5000).ask(2, 5000)))
                .isEqualTo("2001 [rg1 2001 5000" + DEAR + "] [rg2 2001 5000" + CHEAP + "]");
        assertThat(charging.money(ANNA))
                .isEqualTo("1.00 reserved 0.021008"); // two steps and two roundings of each beside the units
    }

    @Test
    void onlyWhoseProfileSaysSoHasAPoolAndInMsccs() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 5000))).isEqualTo("2001 [rg1 2001 5000]");
        assertThat(send(initial("t", ANNA).units(-1, 5000))).isEqualTo("2001 [2001 1000]");
    }

    @Test
    void whatIsNotPaidByMoneyAloneStandsAlone() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        assertThat(send(initial("s", ANNA).ask(3, 5000).ask(4, 5000).ask(5, 5000)))
                .isEqualTo("2001 [rg3 2001 5000] [rg4 2001 5000] [rg5 2001 5000]");
        assertThat(send(update("s", 1).mscc(4, 5000, 5000)))
                .as("when the allowance is used up, money alone pays")
                .isEqualTo("2001 [rg4 2001 5000" + CHEAP + "]");
    }

    @Test
    void theBoundKnowsThePool() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        send(initial("s", ANNA).ask(1, 10_000).ask(2, 10_000)); // 0.024004 and 0.012004 are held
        send(update("s", 1).mscc(2, 30_000, 0));
        assertThat(charging.implausibleReports()).isZero();
        assertThat(charging.money(ANNA)).startsWith("0.97 reserved");
        send(update("s", 2)
                .mscc(2, 44_000, 0)); // its own 10,000, one largest grant, and 24,000 for what the other holds
        assertThat(charging.implausibleReports()).isZero();
        send(update("s", 3).mscc(2, 46_000, 0));
        assertThat(charging.implausibleReports()).isEqualTo(1);
    }

    @Test
    void whatOneUsesBeyondItsGrantIsPaidByWhatTheOtherHolds() {
        charging.subscriber(ANNA, "mixed", "0.045EUR");
        send(initial("s", ANNA).ask(1, 10_000).ask(2, 10_000));
        assertThat(charging.money(ANNA)).isEqualTo("0.045 reserved 0.036008");
        Ccr beyond = update("s", 1).mscc(2, 30_000, 10_000); // all of the pool
        assertThat(send(beyond)).isEqualTo("2001 [rg2 4012]");
        assertThat(charging.money(ANNA)).isEqualTo("0.015 reserved 0.015");
        charging.restart();
        assertThat(charging.money(ANNA)).isEqualTo("0.015 reserved 0.015");
        assertThat(send(terminate("s", 2).used(1, 0))).isEqualTo("2001 [rg1 2001] cost 0.03");
        assertThat(charging.money(ANNA)).isEqualTo("0.015");
    }

    @Test
    void theOtherHoldsOnWhileThereIsOtherMoney() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        send(initial("s", ANNA).ask(1, 10_000).ask(2, 10_000));
        assertThat(send(update("s", 1).mscc(2, 30_000, -1))).isEqualTo("2001 [rg2 2001]");
        assertThat(charging.money(ANNA)).isEqualTo("0.97 reserved 0.024004");
    }

    @Test
    void aRepeatIsToldTheSamePool() {
        charging.subscriber(ANNA, "mixed", "1.00EUR");
        Ccr first = initial("s", ANNA).ask(1, 5000);
        assertThat(send(first)).isEqualTo("2001 [rg1 2001 5000" + DEAR + "]");
        charging.restart();
        assertThat(send(first)).isEqualTo("2001 [rg1 2001 5000" + DEAR + "]");
        assertThat(charging.send(first.from(ClientProfile.DEFAULT))).isEqualTo("2001 [rg1 2001 5000]");
    }

    @Test
    void aPoolHasEightServices() {
        charging.subscriber(ANNA, "mixed", "10.00EUR");
        Ccr nine = initial("s", ANNA);
        for (int group = 11; group < 20; group++) {
            nine.ask(group, 1000);
        }
        String answer = send(nine);
        assertThat(answer.split(" pool ", -1)).hasSize(9);
        assertThat(answer).endsWith("[rg19 2001 1000]");
        assertThat(send(update("s", 1).used(11, 1000))).isEqualTo("2001 [rg11 2001]");
        assertThat(send(update("s", 2).mscc(19, 0, 1000))).isEqualTo("2001 [rg19 2001 1000" + CHEAP + "]");
    }

    static LongStream seeds() {
        String seed = System.getProperty("seed", "");
        return seed.isEmpty() ? LongStream.range(0, 60) : LongStream.of(Long.parseLong(seed));
    }

    /**
     * Goal: a client that keeps to the total of its pool, however it draws from it, is always paid for: nothing is debited that is not there, and what is
     * held for the session is never less than what it can still use.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void whoKeepsToThePoolIsPaidFor(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        charging = new Charging(CATALOG, 1);
        long balance = 60_000 + random.nextLong(200_000);
        charging.subscriber(ANNA, "mixed", Money.text(balance) + "EUR");
        charging.send(initial("other", ANNA).ask(2, 10_000)); // another session, which holds what it holds
        send(initial("s", ANNA).ask(1, 10_000).ask(2, 10_000).ask(11, 1_000));
        long[] groups = {1, 2, 11};
        long[] prices = {2, 1, 1}; // micros for an octet
        long[] granted = {10_000, 10_000, 1_000};
        String answer = " pool ";
        for (int number = 1; number < 12 && answer.contains(" pool "); number++) {
            long total = 0;
            for (int i = 0; i < groups.length; i++) {
                total += granted[i] * prices[i];
            }
            int service = random.nextInt(groups.length);
            long all = total / prices[service];
            long used = random.nextInt(3) == 0 ? all : random.nextLong(all + 1);
            answer = send(update("s", number).mscc(groups[service], used, 0));
            granted[service] = answer.contains(" pool ") ? Long.parseLong(answer.split(" ")[3]) : 0;
            assertThat(JournalSum.overruns(charging.journals))
                    .as("seed %d, request %d: %s", seed, number, answer)
                    .isZero();
        }
        SubscriberView.Bucket main = charging.view(ANNA).buckets().get(0);
        assertThat(main.balance()).as("seed %d", seed).isGreaterThanOrEqualTo(main.reserved());
    }
}
