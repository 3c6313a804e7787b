package io.ocs.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Each closed loop of the plan, then an open loop, the same for all servers. */
final class Comparison implements Course {
    private final BenchPlan plan;
    private final Consumer<String> progress;
    private final Map<BenchRow.Key, List<Measurement>> measurements = new LinkedHashMap<>();

    private LoadShape openLoop;

    Comparison(BenchPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    @Override
    public void on(Contender contender, RunningServer server, int run) throws InterruptedException {
        for (LoadShape shape : plan.shapes()) {
            Measurement measurement = measure(contender, server, shape, run);
            if (openLoop == null && shape.equals(plan.middleShape())) {
                openLoop = plan.openLoop(measurement.load().ratePerSecond());
            }
        }
        measure(contender, server, openLoop, run);
    }

    /** Load by load, in each the contenders. */
    @Override
    public Outcome outcome() {
        List<LoadShape> shapes =
                Stream.concat(plan.shapes().stream(), Stream.of(openLoop)).toList();
        return Outcome.of(measurements.entrySet().stream()
                .map(entry -> new BenchRow(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(row -> shapes.indexOf(row.key().shape())))
                .toList());
    }

    private Measurement measure(Contender contender, RunningServer server, LoadShape shape, int run)
            throws InterruptedException {
        Measurement measurement = server.measure(plan, shape);
        measurements
                .computeIfAbsent(new BenchRow.Key(contender.name(), shape), key -> new ArrayList<>())
                .add(measurement);
        progress.accept("%s %s, run %d of %d: %,d/s, %d failures"
                .formatted(
                        contender.name(),
                        shape,
                        run,
                        plan.runs(),
                        measurement.load().ratePerSecond(),
                        measurement.failures()));
        return measurement;
    }
}
