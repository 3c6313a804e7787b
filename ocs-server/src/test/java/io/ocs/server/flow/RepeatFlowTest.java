package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.server.flow.Ccr.event;
import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repeats of what has ended, when what would lead to the shard that knows is gone. Every case with one and with three shards. */
class RepeatFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";
    private static final SubscriptionId ANNA_ID = SubscriptionId.e164(ANNA);
    private static final SubscriptionId SECOND = SubscriptionId.imsi("001010000000001");
    /** So many that some of them fall to another shard than the account's. */
    private static final int MANY = 12;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTerminationThatNamesNobodyIsAnsweredAlike(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "1.00EUR");
        for (int i = 0; i < MANY; i++) {
            charging.send(initial("s" + i, ANNA).ask(1, 1000));
            Ccr end = terminate("s" + i, 1).used(1, 1000);
            assertThat(charging.send(end)).isEqualTo("2001 [rg1 2001] cost 0.001");
            assertThat(charging.send(end.retransmitted())).isEqualTo("2001 [rg1 2001] cost 0.001");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anEventIsAnsweredAlikeAfterItsSubscriberIsGone(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "9.00EUR");
        for (int i = 0; i < MANY; i++) {
            charging.send(event("e" + i, ANNA, DIRECT_DEBITING).units(-1, 1));
        }
        charging.execute(new AccountCommand.RemoveSubscriber(ANNA_ID));
        for (int i = 0; i < MANY; i++) {
            assertThat(charging.send(event("e" + i, ANNA, DIRECT_DEBITING).units(-1, 1)))
                    .isEqualTo("2001 [2001 1] cost 0.10");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRepeatDoesNotOpenASessionAgainThatSupervisionHasEnded(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "1.00EUR");
        Ccr open = initial("s", ANNA).ask(1, 1000);
        charging.send(open);
        charging.clock.advanceMs(2 * 3_600_000);
        charging.work();
        assertThat(charging.send(open.retransmitted())).isEqualTo("5012");
        charging.restart();
        assertThat(charging.send(open.retransmitted())).isEqualTo("5012");
        assertThat(charging.send(terminate("s", 1).used(1, 1000))).isEqualTo("2001");
        assertThat(charging.openSessions(ANNA)).isZero();
    }

    private static AccountCommand create(Charging charging, SubscriptionId... identities) {
        return new AccountCommand.CreateSubscriber(
                List.of(identities),
                charging.terms("plain"),
                null,
                Money.parse("1.00EUR"),
                List.of(),
                true,
                LifeCycle.ACTIVE);
    }

    private static void assertRepeated(CommandResult result) {
        assertThat(result.status()).isEqualTo(Status.DONE);
        assertThat(result.repeated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void commandsAreAnsweredAlikeAfterTheirSubjectIsGone(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        AccountCommand create = create(charging, ANNA_ID, SECOND);
        charging.execute("create", create);
        charging.send(initial("s", ANNA).ask(1, 1000));
        AccountCommand abort = new AccountCommand.AbortSession("s");
        AccountCommand removeIdentity = new AccountCommand.RemoveIdentity(SECOND);
        AccountCommand remove = new AccountCommand.RemoveSubscriber(ANNA_ID);
        assertThat(charging.execute("abort", abort).isDone()).isTrue();
        assertThat(charging.execute("remove-identity", removeIdentity).isDone()).isTrue();
        assertThat(charging.execute("remove", remove).isDone()).isTrue();
        for (int restarts = 0; restarts < 2; restarts++) {
            assertRepeated(charging.execute("abort", abort));
            assertRepeated(charging.execute("remove-identity", removeIdentity));
            assertRepeated(charging.execute("remove", remove));
            assertRepeated(charging.execute("create", create));
            charging.restart();
        }
        assertThat(charging.send(initial("t", ANNA).ask(1, 1000))).isEqualTo("5030");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aCreationDoesNotOpenASecondAccountAfterItsIdentityWasTakenAway(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        AccountCommand create = create(charging, ANNA_ID);
        charging.execute("create", create);
        charging.execute(new AccountCommand.AddIdentity(ANNA_ID, SECOND));
        charging.execute(new AccountCommand.RemoveIdentity(ANNA_ID));
        assertRepeated(charging.execute("create", create));
        assertThat(charging.send(initial("t", ANNA).ask(1, 1000))).isEqualTo("5030");
    }
}
