package io.ocs.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.RequestedAction;
import io.ocs.core.time.Clock;
import io.ocs.core.time.SystemClock;
import io.ocs.rating.catalog.TariffCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The wall clock is set by an hour, forward or back, while sessions are open or between two lives of the process. A session may be silent for half an hour
 * here. Goal: nobody who speaks is thrown out, whoever is silent is, repeats are known, and prices change once a day.
 */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class ClockStepTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;
    private static final int SESSIONS = 6;

    private long wallMs =
            Instant.parse("2026-11-02T16:30:00Z").toEpochMilli(); // 17:30 in Berlin; the night begins at 18:00
    private long monotonicMs = 123_456;
    private SystemClock server = newClock();
    private final Charging charging;

    ClockStepTest(int shards) {
        charging = new Charging(CATALOG, shards, new Clock() {
            @Override
            public long nowMs() {
                return server.nowMs();
            }

            @Override
            public long nanoTime() {
                return server.nanoTime();
            }
        });
    }

    private SystemClock newClock() {
        return new SystemClock(() -> wallMs, () -> monotonicMs * 1_000_000);
    }

    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += 1_000) {
            wallMs += 1_000;
            monotonicMs += 1_000;
            server.follow();
            charging.work();
        }
    }

    private static String msisdn(int index) {
        return "49170000000" + index;
    }

    private void open() {
        for (int i = 0; i < SESSIONS; i++) {
            charging.subscriber(msisdn(i), "plain", "10.00EUR");
            assertThat(charging.send(Ccr.initial("s" + i, msisdn(i)).ask(1, 5_000)))
                    .startsWith("2001 [rg1 2001 5000]");
        }
    }

    private void updateAll(int number) {
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(charging.send(Ccr.update("s" + i, number).mscc(1, 1_000, 5_000)))
                    .as("update %d", number)
                    .startsWith("2001 [rg1 2001 5000]");
        }
    }

    private long openSessions() {
        long open = 0;
        for (int i = 0; i < SESSIONS; i++) {
            open += charging.openSessions(msisdn(i));
        }
        return open;
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS})
    void whoSpeaksStaysAndWhoIsSilentGoes(long stepMs) {
        open();
        wallMs += stepMs;
        for (int number = 1; number <= 10; number++) {
            pass(14 * MINUTE_MS); // the validity time that was granted is a quarter of an hour
            updateAll(number);
        }
        assertThat(server.offsetMs()).as("it has caught up").isZero();
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(charging.money(msisdn(i))).isEqualTo("9.99 reserved 0.005");
        }
        wallMs += stepMs;
        pass(Math.abs(stepMs) + 5_000); // half the speed: half an hour of silence takes an hour at most
        assertThat(openSessions()).isZero();
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(charging.money(msisdn(i))).as("what it held is free").isEqualTo("9.99");
        }
        assertThat(JournalSum.charged(charging.journals)).isEqualTo(SESSIONS * 10_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS})
    void aRepeatIsKnown(long stepMs) {
        charging.subscriber(msisdn(0), "plain", "10.00EUR");
        Ccr event = Ccr.event("e", msisdn(0), RequestedAction.DIRECT_DEBITING).units(-1, 1);
        String answer = charging.send(event);
        assertThat(answer).startsWith("2001");
        wallMs += stepMs;
        pass(22 * HOUR_MS); // the window is 24 hours: by the wall clock it is over in one of the two cases
        assertThat(charging.send(event)).isEqualTo(answer);
        assertThat(charging.money(msisdn(0))).isEqualTo("9.90");
        assertThat(JournalSum.charged(charging.journals)).isEqualTo(100_000);
    }

    /** Set back while the process was down: time goes on from where it was, and does not wait an hour. */
    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS})
    void aRestartFindsAnotherHour(long stepMs) {
        open();
        pass(MINUTE_MS);
        updateAll(1);
        Ccr repeated = Ccr.update("s0", 1).mscc(1, 1_000, 5_000);
        String answer = charging.send(repeated);
        long lastMs = server.nowMs();
        wallMs += stepMs;
        server = newClock();
        server.notBefore(lastMs);
        List<List<Long>> hashes = charging.restart();
        if (stepMs < 0) {
            assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
            assertThat(charging.send(repeated)).isEqualTo(answer);
            updateAll(2);
        } // else it was down for an hour, for all it knows
        pass(HOUR_MS + 5_000);
        assertThat(openSessions()).isZero();
        assertThat(charging.money(msisdn(0))).isEqualTo(stepMs < 0 ? "9.998" : "9.999");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theNightBeginsOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        charging.subscriber(msisdn(0), "nights", "5000.00EUR");
        charging.send(Ccr.initial("s", msisdn(0)).voice().ask(1, 60));
        List<Long> costs = new ArrayList<>();
        long before = balance();
        for (int number = 1; number <= 240; number++) {
            if (random.nextInt(20) == 0) {
                wallMs += random.nextBoolean() ? HOUR_MS : -HOUR_MS;
            }
            pass(MINUTE_MS);
            assertThat(charging.send(Ccr.update("s", number).voice().mscc(1, 10, 60)))
                    .startsWith("2001 [rg1 2001");
            long now = balance();
            costs.add(before - now);
            before = now;
        }
        assertThat(costs).as("seed %d", seed).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(costs.get(0)).isEqualTo(10_000_000); // ten seconds of the day
        assertThat(costs.get(costs.size() - 1)).isEqualTo(5_000_000);
        assertThat(JournalSum.charged(charging.journals))
                .isEqualTo(costs.stream().mapToLong(Long::longValue).sum());
    }

    private long balance() {
        return charging.view(msisdn(0)).buckets().get(0).balance();
    }
}
