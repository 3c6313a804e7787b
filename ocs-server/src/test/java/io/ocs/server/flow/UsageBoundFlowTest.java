package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.UsageBound;
import org.junit.jupiter.api.Test;

/** What of a report is believed and charged, by the operator's policy. */
class UsageBoundFlowTest {

    private static final String ANNA = "491700000001";
    private static final int TOLERANCE_MS = 5_000;

    private static Charging charging(int factor, long toleranceMs, UsageBound.Charge charge) {
        ChargingPolicy policy = ChargingPolicy.defaults();
        return new Charging(
                FlowCatalog.offers(),
                1,
                new ChargingPolicy(
                        policy.tccFactorThousandths(),
                        policy.idleMs(),
                        policy.timeSkewMaxMs(),
                        policy.duplicatesWindowMs(),
                        policy.endedWindowMs(),
                        policy.switchSpreadS(),
                        policy.sharedValidityS(),
                        new UsageBound(factor, toleranceMs, charge),
                        0));
    }

    @Test
    void aCallIsNotLongerThanTheTimeSinceItsLastReport() {
        Charging charging = charging(1_000, TOLERANCE_MS, UsageBound.Charge.BOUND);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 300));
        charging.clock.advanceMs(55_000);
        charging.send(update("s", 1).voice().mscc(1, 300, 300)); // 60 s are believed
        assertThat(charging.money(ANNA)).isEqualTo("9.90 reserved 0.50");
        assertThat(charging.implausibleReports()).isEqualTo(1);
        charging.clock.advanceMs(60_000);
        charging.send(update("s", 2).voice().mscc(1, 60, 300));
        assertThat(charging.money(ANNA)).isEqualTo("9.80 reserved 0.50");
        assertThat(charging.implausibleReports()).isEqualTo(1);
    }

    @Test
    void volumeHasNothingToDoWithTheClock() {
        Charging charging = charging(1_000, TOLERANCE_MS, UsageBound.Charge.BOUND);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).ask(1, 500_000));
        charging.send(update("s", 1).mscc(1, 500_000, 1000));
        assertThat(charging.money(ANNA)).isEqualTo("9.50 reserved 0.001");
        assertThat(charging.implausibleReports()).isZero();
    }

    @Test
    void withoutABoundEverythingIsBelieved() {
        Charging charging = charging(0, -1, UsageBound.Charge.BOUND);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        assertThat(charging.send(terminate("s", 1).voice().used(1, 60_000))).isEqualTo("2001 [rg1 2001] cost 100.00");
        assertThat(charging.implausibleReports()).isZero();
    }

    /** From a week before the session on by the bands, 36,000 s of each day at 1 and 50,400 s at 0.5; the 23 days before, in one piece, at that of their end. */
    @Test
    void timeLongBeforeTheSessionIsNotSplitByBands() {
        Charging charging = charging(0, -1, UsageBound.Charge.REPORTED);
        charging.subscriber(ANNA, "nights", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 5));
        assertThat(charging.send(terminate("s", 1).voice().used(1, 30 * 86_400)))
                .isEqualTo("2001 [rg1 2001] cost 2415600.00");
    }

    @Test
    void anOperatorMayChargeWhatIsReported() {
        Charging charging = charging(1_000, -1, UsageBound.Charge.REPORTED);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        assertThat(charging.send(terminate("s", 1).voice().used(1, 60_000))).isEqualTo("2001 [rg1 2001] cost 100.00");
        assertThat(charging.implausibleReports()).isEqualTo(1);
    }
}
