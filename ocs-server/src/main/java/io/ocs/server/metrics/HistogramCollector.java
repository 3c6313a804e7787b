package io.ocs.server.metrics;

import io.ocs.core.shard.Distribution;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The distributions of one name as a Prometheus histogram, read when somebody scrapes. One of which nothing was counted yet is left out: most combinations
 * of tags never come.
 */
final class HistogramCollector implements Collector {
    private final String name;
    private final String description;
    private final double scale;
    private final List<Series> series = new CopyOnWriteArrayList<>();

    private record Series(Distribution values, Labels labels) {}

    /** @param scale of a value, in the unit that the name says */
    HistogramCollector(String name, String description, double scale) {
        this.name = name;
        this.description = description;
        this.scale = scale;
    }

    void add(Distribution values, Labels labels) {
        series.add(new Series(values, labels));
    }

    /** Counts between the bounds, and beyond the last one, summed over all series of each value of a label. */
    Map<String, long[]> counts(String label) {
        Map<String, long[]> counts = new TreeMap<>();
        for (Series each : series) {
            long[] sums = counts.computeIfAbsent(
                    each.labels().get(label), value -> new long[each.values().boundCount() + 1]);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += each.values().countAt(i);
            }
        }
        return counts;
    }

    /** Upper bounds, in the unit that the name says. */
    double[] bounds() {
        Distribution first = series.get(0).values();
        double[] bounds = new double[first.boundCount()];
        Arrays.setAll(bounds, i -> first.bound(i) * scale);
        return bounds;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name).help(description);
        for (Series each : series) {
            if (each.values().count() > 0) {
                snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets(each.values()))
                        .sum(each.values().sum() * scale)
                        .labels(each.labels())
                        .build());
            }
        }
        return snapshot.build();
    }

    private ClassicHistogramBuckets buckets(Distribution values) {
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < values.boundCount(); i++) {
            bounds.add(values.bound(i) * scale);
            counts.add(values.countAt(i));
        }
        bounds.add(Double.POSITIVE_INFINITY);
        counts.add(values.countAt(values.boundCount()));
        return ClassicHistogramBuckets.of(bounds, counts);
    }
}
