package io.ocs.server.assembly;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.shard.ShardStatistics;
import io.ocs.core.state.Table;
import io.ocs.server.metrics.ServerMetrics;
import java.util.Locale;

/** Meters of shards, journals and the way of charging data records. */
final class ShardMeters {
    private ShardMeters() {}

    static void bind(ServerMetrics metrics, ShardUnit unit) {
        String[] shard = {"shard", Integer.toString(unit.shard.index())};
        bindDecisions(metrics, unit, shard);
        bindJournal(metrics, unit, shard);
        bindSnapshots(metrics, unit, shard);
        bindImage(metrics, unit);
    }

    private static void bindDecisions(ServerMetrics metrics, ShardUnit unit, String... tags) {
        ShardStatistics statistics = unit.shard.statistics();
        metrics.counter("ocs.shard.batches", "Duty cycles that answered something", statistics::batches, tags);
        metrics.counter("ocs.shard.requests", "Credit-control requests decided", statistics::requests, tags);
        metrics.counter("ocs.shard.commands", "Commands decided", statistics::commands, tags);
        metrics.histogram(
                "ocs.shard.batch.requests",
                "Requests and commands made durable together",
                1,
                statistics.batchSizes(),
                tags);
        metrics.gauge("ocs.shard.batch.size", "Requests and commands of the last batch", statistics::lastBatch, tags);
        metrics.gauge(
                "ocs.shard.waiting",
                "Requests and commands that wait or are being decided and made durable",
                unit.shard::waiting,
                tags);
        metrics.counter("ocs.shard.refused.late", "Requests that waited too long", statistics::refusedLate, tags);
        metrics.counter("ocs.sessions.supervised", "Sessions ended by Tcc", statistics::supervised, tags);
        metrics.counter(
                "ocs.usage.implausible",
                "Reports of more usage than anybody can have had",
                statistics::implausibleReports,
                tags);
    }

    private static void bindJournal(ServerMetrics metrics, ShardUnit unit, String... tags) {
        ShardStatistics statistics = unit.shard.statistics();
        metrics.counter("ocs.journal.written.bytes", "Octets committed", statistics::committedOctets, tags);
        metrics.counter("ocs.journal.commits", "Batches made durable", statistics::commits, tags);
        metrics.counter("ocs.journal.lost.batches", "Batches refused", statistics::lostBatches, tags);
        metrics.histogram(
                "ocs.journal.commit.time.seconds",
                "What a batch took to be made durable: the write, the force, and what waited for them",
                1e-9,
                statistics.commitTimes(),
                tags);
        metrics.gauge(
                "ocs.journal.commit.seconds",
                "Time that the commit at hand has taken so far, or the last one",
                () -> statistics.commitNanosNow(System.nanoTime()) / 1e9,
                tags);
        metrics.gauge("ocs.journal.position", "Octets behind the last batch", unit.journal::committedPosition, tags);
    }

    private static void bindImage(ServerMetrics metrics, ShardUnit unit) {
        String shard = Integer.toString(unit.shard.index());
        for (Table table : Table.values()) {
            String[] tags = {"shard", shard, "table", table.name().toLowerCase(Locale.ROOT)};
            metrics.gauge("ocs.image.entries", "Entries", () -> unit.image.size(table), tags);
            metrics.gauge("ocs.image.capacity", "Entries at most", () -> unit.image.capacity(table), tags);
        }
    }

    private static void bindSnapshots(ServerMetrics metrics, ShardUnit unit, String... tags) {
        ShardSnapshots snapshots = unit.snapshots;
        metrics.counter("ocs.snapshots.written", "Snapshots made durable", snapshots::written, tags);
        metrics.counter("ocs.snapshots.failed", "Snapshots that failed: see the log", snapshots::failures, tags);
        metrics.gauge("ocs.snapshot.position", "Of the newest one; -1: none", snapshots::position, tags);
        metrics.gauge("ocs.snapshot.age.seconds", "Since the last one, or the start", snapshots::ageS, tags);
        metrics.gauge("ocs.snapshot.duration.seconds", "Of the last one", snapshots::durationS, tags);
        metrics.gauge("ocs.snapshot.bytes", "Octets of the last one", snapshots::octets, tags);
        metrics.gauge("ocs.journal.segments", "Journal files that are needed", unit.journal::segmentCount, tags);
        metrics.gauge(
                "ocs.journal.segments.waiting",
                "Journal files that wait to be archived and used again",
                unit.journal::waitingSegments,
                tags);
        metrics.counter(
                "ocs.journal.segments.recycled",
                "Journal files that were used again or deleted",
                unit.journal::recycledSegments,
                tags);
    }

    static void bind(ServerMetrics metrics, Charges charges) {
        for (CdrProgress first : charges.progress()) {
            String[] tags = {"sink", first.sink(), "shard", Integer.toString(first.shard())};
            metrics.counter(
                    "ocs.cdr.records",
                    "Durable records",
                    () -> find(charges, first).records(),
                    tags);
            metrics.gauge(
                    "ocs.cdr.lag.bytes",
                    "Journal octets not durable in the sink",
                    () -> find(charges, first).lagOctets(),
                    tags);
            metrics.gauge(
                    "ocs.cdr.lag.seconds",
                    "Age of the oldest batch of the journal that the sink has not got yet",
                    () -> find(charges, first).lagMs() / 1_000.0,
                    tags);
            metrics.gauge(
                    "ocs.cdr.running",
                    "1: writes; 0: retries or has stopped",
                    () -> find(charges, first).state() == CdrProgress.State.RUNNING ? 1 : 0,
                    tags);
        }
    }

    private static CdrProgress find(Charges charges, CdrProgress like) {
        return charges.progress().stream()
                .filter(progress -> progress.sink().equals(like.sink()) && progress.shard() == like.shard())
                .findFirst()
                .orElseThrow();
    }
}
