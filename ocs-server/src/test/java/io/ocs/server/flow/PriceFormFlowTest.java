package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.rate.Holdings;
import io.ocs.server.rate.OfflineRating;
import io.ocs.server.rate.RatingAnswer;
import io.ocs.server.rate.RatingQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiers and limits through the whole decision path; what is computed without a server is what sessions pay. */
class PriceFormFlowTest {

    private static final String ANNA = "491700000001";
    private static final int MB = 1_000_000;

    @TempDir
    private static Path folder;

    private static TariffCatalog catalog;
    private Charging charging;

    @BeforeAll
    static void load() throws IOException {
        Files.writeString(
                folder.resolve("offers.yaml"),
                """
                offers:
                - name: volume
                  currency: EUR
                  prices:
                  - name: data
                    match: {service: data}
                    per: 1MB
                    step: 1MB
                    volume-tiers: [{up-to: 10MB, amount: 1.00}, {amount: 0.50}]
                - name: free-first
                  currency: EUR
                  prices:
                  - name: data
                    match: {service: data}
                    per: 1MB
                    step: 1MB
                    graduated-tiers: [{up-to: 5MB, amount: 0}, {amount: 1.00}]
                - name: capped
                  currency: EUR
                  prices:
                  - name: data
                    match: {service: data}
                    amount: 1.00
                    per: 1MB
                    step: 1MB
                    minimum-cost: 2.00
                    maximum-cost: {amount: 3.00, then: free}
                - name: mixed
                  currency: EUR
                  time-zone: Europe/Berlin
                  allowances: [{name: minutes, unit: seconds, amount: 700s, step: 1s, validity: 30d}]
                  prices:
                  - name: calls
                    match: {service: voice}
                    set-up: 0.10
                    per: 60s
                    step: 7s
                    rounding: {mode: up, decimals: 2}
                    discounts: [{name: tenth, percent: 10%}]
                    bands: [{name: day, from: 08:00, to: 18:00, amount: 0.50}, {name: night, amount: 0.07}]
                """);
        catalog = TariffCatalog.load(folder);
    }

    @BeforeEach
    void open() {
        charging = new Charging(catalog, 1);
    }

    @AfterEach
    void replayGivesTheSameState() {
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    @Test
    void aCheaperVolumeTierGivesMoneyBack() {
        charging.subscriber(ANNA, "volume", "20.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 8 * MB))).isEqualTo("2001 [rg1 2001 8000000]");
        assertThat(charging.money(ANNA)).isEqualTo("20.00 reserved 8.00");
        assertThat(charging.send(update("s", 1).mscc(1, 8 * MB, 8 * MB))).isEqualTo("2001 [rg1 2001 8000000]");
        assertThat(charging.money(ANNA)).as("held is the way to it").isEqualTo("12.00 reserved 2.00");
        charging.send(update("s", 2).mscc(1, 2 * MB, 8 * MB));
        assertThat(charging.money(ANNA)).isEqualTo("10.00");
        charging.send(update("s", 3).mscc(1, MB, MB));
        assertThat(charging.money(ANNA)).as("11 MB cost 5.50").isEqualTo("14.50 reserved 0.50");
        charging.send(terminate("s", 4).used(1, 9 * MB));
        assertThat(charging.money(ANNA)).isEqualTo("10.00");
    }

    @Test
    void whoCannotPayTheWayDoesNotGetToTheCheaperTier() {
        charging.subscriber(ANNA, "volume", "9.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 20 * MB))).isEqualTo("2001 [rg1 2001 9000000 final]");
        charging.send(terminate("s", 1).used(1, 9 * MB));
        assertThat(charging.money(ANNA)).isEqualTo("0.00");
    }

    @Test
    void aFreeFirstTierIsGrantedWithoutMoney() {
        charging.subscriber(ANNA, "free-first", "0.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 8 * MB))).isEqualTo("2001 [rg1 2001 5000000 final]");
        assertThat(charging.send(update("s", 1).mscc(1, 5 * MB, MB))).isEqualTo("2001 [rg1 4012]");
        assertThat(charging.money(ANNA)).isEqualTo("0.00");
    }

    @Test
    void atLeastAndAtMost() {
        charging.subscriber(ANNA, "capped", "2.99EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, MB))).isEqualTo("2001 [rg1 2001 1000000]");
        assertThat(charging.money(ANNA)).isEqualTo("2.99 reserved 2.00");
        assertThat(charging.send(update("s", 1).mscc(1, MB, 9 * MB))).isEqualTo("2001 [rg1 2001 1000000 final]");
        assertThat(charging.money(ANNA)).isEqualTo("0.99");
    }

    @Test
    void beyondTheMaximumAnEmptyAccountGoesOn() {
        charging.subscriber(ANNA, "capped", "3.00EUR");
        assertThat(charging.send(initial("s", ANNA).ask(1, 3 * MB))).isEqualTo("2001 [rg1 2001 3000000]");
        assertThat(charging.send(update("s", 1).mscc(1, 3 * MB, 500 * MB))).isEqualTo("2001 [rg1 2001 500000000]");
        charging.send(terminate("s", 2).used(1, 500 * MB));
        assertThat(charging.money(ANNA)).isEqualTo("0.00");
    }

    @Test
    void whatIsComputedWithoutAServerIsWhatASessionPays() {
        charging.subscriber(ANNA, "mixed", "1000.00EUR");
        charging.clock.advanceMs(4 * 3_600_000); // 17:00 in Berlin
        long startMs = charging.clock.nowMs();
        charging.send(initial("s", ANNA).voice().ask(1, 600));
        for (int i = 1; i <= 9; i++) {
            charging.clock.advanceMs(600_000);
            charging.send(update("s", i).voice().mscc(1, 600, 600));
        }
        charging.send(terminate("s", 10).voice().used(1, 0));
        CreditControlRequest request = new CreditControlRequest();
        request.context(ServiceContext.VOICE);
        ServiceUsage usage = request.addService();
        RatingAnswer answer = OfflineRating.answer(new RatingQuestion(
                catalog,
                "mixed",
                request,
                usage,
                Map.of(UnitKind.TIME, 5_400L),
                startMs,
                Holdings.ofNewSubscriber(catalog.offer("mixed").orElseThrow(), null, startMs)));
        assertThat(charging.money(ANNA)).isEqualTo(Money.text(1_000_000_000 - answer.chargedMicros()));
        assertThat(charging.units(ANNA)).containsExactly(0L);
        assertThat(answer.parts().stream().map(RatingAnswer.Part::tariff))
                .containsExactly("mixed/calls/day", "mixed/calls/night");
        assertThat(answer.payments().stream().map(RatingAnswer.Payment::bucket))
                .containsExactly("money", "minutes", "money");
    }
}
