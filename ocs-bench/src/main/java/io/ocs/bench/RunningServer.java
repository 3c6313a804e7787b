package io.ocs.bench;

/** A started and prepared {@link Contender}. */
record RunningServer(ServerProcess process, AdminClient admin) implements AutoCloseable {
    /** Drives the plan against it. */
    Measurement measure(LoadPlan plan) throws InterruptedException {
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
