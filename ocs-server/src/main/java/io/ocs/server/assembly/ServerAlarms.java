package io.ocs.server.assembly;

import io.ocs.cdr.CdrProgress;
import io.ocs.core.Threads;
import io.ocs.core.time.SystemClock;
import io.ocs.diameter.peer.DiameterServer;
import io.ocs.diameter.peer.PeerTls;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.alarm.AlarmWebhook;
import io.ocs.server.alarm.Alarms;
import io.ocs.server.alarm.FewDescriptors;
import io.ocs.server.alarm.FillingTables;
import io.ocs.server.alarm.Rising;
import io.ocs.server.alarm.SlowCommits;
import io.ocs.server.audit.AuditLog;
import io.ocs.server.config.AlarmSettings;
import io.ocs.server.metrics.ServerMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the alarms of a server look at, and the thread that has them look, and the clock follow the wall, once a second. */
final class ServerAlarms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAlarms.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOCK_STEP_MS = 5_000;
    private static final long LAG_GRACE_MS = 60_000;
    private static final Duration AWAY_GRACE = Duration.ofMinutes(1);

    private final Alarms alarms;
    private final SystemClock clock;
    private final Thread thread;
    private AlarmWebhook webhook;
    private volatile boolean closed;

    ServerAlarms(Alarms alarms, SystemClock clock) {
        this.alarms = alarms;
        this.clock = clock;
        thread = new Thread(this::run, "alarms");
        thread.setDaemon(true);
    }

    void bind(ServerMetrics metrics) {
        for (Alarm alarm : Alarm.values()) {
            metrics.gauge(
                    "ocs.alarm", "1: raised; see the log", () -> alarms.isRaised(alarm) ? 1 : 0, "alarm", alarm.id());
        }
        metrics.gauge(
                "ocs.clock.offset.seconds", "Wall clock minus the server's time", () -> clock.offsetMs() / 1_000.0);
        alarms.watch(Alarm.CLOCK_STEPPED, this::clockStepped);
    }

    void watch(ShardUnit unit) {
        int shard = unit.shard.index();
        String name = "shard " + shard + ": ";
        alarms.watch(Alarm.JOURNAL_FULL, () -> unit.journal.shortage().map(e -> name + e));
        alarms.watch(Alarm.JOURNAL_SLOW, new SlowCommits(shard, unit.shard.statistics(), System::nanoTime));
        alarms.watch(
                Alarm.JOURNAL_ARCHIVE, () -> unit.journal.recyclingFailure().map(e -> name + e));
        alarms.watch(Alarm.IMAGE_SHORT_OF_DISK, () -> unit.image.shortage().map(text -> name + text));
        alarms.watch(Alarm.TABLE_FILLING, new FillingTables(shard, unit.image));
        alarms.watch(Alarm.SNAPSHOT_FAILING, () -> unit.snapshots.failing().map(text -> name + text));
    }

    void watch(Charges charges, Duration lagMax) {
        alarms.watch(Alarm.CDR_FILES, () -> notRunning(charges, "file"));
        alarms.watch(Alarm.CDR_DATABASE, () -> notRunning(charges, "database"));
        alarms.watch(Alarm.CDR_LAG, () -> lagging(charges, lagMax.toMillis() + LAG_GRACE_MS));
    }

    void watch(Outboxes outboxes) {
        alarms.watch(Alarm.NOTIFICATIONS, outboxes::failing);
    }

    void watch(AuditLog audit) {
        alarms.watch(Alarm.AUDIT_LOG, audit::failing);
    }

    void watch(WireMeters wire) {
        alarms.watch(Alarm.DESCRIPTORS, new FewDescriptors(wire::acceptFailures, wire::lastAcceptFailure));
        alarms.watch(Alarm.OVERLOAD, new Rising("requests in the last second", wire::refused));
    }

    /** Tells a URL of what is raised and cleared from now on; to be called before {@link #start}. */
    void tell(AlarmSettings.Webhook settings, ServerMetrics metrics) {
        webhook = new AlarmWebhook(settings.url(), settings.secret(), clock, AlarmWebhook.Timing.DEFAULT);
        alarms.listen(webhook);
        metrics.counter(
                "ocs.alarm.webhook.delivered", "Messages to alarms.webhook.url that were taken", webhook::delivered);
        metrics.counter(
                "ocs.alarm.webhook.failures", "Attempts that failed and are followed by another", webhook::failures);
        metrics.counter("ocs.alarm.webhook.dropped", "Messages that were given up", webhook::dropped);
        metrics.gauge("ocs.alarm.webhook.waiting", "Messages that wait to be taken", webhook::waiting);
    }

    void watch(ServerMetrics metrics, DiameterServer diameter) {
        metrics.gauge(
                "ocs.diameter.peers.away",
                "Peers that this server connects to and that are not connected",
                () -> diameter.away(Duration.ZERO).size());
        alarms.watch(Alarm.PEER_AWAY, () -> found(String.join("; ", diameter.away(AWAY_GRACE))));
    }

    /** Null without TLS. */
    void watch(PeerTls tls) {
        if (tls != null) {
            alarms.watch(Alarm.CERTIFICATES, tls::renew);
        }
    }

    private Optional<String> clockStepped() {
        long offsetMs = clock.offsetMs();
        return Math.abs(offsetMs) < CLOCK_STEP_MS
                ? Optional.empty()
                : Optional.of("the wall clock is " + Math.abs(offsetMs) / 1_000 + " s "
                        + (offsetMs > 0 ? "ahead of" : "behind") + " the server's time");
    }

    private static Optional<String> notRunning(Charges charges, String sink) {
        return found(charges.progress().stream()
                .filter(progress -> progress.sink().equals(sink) && isInTrouble(progress))
                .map(progress -> "shard " + progress.shard() + ": " + progress.lastError())
                .collect(Collectors.joining("; ")));
    }

    private static boolean isInTrouble(CdrProgress progress) {
        return progress.state() == CdrProgress.State.RETRYING || progress.state() == CdrProgress.State.STOPPED;
    }

    private static Optional<String> lagging(Charges charges, long lagMaxMs) {
        return found(charges.progress().stream()
                .filter(progress -> progress.lagMs() > lagMaxMs)
                .map(progress ->
                        "shard " + progress.shard() + ": " + progress.sink() + " by " + progress.lagMs() / 1_000 + " s")
                .collect(Collectors.joining("; ")));
    }

    private static Optional<String> found(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    void start() {
        if (webhook != null) {
            webhook.start();
        }
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                clock.follow();
                alarms.look();
            } catch (RuntimeException | Error e) { // also for want of descriptors: the clock and the alarms go on
                LOG.atError().setCause(e).log("alarms-not-looked-at");
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
        if (webhook != null) {
            webhook.close();
        }
    }
}
