package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.FinalUnit;
import io.ocs.core.Money;
import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.LifeCyclePolicy;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.charging.LifeCyclePolicy.Stage;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.state.LifeCycle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: where there is no room for the timer of an active subscriber, its first use is refused as any other for want of room, and nothing is charged. */
class FullTimersFlowTest {

    private static final String ANNA = "491700000001";
    private static final String BEN = "491700000002";
    private static final long DAY_MS = 86_400_000;

    private final Charging charging =
            new Charging(FlowCatalog.offers(), new StoreCapacity(8, 8, 8, 8, 8, 8, 1, 8, 8)).lifeCycle(days(90));

    private static LifeCyclePolicy days(long days) {
        return new LifeCyclePolicy(
                Map.of(LifeCycle.ACTIVE, new Stage(Answer.SERVE, days * DAY_MS, LifeCycle.GRACE)), FinalUnit.TERMINATE);
    }

    private void create(String who) {
        assertThat(charging.execute(new AccountCommand.CreateSubscriber(
                                List.of(SubscriptionId.e164(who)),
                                charging.terms("plain"),
                                null,
                                Money.parse("1.00EUR"),
                                List.of(),
                                true,
                                LifeCycle.PRE_ACTIVE))
                        .isDone())
                .isTrue();
    }

    @AfterEach
    void replayGivesTheSameState() {
        assertThat(charging.restart().stream().distinct()).hasSize(1);
    }

    @Test
    void aSessionIsRefusedUntilThereIsRoom() {
        create(ANNA);
        create(BEN);
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 2001 1000]");
        assertThat(charging.send(initial("t", BEN).ask(1, 1000))).isEqualTo("3004");
        assertThat(charging.view(BEN).state()).isEqualTo(LifeCycle.PRE_ACTIVE);
        assertThat(charging.openSessions(BEN)).isZero();
        charging.lifeCycle(LifeCyclePolicy.defaults());
        assertThat(charging.send(initial("t", BEN).ask(1, 1000)))
                .as("a state that does not end has no timer")
                .isEqualTo("2001 [rg1 2001 1000]");
        assertThat(charging.view(BEN).state()).isEqualTo(LifeCycle.ACTIVE);
    }

    @Test
    void anEventIsRefusedAndNotDebited() {
        create(ANNA);
        create(BEN);
        charging.send(initial("s", ANNA).ask(1, 1000));
        Ccr event = Ccr.event("e", BEN, RequestedAction.DIRECT_DEBITING).sms().units(-1, 1);
        assertThat(charging.send(event)).isEqualTo("3004");
        assertThat(charging.money(BEN)).isEqualTo("1.00");
        assertThat(charging.send(
                        Ccr.event("q", BEN, RequestedAction.PRICE_ENQUIRY).sms().units(-1, 1)))
                .as("an enquiry is no use")
                .startsWith("2001");
        assertThat(charging.view(BEN).state()).isEqualTo(LifeCycle.PRE_ACTIVE);
    }
}
