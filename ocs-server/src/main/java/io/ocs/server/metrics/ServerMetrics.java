package io.ocs.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.jmx.JmxConfig;
import io.micrometer.jmx.JmxMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ocs.core.shard.Distribution;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The one place where meters are registered; all are named {@code ocs.*} and appear in Prometheus ({@code ocs_*}, {@link #scrape}) and in
 * JMX (domain {@code ocs}). Values of tags come from closed lists only: never a subscriber, a session or what a peer sends. Safe on any
 * thread; suppliers are called by the thread that scrapes and must not block.
 */
public final class ServerMetrics implements AutoCloseable {
    private static final String PREFIX = "ocs.";

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JmxMeterRegistry jmx = new JmxMeterRegistry(domain(), Clock.SYSTEM);
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Map<String, HistogramCollector> histograms = new ConcurrentHashMap<>();

    private final FigureHistory history = new FigureHistory(this);

    public ServerMetrics() {
        registry.config().meterFilter(prefixed());
        registry.add(prometheus);
        registry.add(jmx);
        bindJvm();
    }

    /** For meters that need more than {@link #counter} and {@link #gauge}; a timer costs about 100 ns a recording, so none on the path. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * A count that only rises, kept by the part itself; {@code ocs.cdr.records} is {@code ocs_cdr_records_total} in Prometheus.
     *
     * @param tags name and value in turn
     */
    public void counter(String name, String description, LongSupplier value, String... tags) {
        // The registry holds its state object weakly: the function must be what keeps the supplier alive.
        FunctionCounter.builder(name, this, metrics -> value.getAsLong())
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** As {@link #counter}, of something that comes in fractions: seconds, money. */
    public void decimalCounter(String name, String description, DoubleSupplier value, String... tags) {
        FunctionCounter.builder(name, this, metrics -> value.getAsDouble())
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * How often values were how large: for Prometheus only, since JMX has no such thing.
     *
     * @param name with its unit at the end: {@code ocs.journal.commit.time.seconds} is {@code ocs_journal_commit_time_seconds_bucket}, {@code _count} and
     *     {@code _sum}
     * @param scale of a value in that unit: 1e-9 for nanoseconds in seconds
     */
    public void histogram(String name, String description, double scale, Distribution values, String... tags) {
        String prometheusName = name.replace('.', '_');
        HistogramCollector collector = histograms.computeIfAbsent(prometheusName, key -> {
            HistogramCollector created = new HistogramCollector(key, description, scale);
            prometheus.getPrometheusRegistry().register(created);
            return created;
        });
        collector.add(values, Labels.of(tags));
    }

    /** A value that rises and falls. */
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * One meter as it is now.
     *
     * @param tags in the order of their names
     */
    public record Reading(Map<String, String> tags, double value) {}

    /** The counters and gauges of a name; none if there is no such name (yet). */
    public List<Reading> readings(String name) {
        return registry.find(name).meters().stream()
                .map(meter -> new Reading(
                        tags(meter), meter.measure().iterator().next().getValue()))
                .toList();
    }

    /** The sum of all counters or gauges of a name. */
    double sum(String name) {
        return readings(name).stream().mapToDouble(Reading::value).sum();
    }

    private static Map<String, String> tags(Meter meter) {
        Map<String, String> tags = new TreeMap<>();
        meter.getId().getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    Optional<HistogramCollector> histogram(String name) {
        return Optional.ofNullable(histograms.get(name.replace('.', '_')));
    }

    /** What the meters said lately. */
    public FigureHistory history() {
        return history;
    }

    /** All meters in Prometheus' text form. */
    public String scrape() {
        return prometheus.scrape();
    }

    private void bindJvm() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        AllocatedBytes allocated = AllocatedBytes.ofThisProcess();
        counter(
                "ocs.jvm.allocated.bytes",
                "Octets allocated on the heap by all threads since the start",
                allocated::total);
    }

    /** Micrometer's own binders say {@code jvm.*}, {@code process.*} and {@code system.*}. */
    private static MeterFilter prefixed() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(PREFIX) ? id : id.withName(PREFIX + id.getName());
            }
        };
    }

    private static JmxConfig domain() {
        return new JmxConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public String domain() {
                return "ocs";
            }
        };
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
        jmx.close();
        prometheus.close();
    }
}
