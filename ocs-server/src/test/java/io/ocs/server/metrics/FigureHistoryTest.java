package io.ocs.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.shard.Distribution;
import io.ocs.server.metrics.FigureHistory.Sample;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FigureHistoryTest {
    private static final Offset<Double> NEARLY = Offset.offset(1e-9);

    private final ServerMetrics metrics = new ServerMetrics();
    private final Distribution granted = Distribution.ofManyWriters(1_000_000, 2_000_000, 10_000_000);
    private final Distribution busy = Distribution.ofManyWriters(1_000_000, 2_000_000, 10_000_000);

    @AfterEach
    void close() {
        metrics.close();
    }

    private void bind() {
        String name = "ocs.request.duration.seconds";
        metrics.histogram(name, "", 1e-9, granted, "type", "initial", "context", "data", "result", "granted");
        metrics.histogram(name, "", 1e-9, busy, "type", "update", "context", "data", "result", "busy");
        metrics.gauge("ocs.sessions.open", "", () -> 7, "context", "data");
        metrics.gauge("ocs.sessions.open", "", () -> 3, "context", "voice");
        metrics.gauge("ocs.shard.waiting", "", () -> 2, "shard", "0");
    }

    private static void record(Distribution values, int count, long nanos) {
        for (int i = 0; i < count; i++) {
            values.record(nanos);
        }
    }

    @Test
    void aSampleTellsWhatCameSinceTheOneBefore() {
        bind();
        record(granted, 1_000, 5_000_000);
        metrics.history().sample(10_000);
        assertThat(metrics.history().last()).isEmpty(); // the first look only tells where the counters stand
        record(granted, 90, 500_000);
        record(granted, 8, 1_500_000);
        record(busy, 2, 20_000_000);
        metrics.history().sample(12_000);

        Sample sample = metrics.history().last().orElseThrow();
        assertThat(sample.granted()).isEqualTo(49);
        assertThat(sample.busy()).isEqualTo(1);
        assertThat(sample.requests()).isEqualTo(50);
        assertThat(sample.p50Ms()).isCloseTo(50 / 90.0, NEARLY);
        assertThat(sample.p99Ms()).isCloseTo(10, NEARLY); // beyond the last bound
        assertThat(sample.sessions()).isEqualTo(10);
        assertThat(sample.waiting()).isEqualTo(2);
        assertThat(metrics.history().since(12_000)).isEmpty();
        assertThat(metrics.history().since(11_999)).containsExactly(sample);
    }

    @Test
    void withoutRequestsThereIsNoLatency() {
        bind();
        metrics.history().sample(1_000);
        metrics.history().sample(3_000);
        Sample sample = metrics.history().last().orElseThrow();
        assertThat(sample.requests()).isZero();
        assertThat(sample.p99Ms()).isZero();
    }

    /** Goal: a clock that stands still, or a server without charging, breaks nothing. */
    @Test
    void whatCannotBeToldIsLeftOut() {
        metrics.history().sample(1_000);
        bind();
        metrics.history().sample(1_000);
        metrics.history().sample(1_000);
        metrics.history().sample(500);
        assertThat(metrics.history().since(0)).isEmpty();
    }

    @Test
    void tenMinutesAreKept() {
        bind();
        for (int i = 0; i <= 2 * FigureHistory.SAMPLES_MAX; i++) {
            metrics.history().sample(1_000 + i * FigureHistory.SAMPLE_MS);
        }
        assertThat(metrics.history().since(0)).hasSize(FigureHistory.SAMPLES_MAX);
    }

    @Test
    void daysLeftGoOnAsBefore() {
        bind();
        AtomicLong entries = new AtomicLong(1_000);
        metrics.gauge("ocs.image.entries", "", entries::get, "shard", "0", "table", "session");
        Map<String, String> tags = Map.of("shard", "0", "table", "session");
        long minute = TimeUnit.MINUTES.toMillis(1);
        for (int i = 1; i <= 9; i++) {
            metrics.history().sample(i * minute);
            entries.addAndGet(10);
        }
        assertThat(metrics.history().daysUntil("ocs.image.entries", Map.copyOf(tags), 100_000))
                .as("nine minutes tell nothing")
                .isEmpty();
        for (int i = 10; i <= 31; i++) {
            metrics.history().sample(i * minute);
            entries.addAndGet(10);
        }
        // 1,300 entries after half an hour of ten a minute: 72,000 more take five days
        double days = metrics.history()
                .daysUntil("ocs.image.entries", new java.util.TreeMap<>(tags), 73_300)
                .orElseThrow();
        assertThat(days).isCloseTo(5, NEARLY);
        assertThat(metrics.history().daysUntil("ocs.image.entries", new java.util.TreeMap<>(tags), 0))
                .as("it grows away from there")
                .isEmpty();
        assertThat(metrics.history().daysUntil("ocs.nothing", tags, 1)).isEmpty();
    }
}
