package io.ocs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures the contenders in turn, A B A B A B, each time as a new process with an empty data folder, so that neither the order nor a
 * slow hour of the machine favours one of them.
 */
final class BenchRun {
    private final BenchPlan plan;
    private final List<Contender> contenders;
    private final Path folder;
    private final Consumer<String> progress;
    private final Map<BenchRow.Key, List<Measurement>> measurements = new LinkedHashMap<>();

    private LoadShape openLoop;
    private long loads;

    /** {@code folder} takes the data folders, removed after each run, and the servers' logs. */
    BenchRun(BenchPlan plan, List<Contender> contenders, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.contenders = contenders;
        this.folder = folder;
        this.progress = progress;
    }

    /** Load by load, in each the contenders. */
    List<BenchRow> run() throws IOException, InterruptedException {
        for (int run = 1; run <= plan.runs(); run++) {
            for (Contender contender : contenders) {
                runOne(contender, run);
            }
        }
        return measurements.entrySet().stream()
                .map(entry -> new BenchRow(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(row -> shapes().indexOf(row.key().shape())))
                .toList();
    }

    private void runOne(Contender contender, int run) throws IOException, InterruptedException {
        Path data = folder.resolve(contender.name() + "-" + run);
        Files.createDirectories(data);
        try (RunningServer server = contender.start(data)) {
            warmUp(contender, server);
            for (LoadShape shape : plan.shapes()) {
                Measurement measurement = measure(contender, server, shape, run);
                if (openLoop == null && shape.equals(plan.middleShape())) {
                    openLoop = plan.openLoop(measurement.load().ratePerSecond());
                }
            }
            measure(contender, server, openLoop, run);
        }
        delete(data);
    }

    /** A server that refuses requests here is not worth measuring. */
    private void warmUp(Contender contender, RunningServer server) throws InterruptedException {
        LoadResult result = server.measure(plan.warmupLoad(loads++)).load();
        if (result.failures() > 0) {
            throw new IllegalStateException("%s does not serve: %d failures, Result-Codes %s, of services %s"
                    .formatted(contender.name(), result.failures(), result.resultCodes(), result.serviceResultCodes()));
        }
    }

    private Measurement measure(Contender contender, RunningServer server, LoadShape shape, int run)
            throws InterruptedException {
        Measurement measurement = server.measure(plan.load(shape, loads++));
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
                        measurement.load().failures()));
        return measurement;
    }

    private List<LoadShape> shapes() {
        return Stream.concat(plan.shapes().stream(), Stream.of(openLoop)).toList();
    }

    /** With all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
