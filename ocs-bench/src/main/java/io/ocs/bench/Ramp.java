package io.ocs.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Raises the rate of an open loop step by step until the server does not keep up, the knee; then offers three times that and looks what is
 * left of it, and how soon afterwards the knee is served again.
 */
final class Ramp implements Course {
    private static final long FIRST_RATE = 10_000;
    private static final int GOODPUT_LEAST_PERCENT = 97;
    private static final int RAISE_PERCENT = 125;
    private static final int BISECTIONS = 3;
    private static final int OVERLOAD = 3;
    private static final int OVERLOAD_WINDOW = 16_384;
    private static final Duration RECOVERY_STEP = Duration.ofMillis(500);
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);

    private final BenchPlan plan;
    private final Duration latencyMax;
    private final Consumer<String> progress;
    private final List<BenchRow> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long failures;

    /** {@code latencyMax} is the bound for the 99th percentile at the knee. */
    Ramp(BenchPlan plan, Duration latencyMax, Consumer<String> progress) {
        this.plan = plan;
        this.latencyMax = latencyMax;
        this.progress = progress;
    }

    @Override
    public void on(Contender contender, RunningServer server, int run) throws InterruptedException {
        String name = contender.name();
        Measurement knee = knee(name, server);
        if (knee == null) {
            failures++;
            notes.add("%s: no knee, as the first step is too much already; begin lower with --rate".formatted(name));
            return;
        }
        notes.add("%s: knee at %s".formatted(name, told(knee.load())));
        overload(name, server, knee);
    }

    @Override
    public Outcome outcome() {
        return new Outcome(rows, notes, failures);
    }

    /** The highest rate that was kept up with; null if none was. */
    private Measurement knee(String name, RunningServer server) throws InterruptedException {
        Measurement knee = null;
        long rate = plan.ratePerSecond() > 0 ? plan.ratePerSecond() : FIRST_RATE;
        Measurement step = fairStep(name, server, rate);
        while (keepsUp(step.load())) {
            knee = step;
            rate = rate * RAISE_PERCENT / 100 + 1;
            step = fairStep(name, server, rate);
        }
        for (int bisection = 0; knee != null && bisection < BISECTIONS; bisection++) {
            long good = knee.load().plan().shape().ratePerSecond();
            step = fairStep(name, server, (good + rate) / 2);
            if (keepsUp(step.load())) {
                knee = step;
            } else {
                rate = (good + rate) / 2;
            }
        }
        return knee;
    }

    private Measurement step(String name, RunningServer server, long rate) throws InterruptedException {
        LoadShape shape = plan.openLoop(0).atRate(rate);
        Measurement step = server.measure(plan, plan.load(shape).cutAtEnd(), WindowListener.NONE);
        add(name, "step", step);
        return step;
    }

    /** What fails is tried once more: a hiccup of the machine is no knee. */
    private Measurement fairStep(String name, RunningServer server, long rate) throws InterruptedException {
        Measurement first = step(name, server, rate);
        return keepsUp(first.load()) ? first : step(name, server, rate);
    }

    private void overload(String name, RunningServer server, Measurement knee) throws InterruptedException {
        LoadShape steady = knee.load().plan().shape();
        LoadShape shape = new LoadShape(steady.connections(), OVERLOAD_WINDOW, steady.ratePerSecond() * OVERLOAD);
        EndTime end = new EndTime();
        Measurement overload = server.measure(plan, plan.load(shape).cutAtEnd(), end);
        add(name, "overload", overload);
        notes.add("%s: %d times the knee: %s; goodput %d %% of the knee's"
                .formatted(
                        name,
                        OVERLOAD,
                        told(overload.load()),
                        overload.load().goodputPerSecond()
                                * 100
                                / Math.max(1, knee.load().goodputPerSecond())));
        notes.add(recovery(name, server, steady, end.nanos));
    }

    /** From the end of the overload to the begin of the first short load at the knee that is kept up with again. */
    private String recovery(String name, RunningServer server, LoadShape steady, long endNanos)
            throws InterruptedException {
        long begunNanos = System.nanoTime();
        while (begunNanos - endNanos < RECOVERY_MAX.toNanos()) {
            LoadPlan load = plan.load(steady).cutAtEnd().lasting(Duration.ZERO, RECOVERY_STEP);
            LoadResult result = server.measure(plan, load, WindowListener.NONE).load();
            failures += result.failuresInOverload();
            if (keepsUp(result)) {
                return "%s: recovered %,d ms after the overload, at the most"
                        .formatted(name, Duration.ofNanos(begunNanos - endNanos).toMillis());
            }
            begunNanos = System.nanoTime();
        }
        failures++;
        return "%s: NOT RECOVERED within %d s".formatted(name, RECOVERY_MAX.toSeconds());
    }

    private void add(String name, String what, Measurement measurement) {
        LoadResult load = measurement.load();
        rows.add(new BenchRow(new BenchRow.Key(name, load.plan().shape()), List.of(measurement)));
        failures += load.failuresInOverload() + measurement.topUpsFailed();
        progress.accept("%s %s: %s".formatted(name, what, told(load)));
    }

    /** By the requests that were to leave in the measured time; how late their answers may be is the other bound. */
    private boolean keepsUp(LoadResult load) {
        long offered =
                load.plan().shape().ratePerSecond() * load.plan().measured().toMillis() / 1000;
        return load.acceptedNanos().getTotalCount() * 100 >= offered * GOODPUT_LEAST_PERCENT
                && load.acceptedNanos().getValueAtPercentile(99) <= latencyMax.toNanos();
    }

    private static String told(LoadResult load) {
        return "offered %,d/s, goodput %,d/s, p99 of accepted %,d µs, refused with 3004 %,d, unsent %,d, failures %,d"
                .formatted(
                        load.plan().shape().ratePerSecond(),
                        load.goodputPerSecond(),
                        Duration.ofNanos(load.acceptedNanos().getValueAtPercentile(99))
                                        .toNanos()
                                / 1000,
                        load.tooBusy(),
                        load.unsent(),
                        load.failuresInOverload());
    }

    /** When the measured time ended. */
    private static final class EndTime implements WindowListener {
        private long nanos;

        @Override
        public void onBegin(long answered) {}

        @Override
        public void onEnd(long answered) {
            nanos = System.nanoTime();
        }
    }
}
