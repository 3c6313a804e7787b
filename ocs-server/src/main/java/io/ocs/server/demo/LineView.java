package io.ocs.server.demo;

import io.ocs.sim.SimulationReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line each five seconds. */
final class LineView implements DemoView {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;

    LineView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public long intervalNanos() {
        return INTERVAL_NANOS;
    }

    @Override
    public void show(DemoStatus status) {
        long p99 = status.reports().values().stream()
                .map(SimulationReport::latency)
                .mapToLong(SimulationReport.Latency::p99)
                .max()
                .orElse(0);
        long charged = 0;
        for (DemoOffer offer : status.reports().keySet()) {
            charged += status.chargedMicros(offer);
        }
        out.printf(
                Locale.ROOT,
                "%4d s  %5d req/s  p99 %.1f ms  %d open  codes %s  refused services %s  charged %s  CDRs %d in files, %d in the database%n",
                status.elapsed().toSeconds(),
                status.rate(),
                p99 / 1e3,
                status.openSessions(),
                status.codes(),
                status.refusedServices(),
                Amounts.money(charged),
                status.fileRecords(),
                status.databaseRecords());
        out.flush();
    }
}
