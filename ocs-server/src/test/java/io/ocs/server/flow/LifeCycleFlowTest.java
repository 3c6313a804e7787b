package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.Money;
import io.ocs.core.RedirectServer;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.charging.LifeCyclePolicy.Stage;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each state of a subscriber answers as configured, lasts as long as configured, also over a time of being down, and a replay leads to the same. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class LifeCycleFlowTest {

    private static final String ANNA = "491700000001";
    private static final SubscriptionId ANNA_ID = SubscriptionId.e164(ANNA);
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final FinalUnit PORTAL = new FinalUnit(
            FinalUnitAction.REDIRECT, RedirectServer.parse("https://portal.example.com/pay"), List.of(), List.of());

    private final Charging charging;

    LifeCycleFlowTest(int shards) {
        charging = new Charging(FlowCatalog.offers(), shards);
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    /** Active for 90 days, grace for 30, terminated for 180, then others may have the number. */
    private static LifeCyclePolicy prepaid() {
        return new LifeCyclePolicy(
                Map.of(
                        LifeCycle.ACTIVE, new Stage(Answer.SERVE, 90 * DAY, LifeCycle.GRACE),
                        LifeCycle.GRACE, new Stage(Answer.CREDIT_LIMIT_REACHED, 30 * DAY, LifeCycle.TERMINATED),
                        LifeCycle.TERMINATED, new Stage(Answer.USER_UNKNOWN, 180 * DAY, LifeCycle.RECYCLED)),
                FinalUnit.TERMINATE);
    }

    private static LifeCyclePolicy answering(LifeCycle state, Answer answer) {
        return new LifeCyclePolicy(Map.of(state, LifeCyclePolicy.endless(answer)), PORTAL);
    }

    private void create(LifeCycle state) {
        assertThat(charging.execute(new AccountCommand.CreateSubscriber(
                                List.of(ANNA_ID),
                                charging.terms("plain"),
                                null,
                                Money.parse("1.00EUR"),
                                List.of(),
                                true,
                                state))
                        .isDone())
                .isTrue();
    }

    private Status become(LifeCycle state) {
        return charging.execute(new AccountCommand.ChangeState(ANNA_ID, state)).status();
    }

    private LifeCycle state() {
        return charging.view(ANNA).state();
    }

    /** Time passes, and the shards look at their timers. */
    private void pass(long ms) {
        charging.clock.advanceMs(ms);
        for (int turn = 0; turn < 12; turn++) {
            charging.clock.advanceMs(5_000);
            charging.work();
        }
    }

    @Test
    void theFirstUseActivates() {
        create(LifeCycle.PRE_ACTIVE);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 2001 1000]");
        assertThat(state()).isEqualTo(LifeCycle.ACTIVE);
    }

    @Test
    void theFirstEventActivates() {
        create(LifeCycle.PRE_ACTIVE);
        assertThat(charging.send(Ccr.event("e", ANNA, RequestedAction.DIRECT_DEBITING)
                        .sms()
                        .units(-1, 1)))
                .startsWith("2001");
        assertThat(state()).isEqualTo(LifeCycle.ACTIVE);
    }

    @Test
    void whatIsRefusedActivatesNobody() {
        create(LifeCycle.PRE_ACTIVE);
        charging.lifeCycle(answering(LifeCycle.PRE_ACTIVE, Answer.END_USER_SERVICE_DENIED));
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("4010");
        assertThat(state()).isEqualTo(LifeCycle.PRE_ACTIVE);
        assertThat(become(LifeCycle.ACTIVE)).isEqualTo(Status.DONE);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 2001 1000]");
    }

    @ParameterizedTest
    @CsvSource({
        "SERVE, 2001 [rg1 2001 1000], 2001 [rg1 2001 1000]",
        "CREDIT_LIMIT_REACHED, 2001 [rg1 4012], 2001 [rg1 4012]",
        "END_USER_SERVICE_DENIED, 4010, 4010",
        "USER_UNKNOWN, 5030, 5030"
    })
    void eachAnswerStandsWhereItBelongs(Answer answer, String first, String next) {
        create(LifeCycle.ACTIVE);
        charging.send(initial("open", ANNA).ask(1, 1000));
        charging.lifeCycle(answering(LifeCycle.BARRED, answer));
        become(LifeCycle.BARRED);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo(first);
        Ccr report = update("open", 1).mscc(1, 1000, 1000);
        assertThat(charging.send(report)).isEqualTo(next);
        assertThat(charging.money(ANNA)).as("used is charged in any case").startsWith("0.999");
        assertThat(charging.send(report)).as("a repeat").isEqualTo(next);
        assertThat(charging.send(terminate("open", 2).used(1, 1000))).startsWith("2001");
        assertThat(charging.money(ANNA)).startsWith("0.998");
    }

    @Test
    void whoIsRedirectedGetsThePortalAndNoUnits() {
        create(LifeCycle.ACTIVE);
        charging.lifeCycle(answering(LifeCycle.GRACE, Answer.REDIRECT));
        become(LifeCycle.GRACE);
        Ccr first = initial("s", ANNA).ask(1, 1000);
        String answer = charging.send(first);
        assertThat(answer).isEqualTo("2001 [rg1 2001 final REDIRECT]");
        assertThat(charging.send(first)).as("a repeat").isEqualTo(answer);
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.send(Ccr.event("e", ANNA, RequestedAction.DIRECT_DEBITING)
                        .sms()
                        .units(-1, 1)))
                .isEqualTo("4012 [4012]");
    }

    @Test
    void aTopUpBringsBackWhoIsInGraceAndExtendsWhoIsActive() {
        charging.lifeCycle(prepaid());
        create(LifeCycle.ACTIVE);
        long begun = charging.clock.nowMs();
        assertThat(charging.view(ANNA).stateEndsMs()).isEqualTo(begun + 90 * DAY);
        pass(60 * DAY);
        charging.execute(new AccountCommand.TopUp(ANNA_ID, Money.parse("1.00EUR")));
        assertThat(charging.view(ANNA).stateEndsMs()).isGreaterThan(begun + 149 * DAY);
        pass(91 * DAY);
        assertThat(state()).isEqualTo(LifeCycle.GRACE);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 4012]");
        charging.execute(new AccountCommand.TopUp(ANNA_ID, Money.parse("1.00EUR")));
        assertThat(state()).isEqualTo(LifeCycle.ACTIVE);
        assertThat(charging.view(ANNA).stateEndsMs()).isEqualTo(charging.clock.nowMs() + 90 * DAY);
    }

    @Test
    void whatFellDueWhileTheServerWasDownIsCaughtUpFromItsTime() {
        charging.lifeCycle(prepaid());
        create(LifeCycle.ACTIVE);
        long begun = charging.clock.nowMs();
        charging.clock.advanceMs(100 * DAY);
        charging.restart();
        pass(0);
        assertThat(state()).isEqualTo(LifeCycle.GRACE);
        assertThat(charging.view(ANNA).stateEndsMs())
                .as("grace began when active ended")
                .isEqualTo(begun + 120 * DAY);
        charging.clock.advanceMs(25 * DAY);
        charging.restart();
        pass(0);
        assertThat(state()).isEqualTo(LifeCycle.TERMINATED);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("5030");
    }

    @Test
    void aRecycledNumberIsFreeAndItsMoneyForfeited() {
        charging.lifeCycle(prepaid());
        create(LifeCycle.ACTIVE);
        become(LifeCycle.TERMINATED);
        pass(179 * DAY);
        assertThat(state()).isEqualTo(LifeCycle.TERMINATED);
        pass(2 * DAY);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("5030");
        create(LifeCycle.PRE_ACTIVE);
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
    }

    @Test
    void theSessionsOfWhoIsEndedByATimerAreAskedToEnd() {
        charging.lifeCycle(new LifeCyclePolicy(
                Map.of(LifeCycle.ACTIVE, new Stage(Answer.SERVE, 60_000, LifeCycle.SUSPENDED)), FinalUnit.TERMINATE));
        create(LifeCycle.ACTIVE);
        charging.send(initial("s", ANNA).ask(1, 1000));
        pass(0);
        assertThat(state()).isEqualTo(LifeCycle.SUSPENDED);
        charging.work();
        assertThat(charging.clients.asked()).contains("ABORT s 0");
    }

    @Test
    void noWayLeadsBackToTheShop() {
        create(LifeCycle.ACTIVE);
        assertThat(become(LifeCycle.PRE_ACTIVE)).isEqualTo(Status.WRONG_STATE);
        assertThat(become(LifeCycle.RECYCLED)).isEqualTo(Status.WRONG_STATE);
        assertThat(become(LifeCycle.TERMINATED)).isEqualTo(Status.DONE);
        assertThat(become(LifeCycle.SUSPENDED)).isEqualTo(Status.WRONG_STATE);
        assertThat(become(LifeCycle.ACTIVE)).isEqualTo(Status.DONE);
        assertThat(become(LifeCycle.ACTIVE)).as("is active already").isEqualTo(Status.DONE);
    }
}
