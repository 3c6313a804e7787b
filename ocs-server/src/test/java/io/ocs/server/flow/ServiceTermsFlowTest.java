package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.CHECK_BALANCE;
import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.core.RequestedAction.PRICE_ENQUIRY;
import static io.ocs.server.flow.Ccr.event;
import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.SubscriptionIdType;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.UsageBound;
import io.ocs.core.request.ClientProfile;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services that change in mid-session, are not charged, have several recipients, or report nonsense. After every test the replay gives the same state. */
class ServiceTermsFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            zones:
              - {name: home, prefixes: [49]}
              - {name: abroad, prefixes: [33]}
            offers:
              - name: terms
                currency: EUR
                allowances:
                  - {name: texts, unit: events, amount: 2, validity: 1d, pays-for: [allowed]}
                prices:
                  - {name: five, match: {service: data, rat-types: [nr]}, amount: 0.002, per: 1000, step: 1000, quota: {default: 10000}}
                  - {name: four, match: {service: data, rat-types: [eutran]}, amount: 0.001, per: 1000, step: 1000, quota: {default: 10000}}
                  - {name: portal, match: {service: data, rating-groups: [9]}, credit-control: none}
                  - {name: calls, match: {service: voice}, amount: 0.1, per: 60s, step: 1s, quota: {maximum: 1h}}
                  - {name: home, match: {service: sms, zones: home}, amount: 0.1}
                  - {name: abroad, match: {service: sms, zones: abroad}, amount: 0.3}
                  - {name: allowed, match: {service: sms, rating-groups: [5]}, amount: 0.1}
              - name: classes
                currency: EUR
                prices:
                  - {name: any, match: {service: data}, amount: 0.002, per: 1000, step: 1000}
                  - {name: fast, match: {service: data, qos-class: [5]}, amount: 0.004, per: 1000, step: 1000}
            """);
    private static final String ANNA = "491700000001";
    private static final String HOME = "491700000002";
    private static final String ABROAD = "33170000003";
    private static final String NOWHERE = "99170000004";
    private static final int EUTRAN = 6;
    private static final int NR = 10;
    private static final int CONDITION_CHANGE = 6;
    private static final int VALIDITY_TIME = 4;

    private Charging charging = new Charging(CATALOG, 1);

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void fromAReportedChangeOnTheOtherPriceApplies() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        charging.send(initial("s", ANNA).rat(EUTRAN).ask(1, 5000));
        charging.send(update("s", 1).rat(NR).mscc(1, 5000, 5000).reason(VALIDITY_TIME));
        assertThat(charging.money(ANNA)).as("not reported as a change").isEqualTo("0.995 reserved 0.005");
        charging.send(update("s", 2).rat(NR).mscc(1, 3000, 5000).reason(CONDITION_CHANGE));
        assertThat(charging.money(ANNA))
                .as("before the change at the old price")
                .isEqualTo("0.992 reserved 0.01");
        assertThat(charging.send(terminate("s", 3).used(1, 5000))).isEqualTo("2001 [rg1 2001] cost 0.018");
    }

    /** Goal: a client that tells its conditions in each request, and never that they have changed, is granted by them; what was granted before keeps its price. */
    @Test
    void whoAlwaysTellsItsConditionsIsGrantedByThem() {
        ClientProfile tells = ClientProfile.OPEN5GS;
        charging.subscriber(ANNA, "terms", "1.00EUR");
        charging.send(told(initial("s", ANNA), EUTRAN).ask(1, 5000).qos(9));
        charging.send(told(update("s", 1), NR).mscc(1, 5000, 5000).qos(9).reason(VALIDITY_TIME));
        assertThat(charging.money(ANNA)).isEqualTo("0.995 reserved 0.01");
        charging.send(update("s", 2).from(tells).mscc(1, 5000, 5000));
        assertThat(charging.money(ANNA)).as("nothing is said of them").isEqualTo("0.985 reserved 0.01");
        charging.send(update("s", 3)
                .from(tells)
                .apn("internet")
                .rat(EUTRAN)
                .mscc(1, 5000, 5000)
                .qos(9));
        assertThat(charging.money(ANNA)).as("not where").isEqualTo("0.975 reserved 0.01");
        charging.send(told(update("s", 4), 1).mscc(1, 5000, 5000).qos(9));
        assertThat(charging.money(ANNA)).as("there is no price there").isEqualTo("0.965 reserved 0.01");
        charging.send(told(update("s", 5), EUTRAN).mscc(1, 5000, 5000).qos(9));
        assertThat(charging.money(ANNA)).isEqualTo("0.955 reserved 0.005");
        assertThat(charging.send(terminate("s", 6).used(1, 5000))).isEqualTo("2001 [rg1 2001] cost 0.05");
    }

    private static Ccr told(Ccr ccr, int access) {
        return ccr.from(ClientProfile.OPEN5GS).apn("internet").visited("26201").rat(access);
    }

    /** Goal: what costs nothing under some conditions costs something under others, for a client that goes on asking. */
    @Test
    void anUncountedPriceIsLeftWhenConditionsChange() {
        charging = new Charging(
                FlowCatalog.of(
                        """
                        offers:
                        - name: terms
                          currency: EUR
                          prices:
                          - {name: free, match: {service: data, rat-types: [nr]}, credit-control: none}
                          - {name: four, match: {service: data, rat-types: [eutran]}, amount: 0.001, per: 1000, step: 1000}
                        """),
                1);
        charging.subscriber(ANNA, "terms", "1.00EUR");
        assertThat(charging.send(initial("s", ANNA).rat(NR).ask(1, 5000))).isEqualTo("2001 [rg1 4011]");
        assertThat(charging.send(update("s", 1).rat(EUTRAN).mscc(1, 7000, 5000).reason(CONDITION_CHANGE)))
                .isEqualTo("2001 [rg1 2001 5000]");
        assertThat(charging.money(ANNA)).isEqualTo("1.00 reserved 0.005");
        assertThat(charging.send(terminate("s", 2).used(1, 5000))).isEqualTo("2001 [rg1 2001] cost 0.005");
    }

    /** RFC 8506, 8.46: whoever is known by one of the Subscription-Ids is found by it, wherever it stands. */
    @Test
    void oneOfSeveralIdentitiesIsEnough() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        assertThat(charging.send(initial("s", null)
                        .identity(SubscriptionIdType.END_USER_IMSI, "001010000000001")
                        .identity(SubscriptionIdType.END_USER_SIP_URI, "sip:anna@example.com")
                        .identity(SubscriptionIdType.END_USER_E164, "tel:+" + ANNA)
                        .rat(EUTRAN)
                        .ask(1, 5000)))
                .isEqualTo("2001 [rg1 2001 5000]");
        assertThat(charging.send(initial("t", ANNA)
                        .identity(SubscriptionIdType.END_USER_IMSI, "001010000000001")
                        .rat(EUTRAN)
                        .ask(1, 5000)))
                .isEqualTo("2001 [rg1 2001 5000]");
        assertThat(charging.send(initial("u", null)
                        .identity(SubscriptionIdType.END_USER_IMSI, "001010000000001")
                        .rat(EUTRAN)
                        .ask(1, 5000)))
                .isEqualTo("5030");
        assertThat(charging.openSessions(ANNA)).isEqualTo(2);
    }

    /** RFC 8506, 8.16: each service has a QoS class of its own. */
    @Test
    void eachServiceIsRatedByItsOwnQosClass() {
        charging.subscriber(ANNA, "classes", "1.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1000).qos(5).ask(2, 1000).qos(9));
        assertThat(charging.money(ANNA)).isEqualTo("1.00 reserved 0.006");
        assertThat(charging.send(terminate("s", 1).used(1, 1000).used(2, 1000)))
                .isEqualTo("2001 [rg1 2001] [rg2 2001] cost 0.006");
    }

    @Test
    void aChangeToWhereThereIsNoPriceIsRefusedAndPaidUpToThere() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        charging.send(initial("s", ANNA).rat(EUTRAN).ask(1, 5000));
        assertThat(charging.send(update("s", 1).rat(1).mscc(1, 3000, 5000).reason(CONDITION_CHANGE)))
                .isEqualTo("2001 [rg1 5031] failed RATING_GROUP");
        assertThat(charging.money(ANNA)).isEqualTo("0.997");
        assertThat(charging.send(terminate("s", 2))).isEqualTo("2001 cost 0.003");
    }

    @Test
    void aServiceUnderNoCreditControlIsSaidToBeSo() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        Ccr first = initial("s", ANNA).rat(EUTRAN).ask(9, 0).ask(1, 5000);
        String told = "2001 [rg9 4011] [rg1 2001 5000]";
        assertThat(charging.send(first)).isEqualTo(told);
        charging.restart();
        assertThat(charging.send(first)).isEqualTo(told);
        assertThat(charging.send(update("s", 1).mscc(9, 1_000_000, 0))).isEqualTo("2001 [rg9 4011]");
        assertThat(charging.send(terminate("s", 2).used(9, Long.MAX_VALUE))).isEqualTo("2001 [rg9 2001] cost 0.00");
        assertThat(charging.money(ANNA)).isEqualTo("1.00");
        assertThat(charging.implausibleReports()).isZero();
    }

    @Test
    void recipientsOfASessionHaveThePriceOfTheirDestinations() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        Ccr ask = initial("s", ANNA).sms().recipients(HOME, ABROAD, HOME).ask(1, 3);
        assertThat(charging.send(ask)).isEqualTo("2001 [rg1 2001 3]");
        assertThat(charging.money(ANNA)).isEqualTo("1.00 reserved 0.50");
        assertThat(charging.send(
                        terminate("s", 1).sms().recipients(HOME, ABROAD, HOME).used(1, 3)))
                .isEqualTo("2001 [rg1 2001] cost 0.50");
        assertThat(charging.send(
                        initial("t", ANNA).sms().recipients(HOME, ABROAD).ask(1, 0)))
                .as("one each, where no number is asked for")
                .isEqualTo("2001 [rg1 2001 2]");
        assertThat(charging.send(
                        terminate("t", 1).sms().recipients(HOME, ABROAD).used(1, 0)))
                .isEqualTo("2001 [rg1 2001] cost 0.00");
        assertThat(charging.money(ANNA)).isEqualTo("0.50");
    }

    @Test
    void aMessageIsForAllRecipientsOrForNone() {
        charging.subscriber(ANNA, "terms", "0.35EUR");
        assertThat(charging.send(
                        initial("s", ANNA).sms().recipients(HOME, ABROAD).ask(1, 2)))
                .isEqualTo("2001 [rg1 4012]");
        assertThat(charging.send(
                        initial("t", ANNA).sms().recipients(HOME, NOWHERE).ask(1, 2)))
                .isEqualTo("2001 [rg1 5031] failed RATING_GROUP");
        assertThat(charging.money(ANNA)).isEqualTo("0.35");
    }

    @Test
    void nobodyKnowsWhetherItIsEnoughForWhatHasNoPrice() {
        charging.subscriber(ANNA, "terms", "1.00EUR");
        assertThat(charging.send(event("a", ANNA, CHECK_BALANCE).called(NOWHERE).mscc(1, -1, 1)))
                .isEqualTo("2001 [rg1 5031] failed RATING_GROUP");
        assertThat(charging.send(event("b", ANNA, CHECK_BALANCE).called(HOME).mscc(1, -1, 1)))
                .isEqualTo("2001 [rg1 2001] ENOUGH_CREDIT");
        assertThat(charging.send(event("c", ANNA, CHECK_BALANCE).data().mscc(9, -1, 1)))
                .isEqualTo("2001 [rg9 2001] ENOUGH_CREDIT");
        assertThat(charging.send(event("d", ANNA, PRICE_ENQUIRY).data().mscc(9, -1, 1)))
                .isEqualTo("2001 [rg9 2001] cost 0.00");
        assertThat(charging.send(event("e", ANNA, DIRECT_DEBITING).data().mscc(9, -1, 1)))
                .isEqualTo("2001 [rg9 4011]");
    }

    private static ChargingPolicy believing(int factor, long toleranceMs, UsageBound.Charge charge) {
        ChargingPolicy policy = ChargingPolicy.defaults();
        return new ChargingPolicy(
                policy.tccFactorThousandths(),
                policy.idleMs(),
                policy.timeSkewMaxMs(),
                policy.duplicatesWindowMs(),
                policy.endedWindowMs(),
                policy.switchSpreadS(),
                policy.sharedValidityS(),
                new UsageBound(factor, toleranceMs, charge),
                0);
    }

    /** Goal: a termination ends its session, whatever it reports. */
    @ParameterizedTest
    @CsvSource({
        "1000, REPORTED, 9223372036854775807",
        "0, REPORTED, 9223372036854775807",
        "0, BOUND, 9223372036854775807",
        "1000, REPORTED, 4611686018427387904",
        "1000, BOUND, 9223372036854775807"
    })
    void aTerminationAlwaysEnds(int factor, UsageBound.Charge charge, long reported) {
        charging = new Charging(CATALOG, 1, believing(factor, -1, charge));
        charging.subscriber(ANNA, "terms", "1.00EUR");
        charging.send(initial("s", ANNA).rat(EUTRAN).ask(1, 5000));
        for (int number = 1; number < 30; number++) {
            charging.send(update("s", number).mscc(1, reported, 5000));
        }
        assertThat(charging.send(terminate("s", 30).used(1, reported))).startsWith("2001");
        assertThat(charging.openSessions(ANNA)).isZero();
        charging.send(initial("v", ANNA).voice().ask(1, 60));
        for (int number = 1; number < 30; number++) {
            charging.send(update("v", number).voice().mscc(1, reported, 60));
        }
        assertThat(charging.send(terminate("v", 30).voice().used(1, reported))).startsWith("2001");
        assertThat(charging.openSessions(ANNA)).isZero();
    }

    @Test
    void timeIsBoundedOverAllReportsByOneClock() {
        charging = new Charging(CATALOG, 1, believing(1_000, 5_000, UsageBound.Charge.BOUND));
        charging.subscriber(ANNA, "terms", "10.00EUR");
        long skew = 120_000; // the client's clock is two minutes behind
        charging.send(initial("s", ANNA).voice().at(Charging.START_MS - skew).ask(1, 300));
        charging.clock.advanceMs(60_000);
        charging.send(
                update("s", 1).voice().at(Charging.START_MS + 60_000 - skew).mscc(1, 60, 300));
        assertThat(charging.implausibleReports())
                .as("an honest client whose clock is wrong")
                .isZero();
        for (int number = 2; number < 6; number++) { // four seconds more each time, without any time in between
            charging.send(update("s", number)
                    .voice()
                    .at(Charging.START_MS + 60_000 - skew)
                    .mscc(1, 4, 300));
        }
        assertThat(charging.send(terminate("s", 6).voice().used(1, 0)))
                .isEqualTo("2001 [rg1 2001] cost 0.108333"); // 65 s
    }
}
