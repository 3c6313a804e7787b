package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.RatingVersions;
import io.ocs.core.charging.RatingVersions.RunningSessions;
import io.ocs.core.state.CounterEntry;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another version of the catalogue does to sessions that are open, with one shard and with three; the replay of the journal gives the same state. */
class RunningSessionsTest {

    private static final String ANNA = "491700000001";
    /** One euro for 1,000 octets, then two, then five; a call by day and by night, whose night is dearer from the second on. */
    private static final TariffCatalog FIRST = catalog(1, "0.5");

    private static final TariffCatalog SECOND = catalog(2, "0.7");
    private static final TariffCatalog THIRD = catalog(5, "0.7");
    private static final TariffCatalog WITHOUT = FlowCatalog.of(
            """
            offers:
              - name: other
                currency: EUR
                prices: [{name: data, match: {service: data}, amount: 9, per: 1000, step: 1000}]
            """);

    private Charging charging;
    private RatingVersions versions;

    private static TariffCatalog catalog(int euro, String night) {
        return FlowCatalog.of(
                """
                offers:
                  - name: plain
                    currency: EUR
                    time-zone: Europe/Berlin
                    prices:
                      - {name: data, match: {service: data}, amount: %d, per: 1000, step: 1000}
                      - name: calls
                        match: {service: voice}
                        per: 1s
                        step: 1s
                        bands:
                          - {name: day, from: 08:00, to: 18:00, amount: 1}
                          - {name: night, amount: %s}
                """
                        .formatted(euro, night));
    }

    private void start(int shards, RunningSessions policy) {
        charging = new Charging(FIRST, shards);
        versions = RatingVersions.numbered(1, FIRST, policy);
        charging.versions(versions);
        charging.clients.asked();
        charging.subscriber(ANNA, "plain", "100.00EUR");
    }

    private void bring(TariffCatalog next) {
        versions = versions.next(versions.number() + 1, next);
        charging.versions(versions);
    }

    @AfterEach
    void replayGivesTheSameState() {
        var hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    /** Goal: what was granted at a price is charged at it; only what is granted afterwards has the new one. The network is asked to come. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theNextUpdateIsDebitedByTheOldVersionAndGrantedByTheNewOne(int shards) {
        start(shards, RunningSessions.NEXT_UPDATE);
        assertThat(charging.send(initial("s", ANNA).ask(1, 10_000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.money(ANNA)).isEqualTo("100.00 reserved 10.00");
        bring(SECOND);
        assertThat(charging.clients.asked()).containsExactly("RE_AUTHORIZE s 0");
        assertThat(charging.money(ANNA)).as("nothing but a question").isEqualTo("100.00 reserved 10.00");
        assertThat(charging.send(update("s", 1).mscc(1, 10_000, 10_000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.money(ANNA)).isEqualTo("90.00 reserved 20.00");
        bring(THIRD);
        assertThat(charging.send(terminate("s", 2).used(1, 5_000))).isEqualTo("2001 [rg1 2001] cost 20.00");
        assertThat(charging.money(ANNA)).isEqualTo("80.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSessionThatKeepsItsVersionIsNotAskedAndPaysAsItBegan(int shards) {
        start(shards, RunningSessions.KEEP);
        charging.send(initial("s", ANNA).ask(1, 10_000));
        bring(SECOND);
        bring(THIRD);
        assertThat(charging.clients.asked()).isEmpty();
        assertThat(charging.send(update("s", 1).mscc(1, 10_000, 10_000))).isEqualTo("2001 [rg1 2001 10000]");
        assertThat(charging.money(ANNA)).isEqualTo("90.00 reserved 10.00");
        // what begins now goes by what is in force, in the same session, too
        assertThat(charging.send(update("s", 2).ask(2, 1_000))).isEqualTo("2001 [rg2 2001 1000]");
        assertThat(charging.money(ANNA)).isEqualTo("90.00 reserved 15.00");
        assertThat(charging.send(terminate("s", 3).used(1, 10_000).used(2, 1_000)))
                .isEqualTo("2001 [rg1 2001] [rg2 2001] cost 25.00");
    }

    /** Goal: it keeps its version to the switch of its time bands: minutes of the night that it was granted before are of its version, no others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theVersionIsKeptToTheNextSwitchOfTariffs(int shards) {
        start(shards, RunningSessions.KEEP);
        charging.clock.setMs(Instant.parse("2026-11-02T16:59:50Z").toEpochMilli()); // 17:59:50 in Berlin
        charging.send(initial("s", ANNA).voice().ask(1, 60));
        bring(SECOND);
        charging.clock.setMs(Instant.parse("2026-11-02T17:00:10Z").toEpochMilli());
        charging.send(
                update("s", 1).voice().mscc(1, 20, 10)); // 10 s by day at 1, 10 s by night at 0.5; 10 s by night at 0.7
        assertThat(charging.money(ANNA)).isEqualTo("85.00 reserved 7.00");
        charging.clock.setMs(Instant.parse("2026-11-02T17:00:20Z").toEpochMilli());
        assertThat(charging.send(terminate("s", 2).voice().used(1, 10))).isEqualTo("2001 [rg1 2001] cost 22.00");
    }

    /** Goal: what nobody has any more is not asked for: such a session goes on by the version in force, whole. */
    @ParameterizedTest
    @CsvSource({"KEEP, 1", "NEXT_UPDATE, 1", "KEEP, 3"})
    void aVersionThatIsGoneGivesWayToTheOneInForce(RunningSessions policy, int shards) {
        start(shards, policy);
        charging.send(initial("s", ANNA).ask(1, 10_000));
        bring(SECOND);
        versions = versions.keeping(number -> false);
        charging.versions(versions);
        assertThat(charging.send(terminate("s", 1).used(1, 10_000))).isEqualTo("2001 [rg1 2001] cost 20.00");
    }

    /** Goal: a catalogue without the price charges what was granted before, and grants nothing more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatHasNoPriceAnyMoreIsChargedAndNotGranted(int shards) {
        start(shards, RunningSessions.NEXT_UPDATE);
        charging.send(initial("s", ANNA).ask(1, 10_000));
        bring(WITHOUT);
        assertThat(charging.send(update("s", 1).mscc(1, 10_000, 10_000))).startsWith("2001 [rg1 5031]");
        assertThat(charging.money(ANNA)).isEqualTo("90.00");
        bring(THIRD);
        assertThat(charging.send(update("s", 2).mscc(1, -1, 1_000))).isEqualTo("2001 [rg1 2001 1000]");
        assertThat(charging.send(terminate("s", 3).used(1, 1_000))).isEqualTo("2001 [rg1 2001] cost 15.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRepeatOverAChangeGetsTheAnswerOfBefore(int shards) {
        start(shards, RunningSessions.NEXT_UPDATE);
        charging.send(initial("s", ANNA).ask(1, 10_000));
        String answer = charging.send(update("s", 1).mscc(1, 4_000, 5_000));
        bring(SECOND);
        assertThat(charging.send(update("s", 1).mscc(1, 4_000, 5_000).retransmitted()))
                .isEqualTo(answer);
        assertThat(charging.money(ANNA)).isEqualTo("96.00 reserved 5.00");
    }

    /** As many counters as there are places for, of names that begin so. */
    private static TariffCatalog counting(String letter) {
        String counters = IntStream.rangeClosed(1, CounterEntry.COUNTERS_MAX)
                .mapToObj(i -> "{name: " + letter + i + ", counts: usage, unit: octets, period: month}")
                .collect(Collectors.joining(", "));
        return FlowCatalog.of(
                """
                offers:
                  - name: counting
                    currency: EUR
                    counters: [%s]
                    prices: [{name: data, match: {service: data}, amount: 1, per: 1000, step: 1000}]
                """
                        .formatted(counters));
    }

    /** Goal: where counters of one version take the places of those of another in one request, a replay ends with the same ones. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void countersOfTwoVersionsInOneRequestAreReplayedAsTheyWereCounted(int shards) {
        charging = new Charging(counting("a"), shards);
        versions = RatingVersions.numbered(1, counting("a"), RunningSessions.KEEP);
        charging.versions(versions);
        charging.subscriber(ANNA, "counting", "100.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1_000).ask(3, 1_000));
        bring(counting("b"));
        charging.send(update("s", 1).ask(2, 1_000));
        charging.send(update("s", 2).mscc(1, 1_000, 1_000).mscc(2, 1_000, 1_000).mscc(3, 1_000, 1_000));
        assertThat(charging.view(ANNA).counters())
                .as("one had given its place away, and begins anew")
                .extracting(counter -> counter.key() + "=" + counter.value())
                .containsExactlyInAnyOrder(IntStream.rangeClosed(1, CounterEntry.COUNTERS_MAX)
                        .mapToObj(i -> RatingFunction.offerKey("a" + i) + (i == 1 ? "=1000" : "=2000"))
                        .toArray(String[]::new));
    }
}
