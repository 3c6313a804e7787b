package io.ocs.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A started and prepared {@link Contender}.
 *
 * @param hasAccounts whether there is anything to top up
 * @param loads how many were driven against it, so that no two share Session-Ids
 */
record RunningServer(ServerProcess process, AdminClient admin, boolean hasAccounts, AtomicLong loads)
        implements AutoCloseable {
    /** Drives load of that shape against it, as long as the plan measures. */
    Measurement measure(BenchPlan plan, LoadShape shape) throws InterruptedException {
        return measure(plan, plan.load(shape), WindowListener.NONE);
    }

    /** The same while {@code beside} looks on. */
    Measurement measure(BenchPlan plan, LoadPlan load, WindowListener beside) throws InterruptedException {
        ServerProbe probe = new ServerProbe(process, admin);
        probe.calibrate();
        TopUps topUps = new TopUps(admin, plan.subscribers(), hasAccounts ? plan.topUpPercent() : 0);
        LoadResult result = LoadGenerator.run(
                next(load), process.address("diameter"), WindowListener.all(List.of(beside, probe, topUps)));
        return new Measurement(
                result, probe.cpuNanosPerRequest(), probe.allocatedBytesPerRequest(), topUps.done(), topUps.failed());
    }

    /** Drives the plan's warm-up against it, without top-ups. */
    LoadResult warmUp(BenchPlan plan) throws InterruptedException {
        return LoadGenerator.run(next(plan.warmupLoad()), process.address("diameter"), WindowListener.NONE);
    }

    private LoadPlan next(LoadPlan load) {
        return load.withRunId(load.runId() + loads.getAndIncrement());
    }

    @Override
    public void close() {
        process.close();
    }
}
