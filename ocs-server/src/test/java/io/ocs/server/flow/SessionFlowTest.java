package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.journal.Journal;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Session flows through the whole decision path, with one shard and with three. After every test the replay of the journal gives the same state. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class SessionFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";

    private final Charging charging;

    SessionFlowTest(int shards) {
        charging = new Charging(CATALOG, shards);
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void voiceSessionReservesDebitsAndReleases() {
        charging.subscriber(ANNA, "plain", "10.00EUR");
        assertThat(charging.send(initial("s", ANNA).voice().ask(1, 300))).isEqualTo("2001 [rg1 2001 300]");
        assertThat(charging.money(ANNA)).isEqualTo("10.00 reserved 0.50");
        assertThat(charging.send(update("s", 1).voice().mscc(1, 300, 300))).isEqualTo("2001 [rg1 2001 300]");
        assertThat(charging.money(ANNA)).isEqualTo("9.50 reserved 0.50");
        assertThat(charging.send(terminate("s", 2).voice().used(1, 250))).isEqualTo("2001 [rg1 2001] cost 0.916667");
        assertThat(charging.money(ANNA)).isEqualTo("9.083333");
        assertThat(charging.openSessions(ANNA)).isZero();
    }

    @Test
    void everyRatingGroupHasItsOwnGrant() {
        charging.subscriber(ANNA, "plain", "10.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 5000).ask(2, 5000).ask(3, 5000)))
                .isEqualTo("2001 [rg1 2001 5000] [rg2 2001 5000] [rg3 2001 5000]");
        assertThat(charging.money(ANNA)).isEqualTo("10.00 reserved 0.015");
    }

    @Test
    void oneRatingGroupCanBePaidAndOneCannot() {
        charging.subscriber(ANNA, "plain", "0.005EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 5000).ask(2, 5000)))
                .isEqualTo("2001 [rg1 2001 5000 final] [rg2 4012]");
    }

    @Test
    void theLastThirdIsFinalAndThenThereIsNoMore() {
        charging.subscriber(ANNA, "plain", "0.03EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 10000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.send(update("s", 1).mscc(1, 10000, 10000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.send(update("s", 2).mscc(1, 10000, 10000))).isEqualTo("2001 [rg1 2001 10000 final]");
        assertThat(charging.send(update("s", 3).mscc(1, 10000, 10000))).isEqualTo("2001 [rg1 4012]");
        assertThat(charging.money(ANNA)).isEqualTo("0.00");
    }

    @Test
    void anEmptyRequestIsGrantedWholeSteps() {
        charging.subscriber(ANNA, "minutes", "100.00EUR");
        assertThat(charging.send(initial("s", ANNA).voice().ask(1, 0))).isEqualTo("2001 [rg1 2001 60]");
        assertThat(charging.send(update("s", 1).voice().mscc(1, 10, 70))).isEqualTo("2001 [rg1 2001 110]");
        assertThat(charging.money(ANNA)).isEqualTo("90.00 reserved 10.00");
    }

    @Test
    void cumulativeStepsAreChargedOnce() {
        charging.subscriber(ANNA, "minutes", "100.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        charging.send(update("s", 1).voice().mscc(1, 10, 60));
        assertThat(charging.money(ANNA)).startsWith("90.00");
        charging.send(update("s", 2).voice().mscc(1, 10, 60));
        assertThat(charging.money(ANNA)).startsWith("90.00");
        charging.send(update("s", 3).voice().mscc(1, 50, 60));
        assertThat(charging.money(ANNA)).startsWith("80.00");
    }

    @Test
    void suspendedUnknownAndWithoutUnits() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(charging.send(initial("s", "491799999999").ask(1, 1))).isEqualTo("5030");
        assertThat(charging.send(initial("s", ANNA))).isEqualTo("2001");
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(ANNA), LifeCycle.SUSPENDED));
        assertThat(charging.send(initial("t", ANNA).ask(1, 1))).isEqualTo("4010");
        assertThat(charging.send(update("s", 1).mscc(1, 1000, 1000))).isEqualTo("4010");
        assertThat(charging.money(ANNA)).isEqualTo("0.999");
    }

    @Test
    void unknownSessionsAndTerminationsOfRefusedOnes() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(charging.send(update("s", 1).ask(1, 1))).isEqualTo("5002");
        assertThat(charging.send(terminate("s", 1).used(1, 0))).isEqualTo("2001");
    }

    @Test
    void noTariffRefusesTheServiceOnly() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(99, 5000).ask(1, 5000)))
                .isEqualTo("2001 [rg99 5031] [rg1 2001 5000] failed RATING_GROUP");
        assertThat(charging.send(terminate("s", 1).used(1, 5000))).startsWith("2001 [rg1 2001]");
        assertThat(charging.money(ANNA)).isEqualTo("0.995");
    }

    @Test
    void repeatsGetTheSameAnswerAndChangeNothing() {
        charging.subscriber(ANNA, "plain", "10.00EUR");
        Ccr first = initial("s", ANNA).ask(1, 5000);
        String granted = charging.send(first);
        assertThat(charging.send(first)).isEqualTo(granted);
        Ccr use = update("s", 1).mscc(1, 5000, 7000);
        String again = charging.send(use);
        charging.restart();
        assertThat(charging.send(update("s", 1).mscc(1, 5000, 7000).retransmitted()))
                .isEqualTo(again);
        assertThat(charging.money(ANNA)).isEqualTo("9.995 reserved 0.007");
        assertThat(charging.send(update("s", 1).mscc(1, 5001, 7000))).isEqualTo("5012");
        Ccr end = terminate("s", 2).used(1, 7000);
        String ended = charging.send(end);
        assertThat(charging.send(end)).isEqualTo(ended);
        charging.restart();
        assertThat(charging.send(end)).isEqualTo(ended);
        assertThat(charging.money(ANNA)).isEqualTo("9.988");
        charging.clock.advanceMs(600_001);
        assertThat(charging.send(end)).isEqualTo("2001");
    }

    @Test
    void repeatsWithinOneBatchAreAnsweredAlike() {
        charging.subscriber(ANNA, "plain", "10.00EUR");
        Ccr first = initial("s", ANNA).ask(1, 5000);
        assertThat(charging.send(
                        first,
                        first,
                        update("s", 1).mscc(1, 10, 20),
                        update("s", 1).mscc(1, 10, 20)))
                .containsExactly(
                        "2001 [rg1 2001 5000]", "2001 [rg1 2001 5000]", "2001 [rg1 2001 990]", "2001 [rg1 2001 990]");
        assertThat(charging.money(ANNA)).isEqualTo("9.999");
    }

    @Test
    void overrunIsDebitedInFullAndBarsFurtherGrants() {
        charging.subscriber(ANNA, "plain", "0.01EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 10000))).isEqualTo("2001 [rg1 2001 10000 final]");
        assertThat(charging.send(terminate("s", 1).used(1, 15000))).isEqualTo("2001 [rg1 2001] cost 0.015");
        assertThat(charging.money(ANNA)).isEqualTo("-0.005");
        assertThat(charging.send(initial("t", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 4012]");
    }

    @Test
    void sessionsOfOneAccountNeverGetMoreThanThereIs() {
        charging.subscriber(ANNA, "plain", "0.03EUR");
        charging.subscriber("491700000002", "plain", null, ANNA, List.of());
        assertThat(charging.send(
                        initial("a", ANNA).ask(1, 20000),
                        initial("b", "491700000002").ask(1, 20000),
                        initial("c", ANNA).ask(1, 20000)))
                .containsExactly("2001 [rg1 2001 20000]", "2001 [rg1 2001 10000]", "2001 [rg1 4012]");
        assertThat(charging.money(ANNA)).isEqualTo("0.03 reserved 0.03");
        charging.send(terminate("a", 1).used(1, 0), terminate("b", 1).used(1, 0), terminate("c", 1));
        assertThat(charging.money(ANNA)).isEqualTo("0.03");
    }

    @Test
    void postpaidGoesDownToItsLimit() {
        charging.subscriber(ANNA, "credit", null);
        assertThat(charging.send(initial("s", ANNA).ask(1, 900_000))).isEqualTo("2001 [rg1 2001 900000]");
        assertThat(charging.send(update("s", 1).mscc(1, 900_000, 900_000))).isEqualTo("2001 [rg1 2001 100000 final]");
        assertThat(charging.money(ANNA)).isEqualTo("-0.90 reserved 0.10");
    }

    @Test
    void anAllowanceWithItsOwnStepsPaysBeforeMoneyAndTheSetUpFeeIsMoney() { // row 13
        charging.subscriber(ANNA, "by-second", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 10));
        charging.send(terminate("s", 1).voice().used(1, 10));
        assertThat(charging.money(ANNA)).isEqualTo("9.99");
        assertThat(charging.units(ANNA)).containsExactly(20L);
    }

    @Test
    void moneyBucketsPayInTheirOrder() { // row 20
        long soon = charging.clock.nowMs() + 86_400_000;
        charging.subscriber(
                ANNA, "minutes", "20.00EUR", null, List.of(new OpeningBucket(UnitKind.MONEY, 5_000_000, 1, soon, 0)));
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        charging.send(update("s", 1).voice().mscc(1, 0, 60));
        charging.send(terminate("s", 2).voice().used(1, 50));
        assertThat(charging.view(ANNA).buckets())
                .extracting(bucket -> bucket.balance())
                .containsExactly(0L, 15_000_000L);
    }

    @Test
    void fiftyDebitsFromParallelSessions() { // row 23
        charging.subscriber(
                ANNA,
                "messages",
                "0.00EUR",
                null,
                List.of(new OpeningBucket(
                        UnitKind.SERVICE_SPECIFIC,
                        10_000,
                        9,
                        AccountEntry.NEVER,
                        charging.catalog
                                .offer("messages")
                                .orElseThrow()
                                .allowances()
                                .get(0)
                                .key())));
        Ccr[] opens = new Ccr[50];
        Ccr[] ends = new Ccr[50];
        for (int i = 0; i < 50; i++) {
            opens[i] = initial("s" + i, ANNA).sms().ask(1, 60);
            ends[i] = terminate("s" + i, 1).sms().used(1, 60);
        }
        charging.send(java.util.Arrays.copyOf(opens, 30));
        charging.send(java.util.Arrays.copyOfRange(opens, 30, 50));
        charging.send(java.util.Arrays.copyOf(ends, 50));
        assertThat(charging.units(ANNA)).containsExactly(0L, 7_005L);
    }

    @Test
    void aCallOverTheSwitchIsSplitAtIt() { // row 7, from the side of the session
        charging.subscriber(ANNA, "nights", "5000.00EUR");
        long start = java.time.Instant.parse("2026-11-02T16:30:00Z").toEpochMilli(); // 17:30 in Berlin
        charging.clock.setMs(start);
        charging.send(initial("s", ANNA).voice().ask(1, 3600));
        charging.clock.advanceMs(3_600_000);
        assertThat(charging.send(terminate("s", 1).voice().used(1, 3600))).isEqualTo("2001 [rg1 2001] cost 2700.00");
    }

    @Test
    void silentSessionsEndAndReleaseWhatTheyHold() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 10000));
        charging.clock.advanceMs(2 * 3_600_000);
        charging.work();
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.openSessions(ANNA)).isZero();
        assertThat(charging.send(update("s", 1).mscc(1, 10, 10))).isEqualTo("5002");
    }

    @Test
    void aBatchThatIsNotDurableLeavesNoTrace() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.LOST));
        assertThat(charging.send(initial("s", ANNA).ask(1, 10000))).isEqualTo("3004");
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.DURABLE));
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.send(initial("s", ANNA).ask(1, 10000))).isEqualTo("2001 [rg1 2001 10000]");
    }

    @Test
    void unitsAtCommandLevelStandThereInTheAnswer() {
        charging.subscriber(ANNA, "plain", "0.01EUR");
        assertThat(charging.send(initial("s", ANNA).units(-1, 4000))).isEqualTo("2001 [2001 4000]");
        assertThat(charging.send(initial("t", ANNA).units(-1, 100_000))).isEqualTo("2001 [2001 6000]");
        assertThat(charging.send(initial("u", ANNA).units(-1, 4000))).isEqualTo("4012 [4012]");
        assertThat(charging.openSessions(ANNA)).isEqualTo(2);
    }

    @Test
    void aRefusalOfASuspendedSubscriberIsRepeatedAsItWas() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1000));
        charging.execute(new AccountCommand.ChangeState(SubscriptionId.e164(ANNA), LifeCycle.SUSPENDED));
        Ccr use = update("s", 1).mscc(1, 1000, 1000);
        assertThat(charging.send(use)).isEqualTo("4010");
        assertThat(charging.send(use)).isEqualTo("4010");
        assertThat(charging.money(ANNA)).isEqualTo("0.999");
    }

    @Test
    void oneServiceNamedManyTimesDoesNotPushItsAnswersOut() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        Ccr first = initial("s", ANNA).ask(1, 1000);
        String granted = charging.send(first);
        Ccr many = update("s", 1);
        for (int i = 0; i < 9; i++) {
            many.mscc(1, 10, 1000);
        }
        charging.send(many);
        assertThat(charging.send(first)).isEqualTo(granted);
    }

    @Test
    void whatNobodyCanHaveUsedIsNotCharged() {
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        assertThat(charging.send(terminate("s", 1).voice().used(1, 71_582_788))).isEqualTo("2001 [rg1 2001] cost 6.10");
    }

    @Test
    void aShorterGrantDoesNotShortenTheLifeOfTheSession() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1000));
        charging.clock.advanceMs(1_000);
        charging.send(update("s", 1));
        charging.clock.advanceMs(1_700_000);
        charging.work();
        assertThat(charging.openSessions(ANNA)).isEqualTo(1);
    }

    @Test
    void anUpdateThatOnlyReportsGetsNoUnits() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1000));
        assertThat(charging.send(update("s", 1).used(2, 1000))).isEqualTo("2001 [rg2 2001]");
        assertThat(charging.money(ANNA)).isEqualTo("0.999 reserved 0.001");
    }
}
