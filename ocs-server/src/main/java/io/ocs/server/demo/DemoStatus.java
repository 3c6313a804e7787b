package io.ocs.server.demo;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.UnitKind;
import io.ocs.core.command.SessionView;
import io.ocs.core.command.SubscriberView;
import io.ocs.server.assembly.OcsServer;
import io.ocs.sim.SimulationReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the running demo.
 *
 * @param reports what the network elements have seen since the start
 * @param requestsPerSecond since the look before, by offer
 * @param granted units granted to open sessions now, by kind
 * @param reservedMicros money reserved for open sessions now
 * @param fileRecords charging data records in closed files
 * @param databaseRecords rows in the billing database
 */
record DemoStatus(
        Duration elapsed,
        Map<DemoOffer, SimulationReport> reports,
        Map<DemoOffer, Long> requestsPerSecond,
        Map<UnitKind, Long> granted,
        long reservedMicros,
        long fileRecords,
        long databaseRecords) {

    long rate() {
        return requestsPerSecond.values().stream().mapToLong(Long::longValue).sum();
    }

    long openSessions() {
        return reports.values().stream()
                .mapToLong(SimulationReport::sessionsOpen)
                .sum();
    }

    /** Answers by Result-Code of the message, and services by their own where that is no success. */
    SortedMap<Long, Long> codes() {
        SortedMap<Long, Long> codes = new TreeMap<>();
        for (SimulationReport report : reports.values()) {
            report.resultCodes().forEach((code, count) -> codes.merge(code, count, Long::sum));
        }
        return codes;
    }

    SortedMap<Long, Long> refusedServices() {
        SortedMap<Long, Long> codes = new TreeMap<>();
        for (SimulationReport report : reports.values()) {
            report.serviceResultCodes().forEach((code, count) -> codes.merge(code, count, Long::sum));
        }
        codes.remove(2001L);
        return codes;
    }

    /** Money that sessions and debits of the offer were told they cost, less refunds. */
    long chargedMicros(DemoOffer offer) {
        SimulationReport report = reports.get(offer);
        return sum(report.charged()) - sum(report.refunded());
    }

    private static long sum(Map<Long, Long> money) {
        return money.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Looks again and again; for one thread. */
    static final class Source {
        private static final int SESSIONS_MAX = 20_000;
        private static final double NANOS = 1e9;

        private final OcsServer server;
        private final DemoLoad load;
        private final long startNanos = System.nanoTime();
        private final Map<DemoOffer, Long> requestsBefore = new EnumMap<>(DemoOffer.class);
        private long beforeNanos = startNanos;

        Source(OcsServer server, DemoLoad load) {
            this.server = server;
            this.load = load;
        }

        long elapsedNanos() {
            return System.nanoTime() - startNanos;
        }

        DemoStatus now() {
            Map<DemoOffer, SimulationReport> reports = load.reports();
            List<CdrProgress> progress = server.cdrProgress();
            return new DemoStatus(
                    Duration.ofNanos(elapsedNanos()),
                    reports,
                    rates(reports),
                    granted(),
                    reserved(),
                    records(progress, "file"),
                    records(progress, "database"));
        }

        private Map<DemoOffer, Long> rates(Map<DemoOffer, SimulationReport> reports) {
            long nowNanos = System.nanoTime();
            double seconds = (nowNanos - beforeNanos) / NANOS;
            beforeNanos = nowNanos;
            Map<DemoOffer, Long> rates = new EnumMap<>(DemoOffer.class);
            reports.forEach((offer, report) -> {
                long before = requestsBefore.getOrDefault(offer, 0L);
                rates.put(offer, Math.round((report.requests() - before) / seconds));
                requestsBefore.put(offer, report.requests());
            });
            return rates;
        }

        private Map<UnitKind, Long> granted() {
            Map<UnitKind, Long> granted = new EnumMap<>(UnitKind.class);
            for (SessionView session :
                    server.administration().sessions(null, SESSIONS_MAX).join()) {
                for (SessionView.Service service : session.services()) {
                    if (service.grantedKind() != null) {
                        granted.merge(service.grantedKind(), service.grantedUnits(), Long::sum);
                    }
                }
            }
            return granted;
        }

        private long reserved() {
            Map<Long, Long> byAccount = new HashMap<>();
            for (SubscriberView subscriber : server.administration()
                    .subscribers(0, DemoSubscribers.count())
                    .join()) {
                long reserved = subscriber.buckets().stream()
                        .filter(bucket -> bucket.kind() == UnitKind.MONEY)
                        .mapToLong(SubscriberView.Bucket::reserved)
                        .sum();
                byAccount.put(subscriber.accountId(), reserved);
            }
            return byAccount.values().stream().mapToLong(Long::longValue).sum();
        }

        private static long records(List<CdrProgress> progress, String sink) {
            return progress.stream()
                    .filter(one -> one.sink().equals(sink))
                    .mapToLong(CdrProgress::records)
                    .sum();
        }
    }
}
