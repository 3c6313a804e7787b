package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.charging.Tariff;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each period of a fee is charged once, whatever stops meanwhile; what a part costs is exact; who cannot pay waits and is brought back. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class FeeFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            offers:
            - name: monthly
              currency: EUR
              time-zone: Europe/Berlin
              fees:
              - {name: connection, amount: 5.00}
              - {name: base, amount: 10.00, every: month}
              prices: [{name: sms, match: {service: sms}, amount: 0.10}]
            - name: calendar
              currency: EUR
              time-zone: Europe/Berlin
              fees: [{name: flat, amount: 30.00, every: month, periods: calendar}]
              prices: [{name: sms, match: {service: sms}, amount: 0.10}]
            - name: pay-first
              currency: EUR
              fees: [{name: pass, amount: 7.00, every: 30d, missing: grace}]
              prices: [{name: sms, match: {service: sms}, amount: 0.10}]
            - name: free
              currency: EUR
              prices: [{name: sms, match: {service: sms}, amount: 0.10}]
            """);
    private static final String ANNA = "491700000001";
    private static final SubscriptionId ANNA_ID = SubscriptionId.e164(ANNA);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Charging charging;

    FeeFlowTest(int shards) {
        charging = new Charging(CATALOG, shards); // Monday 2026-11-02, noon UTC
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    private void pass(long ms) {
        charging.clock.advanceMs(ms);
        for (int turn = 0; turn < 12; turn++) {
            charging.clock.advanceMs(5_000);
            charging.work();
        }
    }

    private void topUp(String amount) {
        assertThat(charging.execute(new AccountCommand.TopUp(ANNA_ID, Money.parse(amount)))
                        .isDone())
                .isTrue();
    }

    private void passTo(String instant) {
        pass(Instant.parse(instant).toEpochMilli() - charging.clock.nowMs());
    }

    @Test
    void oneTimeAndFirstMonthAtOnceThenEachMonth() {
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        assertThat(charging.money(ANNA)).isEqualTo("85.00");
        passTo("2026-12-02T11:50:00Z");
        assertThat(charging.money(ANNA)).isEqualTo("85.00");
        passTo("2026-12-02T12:01:00Z");
        assertThat(charging.money(ANNA)).isEqualTo("75.00");
        charging.restart();
        pass(DAY);
        assertThat(charging.money(ANNA)).as("once").isEqualTo("75.00");
    }

    /** Goal: a timer that fails takes neither the shard nor the fee away. */
    @Test
    void aTimerThatFailsIsContainedAndTriedAgain() {
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        charging.versions(RatingVersions.of(new NoFees(CATALOG)));
        passTo("2026-12-02T12:01:00Z");
        assertThat(charging.contained).isNotEmpty().allMatch(failure -> failure.getMessage()
                .equals("no fees today"));
        charging.contained.clear();
        assertThat(charging.money(ANNA)).isEqualTo("85.00");
        charging.catalogue(CATALOG);
        pass(0);
        assertThat(charging.money(ANNA)).isEqualTo("75.00");
    }

    private record NoFees(TariffCatalog real) implements RatingFunction {

        @Override
        public Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs) {
            return real.tariff(offer, request, service, atMs);
        }

        @Override
        public Tariff resume(long planKey, long atMs) {
            return real.resume(planKey, atMs);
        }

        @Override
        public boolean knowsOffer(long offer) {
            return real.knowsOffer(offer);
        }

        @Override
        public Fee[] fees(long offer) {
            throw new IllegalStateException("no fees today");
        }
    }

    @Test
    void monthsThatFellDueWhileTheServerWasDownAreEachChargedOnce() {
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        charging.clock.advanceMs(95 * DAY); // December, January, February 2nd
        charging.restart();
        pass(0);
        assertThat(charging.money(ANNA)).isEqualTo("55.00");
        charging.restart();
        pass(0);
        assertThat(charging.money(ANNA)).isEqualTo("55.00");
    }

    @Test
    void theThirtyFirstStaysTheThirtyFirst() {
        charging.clock.advanceMs(Instant.parse("2027-01-31T12:00:00Z").toEpochMilli() - charging.clock.nowMs());
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        passTo("2027-02-28T12:05:00Z");
        assertThat(charging.money(ANNA)).isEqualTo("75.00");
        passTo("2027-03-31T10:55:00Z");
        assertThat(charging.money(ANNA))
                .as("summer time has begun: noon is an hour earlier")
                .isEqualTo("75.00");
        passTo("2027-03-31T11:05:00Z");
        assertThat(charging.money(ANNA)).isEqualTo("65.00");
    }

    @Test
    void aPartOfAMonthCostsAPartAndTheRestComesBack() {
        charging.clock.advanceMs(Instant.parse("2026-11-15T23:00:00Z").toEpochMilli() - charging.clock.nowMs());
        charging.subscriber(ANNA, "calendar", "100.00EUR");
        assertThat(charging.money(ANNA)).as("15 of 30 days").isEqualTo("85.00");
        passTo("2026-11-30T23:01:00Z");
        assertThat(charging.money(ANNA)).isEqualTo("55.00");
        charging.clock.advanceMs(Instant.parse("2026-12-21T23:00:00Z").toEpochMilli() - charging.clock.nowMs());
        charging.execute(new AccountCommand.ChangeOffer(ANNA_ID, charging.terms("free")));
        assertThat(charging.money(ANNA)).as("10 of 31 days: 9.68 back").isEqualTo("64.68");
        pass(60 * DAY);
        assertThat(charging.money(ANNA)).as("nothing more is due").isEqualTo("64.68");
    }

    @Test
    void whoCannotPayIsInGraceUntilTheMoneyIsThere() {
        charging.subscriber(ANNA, "pay-first", "10.00EUR");
        assertThat(charging.money(ANNA)).isEqualTo("3.00");
        pass(30 * DAY);
        assertThat(charging.money(ANNA)).isEqualTo("3.00");
        assertThat(charging.view(ANNA).state()).isEqualTo(LifeCycle.GRACE);
        topUp("1.00EUR");
        assertThat(charging.view(ANNA).state()).as("4.00 are not enough").isEqualTo(LifeCycle.GRACE);
        pass(3 * DAY);
        assertThat(charging.view(ANNA).state()).isEqualTo(LifeCycle.GRACE);
        topUp("5.00EUR");
        assertThat(charging.money(ANNA)).isEqualTo("2.00");
        assertThat(charging.view(ANNA).state()).isEqualTo(LifeCycle.ACTIVE);
        topUp("20.00EUR");
        pass(29 * DAY);
        assertThat(charging.money(ANNA))
                .as("the new period began when it was paid")
                .isEqualTo("22.00");
        pass(2 * DAY);
        assertThat(charging.money(ANNA)).isEqualTo("15.00");
    }

    @Test
    void nothingIsDueFromWhoIsGone() {
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        charging.execute(new AccountCommand.RemoveSubscriber(ANNA_ID));
        pass(40 * DAY);
        charging.subscriber(ANNA, "monthly", "100.00EUR");
        assertThat(charging.money(ANNA)).isEqualTo("85.00");
    }
}
