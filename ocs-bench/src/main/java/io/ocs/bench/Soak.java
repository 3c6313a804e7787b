package io.ocs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One load for a long time, with a line every so often, and in the middle of it what an operator does: files are rotated, the catalogue is swapped. */
final class Soak implements Course {
    private final BenchPlan plan;
    private final long lineNanos;
    private final CatalogFiles catalog;
    private final Consumer<String> progress;
    private final List<BenchRow> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long failures;

    /** A line each {@code lineNanos}. */
    Soak(BenchPlan plan, long lineNanos, CatalogFiles catalog, Consumer<String> progress) {
        this.plan = plan;
        this.lineNanos = lineNanos;
        this.catalog = catalog;
        this.progress = progress;
    }

    @Override
    public void on(Contender contender, RunningServer server, int run) throws IOException, InterruptedException {
        LoadShape middle = plan.middleShape();
        LoadShape shape = plan.ratePerSecond() > 0 ? middle.atRate(plan.ratePerSecond()) : middle;
        SoakLines lines = new SoakLines(server, lineNanos, progress);
        Chores chores = new Chores(server.admin(), catalog, plan.measured().toNanos() / 2, progress);
        Measurement measurement = server.measure(plan, plan.load(shape), WindowListener.all(List.of(lines, chores)));
        rows.add(new BenchRow(new BenchRow.Key(contender.name(), shape), List.of(measurement)));
        notes.addAll(chores.notes());
        failures += measurement.failures() + chores.failures();
    }

    @Override
    public Outcome outcome() {
        return new Outcome(rows, notes, failures);
    }
}
