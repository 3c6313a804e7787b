package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.CHECK_BALANCE;
import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.core.RequestedAction.PRICE_ENQUIRY;
import static io.ocs.core.RequestedAction.REFUND_ACCOUNT;
import static io.ocs.server.flow.Ccr.event;
import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.ClientProfile.FailureHandling;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of different kinds are told, through the whole decision path. After every test the replay of the journal gives the same state. */
class ClientProfileFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            zones:
              - {name: home, prefixes: [49]}
              - {name: abroad, prefixes: [33]}
            offers:
              - name: portal
                currency: EUR
                quota: {holding-time: 2m, final-unit-action: redirect, redirect-to: "https://portal.example.com/"}
                prices:
                  - name: data
                    match: {service: data}
                    amount: 0.001
                    per: 1000
                    step: 1000
                    quota: {default: 10000, maximum: 1000000}
                  - name: calls
                    match: {service: voice}
                    amount: 0.1
                    per: 60s
                    step: 1s
                    quota: {consumption-time: 10s}
              - name: nights
                currency: EUR
                time-zone: Europe/Berlin
                prices:
                  - name: data
                    match: {service: data}
                    per: 1000
                    step: 1000
                    quota: {default: 10000, maximum: 1000000}
                    bands:
                      - {name: day, from: 08:00, to: 18:00, amount: 0.002}
                      - {name: night, amount: 0.001}
                  - name: calls
                    match: {service: voice}
                    per: 1s
                    step: 1s
                    bands:
                      - {name: day, from: 08:00, to: 18:00, amount: 0.02}
                      - {name: night, amount: 0.01}
              - name: tiered
                currency: EUR
                prices:
                  - {name: free, match: {service: data, rating-groups: [9]}, credit-control: none}
                  - name: data
                    match: {service: data}
                    per: 1000
                    step: 1000
                    volume-tiers:
                    - {up-to: 10000, amount: 0.002}
                    - {amount: 0.001}
                  - name: calls
                    match: {service: voice}
                    set-up: 0.15
                    first-step: {units: 20s, amount: 0.10}
                    per: 60s
                    step: 1s
                    discounts: [{name: youth, percent: 20%}]
                    graduated-tiers:
                    - {up-to: 120s, amount: 0.1}
                    - {amount: 0.05}
                  - name: message
                    match: {service: sms}
                    amount: 0.1
              - name: messages
                currency: EUR
                prices:
                  - {name: home, match: {service: sms, zones: home}, amount: 0.1}
                  - {name: abroad, match: {service: sms, zones: abroad}, amount: 0.3}
            """);
    private static final String ANNA = "491700000001";
    private static final String HOME = "491700000002";
    private static final String ABROAD = "33170000003";
    private static final String NOWHERE = "99170000004";
    /** Ten to six in the evening, in Berlin. */
    private static final long BEFORE_SIX_MS =
            Instant.parse("2026-11-02T16:50:00Z").toEpochMilli();

    private static final ClientProfile TOLD_BALANCE = new ClientProfile(
            "told-balance",
            FailureHandling.UNTOLD,
            false,
            true,
            5_000_000,
            false,
            true,
            false,
            false,
            false,
            false,
            true,
            false,
            List.of());
    private static final ClientProfile KNOWS_CHANGES = new ClientProfile(
            "knows-changes",
            FailureHandling.UNTOLD,
            true,
            false,
            0,
            false,
            true,
            true,
            false,
            false,
            false,
            true,
            false,
            List.of());

    private final Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void timesOfTheQuotaGoWithEachGrantAndItsRepeat() {
        charging.subscriber(ANNA, "portal", "10.00EUR");
        Ccr data = initial("d", ANNA).ask(1, 5000);
        assertThat(charging.send(data)).isEqualTo("2001 [rg1 2001 5000 hold 120]");
        Ccr call = initial("v", ANNA).voice().ask(1, 60);
        assertThat(charging.send(call)).isEqualTo("2001 [rg1 2001 60 hold 120 consume 10]");
        charging.restart();
        assertThat(charging.send(data)).isEqualTo("2001 [rg1 2001 5000 hold 120]");
        assertThat(charging.send(call)).isEqualTo("2001 [rg1 2001 60 hold 120 consume 10]");
    }

    @Test
    void whoHasNothingIsRedirectedAtOnceAndIsServedAfterATopUp() { // row j, up to the RAR
        charging.subscriber(ANNA, "portal", "0.00EUR");
        Ccr first = initial("s", ANNA).ask(1, 5000);
        assertThat(charging.send(first)).isEqualTo("2001 [rg1 2001 final REDIRECT]");
        charging.restart();
        assertThat(charging.send(first)).isEqualTo("2001 [rg1 2001 final REDIRECT]");
        assertThat(charging.send(initial("t", ANNA).from(ClientProfile.OPEN5GS).ask(1, 5000)))
                .isEqualTo("2001 [rg1 4012]"); // it would serve on without a quota
        assertThat(charging.send(update("s", 1).mscc(1, 0, 5000))).isEqualTo("2001 [rg1 4012]");
        charging.execute(new AccountCommand.TopUp(SubscriptionId.e164(ANNA), Money.parse("1.00EUR")));
        assertThat(charging.send(update("s", 2).mscc(1, 0, 5000))).isEqualTo("2001 [rg1 2001 5000 hold 120]");
        assertThat(charging.send(terminate("s", 3).used(1, 5000))).isEqualTo("2001 [rg1 2001] cost 0.005");
    }

    @Test
    void whoseProfileSaysSoIsToldTheBalanceAndNotTheCost() {
        charging.subscriber(ANNA, "portal", "5.001EUR");
        assertThat(charging.send(initial("s", ANNA).from(TOLD_BALANCE).ask(1, 5000)))
                .isEqualTo("2001 [rg1 2001 5000 hold 120] balance 5.001");
        Ccr use = update("s", 1).from(TOLD_BALANCE).mscc(1, 2000, 5000);
        assertThat(charging.send(use)).isEqualTo("2001 [rg1 2001 5000 hold 120] low balance 4.999");
        assertThat(charging.send(use)).isEqualTo("2001 [rg1 2001 5000 hold 120] low balance 4.999");
        Ccr end = terminate("s", 2).from(TOLD_BALANCE).used(1, 1000);
        assertThat(charging.send(end)).isEqualTo("2001 [rg1 2001] low balance 4.998");
    }

    @Test
    void theCostSoFarIsToldToWhoAsks() {
        charging.subscriber(ANNA, "portal", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 5000));
        assertThat(charging.send(update("s", 1).advice().mscc(1, 2000, 5000)))
                .isEqualTo("2001 [rg1 2001 5000 hold 120] so far 0.002, this 0.002");
        assertThat(charging.send(update("s", 2).mscc(1, 2000, 5000))).isEqualTo("2001 [rg1 2001 5000 hold 120]");
        assertThat(charging.send(
                        update("s", 3).from(ClientProfile.OPEN5GS).advice().mscc(1, 1000, 5000)))
                .isEqualTo("2001 [rg1 2001 5000 hold 120]");
        assertThat(charging.send(terminate("s", 4).advice().used(1, 0)))
                .isEqualTo("2001 [rg1 2001] cost 0.005 so far 0.005, this 0.00");
        assertThat(charging.send(terminate("s", 4).advice().used(1, 0)))
                .as("a repeat is told what all has cost, and not what it alone had")
                .isEqualTo("2001 [rg1 2001] cost 0.005 so far 0.005");
    }

    @Test
    void thePriceAndTheNextOneAreToldToWhoAsks() {
        charging.clock.setMs(BEFORE_SIX_MS);
        charging.subscriber(ANNA, "nights", "10.00EUR");
        String now = " price 0.02/1, from 2026-11-02T17:00:00Z 0.01/1";
        Ccr first = initial("s", ANNA).voice().tariffAdvice().ask(1, 60);
        assertThat(charging.send(first)).isEqualTo("2001 [rg1 2001 60]" + now);
        assertThat(charging.send(first)).as("a repeat").isEqualTo("2001 [rg1 2001 60]" + now);
        charging.clock.advanceMs(60_000);
        assertThat(charging.send(update("s", 1).voice().advice().tariffAdvice().mscc(1, 60, 60)))
                .isEqualTo("2001 [rg1 2001 60] so far 1.20, this 1.20" + now);
        assertThat(charging.send(
                        update("s", 2).voice().tariffAdvice().mscc(1, 0, 60).from(ClientProfile.KAMAILIO)))
                .as("a profile without advice")
                .isEqualTo("2001 [rg1 2001 60]");
        charging.clock.advanceMs(600_000);
        assertThat(charging.send(update("s", 3).voice().tariffAdvice().mscc(1, 60, 60)))
                .as("behind the switch")
                .isEqualTo("2001 [rg1 2001 60] price 0.01/1, from 2026-11-03T07:00:00Z 0.02/1");
        assertThat(charging.send(terminate("s", 4).voice().tariffAdvice().used(1, 0)))
                .startsWith("2001 [rg1 2001] cost")
                .doesNotContain("price");
    }

    @Test
    void aSetUpFeeIsToldUntilItIsCharged() {
        charging.subscriber(ANNA, "tiered", "10.00EUR");
        assertThat(charging.send(initial("s", ANNA).voice().tariffAdvice().ask(1, 60)))
                .endsWith(" price 0.12 + 0.08/20, behind 20 0.08/60, behind 100 0.04/60");
        assertThat(charging.send(update("s", 1).voice().tariffAdvice().mscc(1, 60, 60)))
                .endsWith(" price 0.08/20, behind 20 0.08/60, behind 100 0.04/60");
        assertThat(charging.send(initial("t", ANNA).tariffAdvice().ask(1, 1000)))
                .as("a price that goes by the whole usage cannot be told as amounts one after the other")
                .isEqualTo("2001 [rg1 2001 1000]");
        assertThat(charging.send(event("e", ANNA, PRICE_ENQUIRY).tariffAdvice().units(-1, 3)))
                .isEqualTo("2001 [2001] cost 0.30 price 0.1/1");
        assertThat(charging.send(event("f", ANNA, DIRECT_DEBITING)
                        .advice()
                        .tariffAdvice()
                        .units(-1, 3)))
                .isEqualTo("2001 [2001 3] cost 0.30 so far 0.30 price 0.1/1");
        assertThat(charging.send(initial("u", ANNA).tariffAdvice().ask(9, 1000)))
                .as("no price at all")
                .isEqualTo("2001 [rg9 4011]");
    }

    @Test
    void aGrantGoesOverTheSwitchForWhoKnowsTariffTimeChange() {
        charging.subscriber(ANNA, "nights", "10.00EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        Ccr first = initial("s", ANNA).from(KNOWS_CHANGES).ask(1, 10_000);
        String told = "2001 [rg1 2001 10000 and as many from 2026-11-02T17:00:00Z]";
        assertThat(charging.send(first)).isEqualTo(told);
        assertThat(charging.money(ANNA)).isEqualTo("10.00 reserved 0.03");
        charging.restart();
        assertThat(charging.send(first)).isEqualTo(told);
        charging.clock.advanceMs(14 * 60_000);
        Ccr use = update("s", 1).from(KNOWS_CHANGES).around(1, 6000, 4000, 10_000);
        assertThat(charging.send(use)).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.money(ANNA)).isEqualTo("9.984 reserved 0.01");
        charging.restart();
        assertThat(charging.send(use)).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.send(update("s", 1).from(KNOWS_CHANGES).around(1, 7000, 3000, 10_000)))
                .isEqualTo("5012");
        assertThat(charging.send(terminate("s", 2).used(1, 10_000))).isEqualTo("2001 [rg1 2001] cost 0.026");
    }

    /** The session is heard of behind the switch, by another service: what was used before it is none the cheaper. */
    @Test
    void whatIsNotSaidToBeBehindTheSwitchWasUsedBeforeIt() {
        charging.subscriber(ANNA, "nights", "10.00EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        charging.send(initial("s", ANNA).from(KNOWS_CHANGES).ask(1, 10_000));
        charging.clock.advanceMs(14 * 60_000);
        charging.send(update("s", 1).from(KNOWS_CHANGES).ask(2, 10_000));
        charging.clock.advanceMs(60_000);
        assertThat(charging.send(update("s", 2).from(KNOWS_CHANGES).mscc(1, 10_000, 10_000)))
                .isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.send(terminate("s", 3).from(KNOWS_CHANGES).used(1, 10_000)))
                .isEqualTo("2001 [rg1 2001] cost 0.03"); // 0.02 before, 0.01 behind
    }

    @Test
    void bothQuotasCanBeUsed() {
        charging.subscriber(ANNA, "nights", "10.00EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        charging.send(initial("s", ANNA).from(KNOWS_CHANGES).ask(1, 1_000_000)); // the largest grant
        charging.clock.advanceMs(14 * 60_000);
        long before = charging.implausibleReports();
        charging.send(terminate("s", 1).from(KNOWS_CHANGES).around(1, 1_000_000, 1_000_500, 0));
        assertThat(charging.implausibleReports()).isEqualTo(before);
        assertThat(charging.money(ANNA)).isEqualTo("6.999");
    }

    @Test
    void otherwiseTheGrantEndsAtTheSwitch() {
        charging.subscriber(ANNA, "nights", "10.00EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        assertThat(charging.send(initial("s", ANNA).ask(1, 10_000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.money(ANNA)).isEqualTo("10.00 reserved 0.02");
        assertThat(charging.send(initial("t", ANNA).from(KNOWS_CHANGES).units(-1, 10_000)))
                .isEqualTo("2001 [2001 10000]"); // no place for two quotas
    }

    @Test
    void timeIsSplitWithoutTheClientsHelp() {
        charging.subscriber(ANNA, "nights", "50.00EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        assertThat(charging.send(initial("s", ANNA).from(KNOWS_CHANGES).voice().ask(1, 300)))
                .isEqualTo("2001 [rg1 2001 300]");
    }

    @Test
    void twoQuotasAreNeverMoreThanCanBePaid() {
        charging.subscriber(ANNA, "nights", "0.025EUR");
        charging.clock.setMs(BEFORE_SIX_MS);
        assertThat(charging.send(initial("s", ANNA).from(KNOWS_CHANGES).ask(1, 10_000)))
                .isEqualTo("2001 [rg1 2001 5000 and as many from 2026-11-02T17:00:00Z]");
        assertThat(charging.money(ANNA)).isEqualTo("0.025 reserved 0.025");
        assertThat(charging.send(update("s", 1).from(KNOWS_CHANGES).mscc(1, 3000, 10_000)))
                .isEqualTo("2001 [rg1 2001 9000 final]"); // nothing is left for behind the switch
        assertThat(charging.money(ANNA)).isEqualTo("0.019 reserved 0.018");
    }

    @Test
    void everyRecipientHasThePriceOfItsDestination() {
        charging.subscriber(ANNA, "messages", "1.00EUR");
        Ccr two = event("a", ANNA, DIRECT_DEBITING).recipients(HOME, ABROAD).units(-1, 0);
        assertThat(charging.send(two)).isEqualTo("2001 [2001 2] cost 0.40");
        assertThat(charging.send(two)).isEqualTo("2001 [2001 2] cost 0.40");
        assertThat(charging.money(ANNA)).isEqualTo("0.60");
        assertThat(charging.send(
                        event("a", ANNA, DIRECT_DEBITING).recipients(HOME, HOME).units(-1, 0)))
                .isEqualTo("5012");
        assertThat(charging.send(event("b", ANNA, DIRECT_DEBITING)
                        .recipients(ABROAD, HOME, HOME)
                        .units(-1, 1)))
                .isEqualTo("2001 [2001 1] cost 0.30"); // asked for: one, at the first one's price
        assertThat(charging.send(event("c", ANNA, PRICE_ENQUIRY)
                        .recipients(HOME, ABROAD, HOME)
                        .units(-1, 0)))
                .isEqualTo("2001 [2001] cost 0.50");
        assertThat(charging.send(
                        event("d", ANNA, CHECK_BALANCE).recipients(HOME, ABROAD).units(-1, 0)))
                .isEqualTo("2001 [2001] NO_CREDIT");
        assertThat(charging.send(event("e", ANNA, REFUND_ACCOUNT)
                        .recipients(HOME, ABROAD)
                        .units(-1, 0)))
                .isEqualTo("2001 [2001] cost -0.40");
        assertThat(charging.money(ANNA)).isEqualTo("0.70");
    }

    @Test
    void aRecipientWithoutPriceRefusesTheMessage() {
        charging.subscriber(ANNA, "messages", "1.00EUR");
        assertThat(charging.send(event("a", ANNA, DIRECT_DEBITING)
                        .recipients(HOME, NOWHERE)
                        .units(-1, 0)))
                .isEqualTo("5031 [5031] failed SERVICE_CONTEXT_ID");
        assertThat(charging.send(event("b", ANNA, PRICE_ENQUIRY)
                        .recipients(HOME, NOWHERE)
                        .units(-1, 0)))
                .isEqualTo("5031 [5031] failed SERVICE_CONTEXT_ID cost 0.00");
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
    }
}
