package io.ocs.server.demo;

import io.ocs.sim.SimulationReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A page of 80 columns, drawn anew each second with plain control sequences. */
final class PageView implements DemoView {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
    private static final double MICROS_PER_MS = 1e3;

    private final PrintWriter out;

    PageView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public long intervalNanos() {
        return INTERVAL_NANOS;
    }

    @Override
    public void show(DemoStatus status) {
        out.print(HOME_AND_CLEAR);
        out.print(page(status));
        out.flush();
    }

    static String page(DemoStatus status) {
        StringBuilder page = new StringBuilder();
        line(
                page,
                "OCS demo, %d s, Ctrl-C ends it and reconciles",
                status.elapsed().toSeconds());
        line(page, "");
        line(page, "%-14s %6s %6s %8s %8s %8s %20s", "offer", "open", "req/s", "p50 ms", "p99 ms", "max ms", "charged");
        status.reports().forEach((offer, report) -> row(page, status, offer, report));
        line(page, "%-14s %6d %6d", "all", status.openSessions(), status.rate());
        line(page, "");
        line(page, "%-24s %s", "answers by code", text(status.codes()));
        line(page, "%-24s %s", "services refused", text(status.refusedServices()));
        line(page, "%-24s %s", "granted now", granted(status));
        line(page, "%-24s %s", "reserved now", Amounts.money(status.reservedMicros()));
        line(
                page,
                "%-24s %d in closed files, %d in the database",
                "charging data records",
                status.fileRecords(),
                status.databaseRecords());
        return page.toString();
    }

    private static void row(StringBuilder page, DemoStatus status, DemoOffer offer, SimulationReport report) {
        SimulationReport.Latency latency = report.latency();
        line(
                page,
                "%-14s %6d %6d %8.1f %8.1f %8.1f %20s",
                offer.offer,
                report.sessionsOpen(),
                status.requestsPerSecond().get(offer),
                latency.p50() / MICROS_PER_MS,
                latency.p99() / MICROS_PER_MS,
                latency.max() / MICROS_PER_MS,
                Amounts.money(status.chargedMicros(offer)));
    }

    private static String granted(DemoStatus status) {
        return status.granted().entrySet().stream()
                .map(entry -> Amounts.units(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Map<Long, Long> codes) {
        return codes.isEmpty()
                ? "none"
                : codes.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder page, String form, Object... values) {
        page.append(String.format(Locale.ROOT, form, values)).append('\n');
    }
}
