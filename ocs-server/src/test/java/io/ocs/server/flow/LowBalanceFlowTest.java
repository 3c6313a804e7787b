package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.server.flow.Ccr.event;
import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.UsageBound;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.journal.Journal;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: when a charge takes the money of an account below the threshold, clients of its other sessions are asked to come again: once, and only those that want. */
class LowBalanceFlowTest {

    private static final String ANNA = "491700000001";
    private static final String BEN = "491700000002";
    private static final ClientProfile TOLD = new ClientProfile(
            "told",
            FailureHandling.UNTOLD,
            true,
            false,
            0,
            false,
            true,
            false,
            false,
            true,
            false,
            true,
            false,
            List.of());

    private final Charging charging = new Charging(FlowCatalog.offers(), 1, policy());

    private static ChargingPolicy policy() {
        ChargingPolicy policy = ChargingPolicy.defaults();
        return new ChargingPolicy(
                policy.tccFactorThousandths(),
                policy.idleMs(),
                policy.timeSkewMaxMs(),
                policy.duplicatesWindowMs(),
                policy.endedWindowMs(),
                policy.switchSpreadS(),
                policy.sharedValidityS(),
                UsageBound.DEFAULT,
                500_000);
    }

    @BeforeEach
    void open() {
        charging.subscriber(ANNA, "plain", "0.51EUR");
        charging.subscriber(BEN, "plain", "0.51EUR");
        charging.clock.advanceMs(1);
        charging.send(
                initial("a", ANNA).from(TOLD).ask(1, 1000),
                initial("b", ANNA).from(TOLD).ask(1, 1000));
        charging.send(
                initial("c", ANNA).ask(1, 1000), initial("bens", BEN).from(TOLD).ask(1, 1000));
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void theOthersAreAskedOncePerCrossing() {
        charging.send(update("a", 1).from(TOLD).mscc(1, 10_000, 1000));
        assertThat(charging.clients.asked()).as("0.50 is not below 0.50").isEmpty();
        charging.send(update("a", 2).from(TOLD).mscc(1, 1000, 1000));
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE b 0");
        charging.send(update("b", 1).from(TOLD).mscc(1, 1000, 1000));
        assertThat(charging.clients.asked()).as("it is below already").isEmpty();
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("0.01EUR")));
        charging.work();
        charging.send(update("c", 1).mscc(1, 10_000, 1000));
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE a 0", "RE_AUTHORIZE b 0");
    }

    @Test
    void parallelSessionsCrossItOnce() {
        charging.send(
                update("a", 1).from(TOLD).mscc(1, 6000, 1000),
                update("b", 1).from(TOLD).mscc(1, 6000, 1000),
                update("c", 1).mscc(1, 6000, 1000));
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE a 0");
    }

    @Test
    void twoCrossingsBeforeTheyAreSearchedForAreForAll() {
        charging.clients.room = 0;
        charging.send(update("a", 1).from(TOLD).mscc(1, 11_000, 1000));
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("0.10EUR")));
        charging.send(update("b", 1).from(TOLD).mscc(1, 100_000, 1000));
        charging.clients.room = 10;
        charging.work();
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE a 0", "RE_AUTHORIZE b 0");
    }

    @Test
    void anEventCrossesItForAll() {
        charging.send(event("e", ANNA, DIRECT_DEBITING).units(-1, 1));
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE a 0", "RE_AUTHORIZE b 0");
    }

    @Test
    void aRepeatAndARestartAreNoCrossing() {
        Ccr crossing = update("a", 1).from(TOLD).mscc(1, 11_000, 1000);
        charging.send(crossing);
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE b 0");
        charging.send(crossing);
        charging.restart();
        charging.work();
        assertThat(charging.clients.asked()).isEmpty();
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("0.10EUR")));
        charging.send(update("a", 2).from(TOLD).mscc(1, 100_000, 1000));
        assertThat(charging.clients.asked())
                .as("who wants to be asked is known after a restart")
                .containsExactly("RE_AUTHORIZE b 0");
    }

    @Test
    void whatIsLostHasCrossedNothing() {
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.LOST));
        assertThat(charging.send(update("a", 1).from(TOLD).mscc(1, 11_000, 1000)))
                .isEqualTo("3004");
        assertThat(charging.clients.asked()).isEmpty();
        charging.journals.forEach(journal -> journal.answer(Journal.Commit.DURABLE));
        charging.send(update("a", 1).from(TOLD).mscc(1, 11_000, 1000));
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE b 0");
    }
}
