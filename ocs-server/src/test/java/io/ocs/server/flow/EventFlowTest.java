package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.CHECK_BALANCE;
import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.core.RequestedAction.PRICE_ENQUIRY;
import static io.ocs.core.RequestedAction.REFUND_ACCOUNT;
import static io.ocs.server.flow.Ccr.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Immediate events through the whole decision path. After every test the replay of the journal gives the same state. */
class EventFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";
    private static final int EUR = 978;
    private static final int USD = 840;

    private final Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void aDebitBeyondTheBalanceIsRefusedWhereItsUnitsStand() {
        charging.subscriber(ANNA, "plain", "0.05EUR");
        assertThat(charging.send(event("a", ANNA, DIRECT_DEBITING).ask(7, 1))).isEqualTo("2001 [rg7 4012]");
        assertThat(charging.send(event("b", ANNA, DIRECT_DEBITING).units(-1, 1)))
                .isEqualTo("4012 [4012]");
        assertThat(charging.money(ANNA)).isEqualTo("0.05");
    }

    @Test
    void aMessageIsTakenFromItsBucket() {
        charging.subscriber(ANNA, "messages", "0.00EUR");
        assertThat(charging.send(event("a", ANNA, DIRECT_DEBITING).units(-1, 1)))
                .isEqualTo("2001 [2001 1] cost 0.00");
        assertThat(charging.units(ANNA)).containsExactly(4L);
        assertThat(charging.send(event("b", ANNA, DIRECT_DEBITING))).isEqualTo("2001 [2001 1] cost 0.00");
        assertThat(charging.units(ANNA)).containsExactly(3L);
    }

    @Test
    void enquiriesMoveNothingDebitAndRefundDo() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(charging.send(event("a", ANNA, CHECK_BALANCE).units(-1, 2))).isEqualTo("2001 [2001] ENOUGH_CREDIT");
        assertThat(charging.send(event("b", ANNA, CHECK_BALANCE).units(-1, 11))).isEqualTo("2001 [2001] NO_CREDIT");
        assertThat(charging.send(event("c", ANNA, PRICE_ENQUIRY).units(-1, 3))).isEqualTo("2001 [2001] cost 0.30");
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.send(event("d", ANNA, DIRECT_DEBITING).units(-1, 2)))
                .isEqualTo("2001 [2001 2] cost 0.20");
        assertThat(charging.money(ANNA)).isEqualTo("0.80");
        assertThat(charging.send(event("e", ANNA, REFUND_ACCOUNT).units(-1, 2))).isEqualTo("2001 [2001] cost -0.20");
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
    }

    @Test
    void moneyIsDebitedAsItIs() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        assertThat(charging.send(event("a", ANNA, DIRECT_DEBITING).money(250_000, EUR)))
                .isEqualTo("2001 [2001 250000] cost 0.25");
        assertThat(charging.send(event("b", ANNA, DIRECT_DEBITING).money(250_000, USD)))
                .isEqualTo("5031 [5031] failed CC_MONEY");
        assertThat(charging.money(ANNA)).isEqualTo("0.75");
        assertThat(charging.send(event("c", ANNA, CHECK_BALANCE).money(250_000, EUR)))
                .isEqualTo("2001 [2001] ENOUGH_CREDIT");
        assertThat(charging.send(event("d", ANNA, CHECK_BALANCE).money(250_000, USD)))
                .isEqualTo("5031 [5031] failed CC_MONEY");
        assertThat(charging.send(event("e", ANNA, PRICE_ENQUIRY).money(250_000, USD)))
                .isEqualTo("5031 [5031] failed CC_MONEY cost 0.00");
    }

    @Test
    void repeatsAreChargedOnce() {
        charging.subscriber(ANNA, "plain", "1.00EUR");
        Ccr debit = event("a", ANNA, DIRECT_DEBITING).ask(7, 2).ask(8, 3);
        String answer = charging.send(debit);
        assertThat(answer).isEqualTo("2001 [rg7 2001 2] [rg8 2001 3] cost 0.50");
        assertThat(charging.send(
                        event("a", ANNA, DIRECT_DEBITING).ask(7, 2).ask(8, 3).retransmitted()))
                .isEqualTo(answer);
        charging.restart();
        charging.clock.advanceMs(23 * 3_600_000L);
        assertThat(charging.send(debit)).isEqualTo(answer);
        assertThat(charging.money(ANNA)).isEqualTo("0.50");
        assertThat(charging.send(event("a", ANNA, DIRECT_DEBITING).ask(7, 1))).isEqualTo("5012");
    }
}
