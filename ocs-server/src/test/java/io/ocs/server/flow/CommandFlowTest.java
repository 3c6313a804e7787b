package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.CommandResult;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands of provisioning and care through the whole decision path. After every test the replay of the journal gives the same state. */
class CommandFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";
    private static final SubscriptionId ANNA_ID = SubscriptionId.e164(ANNA);
    private static final SubscriptionId IMSI = SubscriptionId.imsi("001010000000001");

    private final Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    private CommandResult create(
            String key, List<SubscriptionId> identities, String offer, List<OpeningBucket> buckets) {
        return charging.execute(
                key,
                new AccountCommand.CreateSubscriber(
                        identities,
                        charging.terms(offer),
                        null,
                        Money.parse("1.00EUR"),
                        buckets,
                        true,
                        LifeCycle.ACTIVE));
    }

    @Test
    void aCommandIsCarriedOutOnceUnderItsKey() {
        assertThat(create("a", List.of(ANNA_ID), "messages", List.of()).status())
                .isEqualTo(Status.DONE);
        charging.clock.advanceMs(5_000);
        CommandResult again = create("a", List.of(ANNA_ID), "messages", List.of());
        assertThat(again.status()).isEqualTo(Status.DONE);
        assertThat(again.repeated()).isTrue();
        assertThat(create("a", List.of(ANNA_ID), "plain", List.of()).status()).isEqualTo(Status.KEY_REUSED);
        assertThat(create("b", List.of(ANNA_ID), "plain", List.of()).status()).isEqualTo(Status.IDENTITY_TAKEN);
        charging.restart();
        AccountCommand topUp = new AccountCommand.TopUp(ANNA_ID, Money.parse("2.00EUR"));
        charging.execute("t", topUp);
        assertThat(charging.execute("t", topUp).repeated()).isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("3.00");
    }

    @Test
    void whatCannotBeIsRefusedAndLeavesNoTrace() {
        assertThat(create("a", List.of(ANNA_ID, ANNA_ID), "plain", List.of()).status())
                .isEqualTo(Status.IDENTITY_TAKEN);
        OpeningBucket huge = new OpeningBucket(UnitKind.TOTAL_OCTETS, Long.MAX_VALUE, 1, Long.MAX_VALUE, 7);
        assertThat(create("b", List.of(ANNA_ID), "plain", List.of(huge, huge)).status())
                .isEqualTo(Status.BAD_AMOUNT);
        assertThat(create("c", List.of(ANNA_ID), "plain", List.of()).status()).isEqualTo(Status.DONE);
        assertThat(charging.execute(new AccountCommand.TopUp(ANNA_ID, Money.parse("1.00USD")))
                        .status())
                .isEqualTo(Status.CURRENCY_MISMATCH);
        assertThat(charging.execute(new AccountCommand.TopUp(ANNA_ID, Money.parse("0.00EUR")))
                        .status())
                .isEqualTo(Status.BAD_AMOUNT);
        assertThat(charging.execute(new AccountCommand.TopUp(IMSI, Money.parse("1.00EUR")))
                        .status())
                .isEqualTo(Status.UNKNOWN_SUBSCRIBER);
        assertThat(charging.execute(new AccountCommand.RemoveIdentity(ANNA_ID)).status())
                .isEqualTo(Status.LAST_IDENTITY);
        assertThat(charging.execute(new AccountCommand.AbortSession("x")).status())
                .isEqualTo(Status.UNKNOWN_SESSION);
    }

    @Test
    void identitiesComeAndGo() {
        create("a", List.of(ANNA_ID), "plain", List.of());
        assertThat(charging.execute(new AccountCommand.AddIdentity(ANNA_ID, IMSI))
                        .isDone())
                .isTrue();
        assertThat(charging.view(ANNA).identities()).containsExactly(ANNA_ID, IMSI);
        assertThat(charging.execute(new AccountCommand.RemoveIdentity(ANNA_ID)).isDone())
                .isTrue();
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("5030");
        assertThat(charging.execute(new AccountCommand.AddIdentity(IMSI, ANNA_ID))
                        .isDone())
                .isTrue();
        assertThat(charging.send(initial("s", ANNA).ask(1, 1000))).isEqualTo("2001 [rg1 2001 1000]");
        assertThat(charging.execute(new AccountCommand.RemoveSubscriber(ANNA_ID))
                        .status())
                .isEqualTo(Status.SESSIONS_OPEN);
        assertThat(charging.execute(new AccountCommand.AbortSession("s")).isDone())
                .isTrue();
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.execute(new AccountCommand.RemoveSubscriber(ANNA_ID))
                        .isDone())
                .isTrue();
        assertThat(charging.send(initial("t", ANNA).ask(1, 1000))).isEqualTo("5030");
    }

    @Test
    void bucketsThatHaveExpiredMakeRoom() {
        create("a", List.of(ANNA_ID), "messages", List.of());
        for (int month = 0; month < 12; month++) {
            charging.clock.advanceMs(31L * 86_400_000);
            assertThat(charging.execute(new AccountCommand.ChangeOffer(ANNA_ID, charging.terms("messages")))
                            .status())
                    .as("month %d", month)
                    .isEqualTo(Status.DONE);
            assertThat(charging.units(ANNA)).containsExactly(5L);
        }
    }

    @Test
    void aChangeOfOfferBringsItsCreditLimitAndAllowances() {
        create("a", List.of(ANNA_ID), "plain", List.of());
        charging.execute(new AccountCommand.ChangeOffer(ANNA_ID, charging.terms("credit")));
        assertThat(charging.view(ANNA).creditLimitMicros()).isEqualTo(1_000_000);
        charging.execute(new AccountCommand.ChangeOffer(ANNA_ID, charging.terms("messages")));
        assertThat(charging.units(ANNA)).containsExactly(5L);
    }
}
