package io.ocs.server.metrics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * What the meters of traffic said in the last ten minutes, and how tables and disks have filled up in the last day, for those who have no Prometheus at hand. It is
 * told when to look by {@link #sample}; it keeps {@value #SAMPLES_MAX} samples. Safe on any thread.
 */
public final class FigureHistory {
    static final int SAMPLES_MAX = 300;
    /** How often {@link #sample} is wanted. */
    public static final long SAMPLE_MS = 2_000;

    private static final String DURATION = "ocs.request.duration.seconds";
    private static final double MS = 1_000;
    private static final double HALF = 0.5;
    private static final double MOST = 0.99;

    /**
     * One look. Requests are answers a second since the look before; latencies are those within that time, 0 if there were none.
     *
     * @param atMs milliseconds since 1970
     * @param granted answered 2xxx
     * @param refused answered 4xxx or 5030
     * @param busy answered 3004
     * @param failed answered anything else
     */
    public record Sample(
            long atMs,
            double granted,
            double refused,
            double busy,
            double failed,
            double p50Ms,
            double p99Ms,
            double sessions,
            double waiting) {

        public double requests() {
            return granted + refused + busy + failed;
        }
    }

    private final ServerMetrics metrics;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<String, Trend> trends = new HashMap<>();
    private Map<String, long[]> before = Map.of();
    private long beforeMs;

    FigureHistory(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    /** Looks at the meters. The first look only tells where the counters stand. */
    public synchronized void sample(long nowMs) {
        Optional<HistogramCollector> durations = metrics.histogram(DURATION);
        if (durations.isEmpty() || nowMs <= beforeMs) {
            return;
        }
        Map<String, long[]> now = durations.get().counts("result");
        if (beforeMs > 0) {
            add(now, durations.get().bounds(), nowMs);
        }
        before = now;
        beforeMs = nowMs;
        follow("ocs.image.entries", nowMs);
        follow("ocs.disk.free.bytes", nowMs);
    }

    private void add(Map<String, long[]> now, double[] bounds, long nowMs) {
        double seconds = (nowMs - beforeMs) / MS;
        long[] all = new long[bounds.length + 1];
        Map<String, Double> rates = new HashMap<>();
        now.forEach((result, counts) -> {
            long[] earlier = before.getOrDefault(result, new long[counts.length]);
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                all[i] += counts[i] - earlier[i];
                sum += counts[i] - earlier[i];
            }
            rates.put(result, sum / seconds);
        });
        samples.addLast(new Sample(
                nowMs,
                rates.getOrDefault("granted", 0.0),
                rates.getOrDefault("refused", 0.0),
                rates.getOrDefault("busy", 0.0),
                rates.getOrDefault("failed", 0.0),
                MS * quantile(all, bounds, HALF),
                MS * quantile(all, bounds, MOST),
                metrics.sum("ocs.sessions.open"),
                metrics.sum("ocs.shard.waiting")));
        if (samples.size() > SAMPLES_MAX) {
            samples.removeFirst();
        }
    }

    /** Between two bounds the values are taken to lie evenly; beyond the last one it is that one. */
    static double quantile(long[] counts, double[] bounds, double share) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double wanted = share * total;
        double below = 0;
        for (int i = 0; i < bounds.length; i++) {
            if (counts[i] > 0 && below + counts[i] >= wanted) {
                double lower = i == 0 ? 0 : bounds[i - 1];
                return lower + (bounds[i] - lower) * (wanted - below) / counts[i];
            }
            below += counts[i];
        }
        return total == 0 ? 0 : bounds[bounds.length - 1];
    }

    private void follow(String name, long nowMs) {
        for (ServerMetrics.Reading reading : metrics.readings(name)) {
            trends.computeIfAbsent(name + reading.tags(), key -> new Trend()).add(nowMs, reading.value());
        }
    }

    /** The looks behind an instant, the oldest first. */
    public synchronized List<Sample> since(long ms) {
        return samples.stream().filter(sample -> sample.atMs() > ms).toList();
    }

    /** The last one. */
    public synchronized Optional<Sample> last() {
        return Optional.ofNullable(samples.peekLast());
    }

    /**
     * In how many days a gauge reaches a value if it goes on as before.
     *
     * @return empty if it does not go there, or that cannot be told yet
     */
    public synchronized OptionalDouble daysUntil(String name, Map<String, String> tags, double end) {
        Trend trend = trends.get(name + tags);
        return trend == null ? OptionalDouble.empty() : trend.daysUntil(end);
    }

    /** The values of one gauge, a minute apart, over a day at most. */
    static final class Trend {
        private static final long APART_MS = TimeUnit.MINUTES.toMillis(1);
        private static final long LEAST_MS = TimeUnit.MINUTES.toMillis(10);
        private static final int POINTS_MAX = 1_440;
        private static final double DAY_MS = TimeUnit.DAYS.toMillis(1);

        private record Point(long atMs, double value) {}

        private final List<Point> points = new ArrayList<>();

        void add(long atMs, double value) {
            if (points.isEmpty() || atMs - points.get(points.size() - 1).atMs() >= APART_MS) {
                points.add(new Point(atMs, value));
            }
            if (points.size() > POINTS_MAX) {
                points.remove(0);
            }
        }

        OptionalDouble daysUntil(double end) {
            Point first = points.get(0);
            Point last = points.get(points.size() - 1);
            double perMs = (last.value() - first.value()) / (last.atMs() - first.atMs());
            double days = (end - last.value()) / perMs / DAY_MS;
            boolean told = last.atMs() - first.atMs() >= LEAST_MS && perMs != 0 && days >= 0;
            return told ? OptionalDouble.of(days) : OptionalDouble.empty();
        }
    }
}
