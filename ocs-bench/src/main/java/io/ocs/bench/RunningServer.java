package io.ocs.bench;

import java.util.concurrent.atomic.AtomicLong;

/** A started and prepared {@link Contender}; {@code loads} counts what was driven against it, so that no two loads share Session-Ids. */
record RunningServer(ServerProcess process, AdminClient admin, AtomicLong loads) implements AutoCloseable {
    /** Drives load of that shape against it, as long as the plan measures. */
    Measurement measure(BenchPlan plan, LoadShape shape) throws InterruptedException {
        return measure(plan.load(shape, loads.getAndIncrement()));
    }

    /** Drives the plan's warm-up against it. */
    LoadResult warmUp(BenchPlan plan) throws InterruptedException {
        return measure(plan.warmupLoad(loads.getAndIncrement())).load();
    }

    private Measurement measure(LoadPlan plan) throws InterruptedException {
        ServerProbe probe = new ServerProbe(process, admin);
        probe.calibrate();
        LoadResult result = LoadGenerator.run(plan, process.address("diameter"), probe);
        return new Measurement(result, probe.cpuNanosPerRequest(), probe.allocatedBytesPerRequest());
    }

    @Override
    public void close() {
        process.close();
    }
}
