package io.ocs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says every so often how the load and the server are. */
final class SoakLines implements WindowListener {
    private static final long KIB = 1024;

    private final RunningServer server;
    private final long lineNanos;
    private final Consumer<String> out;

    private long begunNanos;
    private long lastNanos;
    private long lastAnswered;
    private long lastCpuNanos;

    SoakLines(RunningServer server, long lineNanos, Consumer<String> out) {
        this.server = server;
        this.lineNanos = lineNanos;
        this.out = out;
    }

    @Override
    public void onBegin(long answered) {
        begunNanos = System.nanoTime();
        remember(begunNanos, answered, server.process().cpuNanos());
    }

    @Override
    public void onTick(Progress progress) throws InterruptedException {
        long now = System.nanoTime();
        if (now - lastNanos >= lineNanos) {
            line(progress, now);
        }
    }

    @Override
    public void onEnd(long answered) {}

    private void line(Progress progress, long now) throws InterruptedException {
        long answered = progress.answered();
        long cpuNanos = server.process().cpuNanos();
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(now - lastNanos));
        String page = metrics();
        out.accept(
                "%4d s: %,d/s, p99 %,d µs, server CPU %d %%, heap %,d KiB, journal without snapshot %,d KiB, CDR lag %,d KiB, %d s"
                        .formatted(
                                TimeUnit.NANOSECONDS.toSeconds(now - begunNanos),
                                (answered - lastAnswered) * 1000 / millis,
                                progress.takeLatencyNanos().getValueAtPercentile(99) / 1000,
                                (cpuNanos - lastCpuNanos) * 100 / Math.max(1, now - lastNanos),
                                Metrics.sum(page, "ocs_jvm_memory_used_bytes", "area=\"heap\"")
                                                .orElse(0)
                                        / KIB,
                                journalBehindSnapshot(page) / KIB,
                                Metrics.sum(page, "ocs_cdr_lag_bytes").orElse(0) / KIB,
                                Metrics.sum(page, "ocs_cdr_lag_seconds").orElse(0)));
        remember(now, answered, cpuNanos);
    }

    /** What a restart would have to read. */
    private static long journalBehindSnapshot(String page) {
        long position = Metrics.sum(page, "ocs_journal_position").orElse(0);
        return position - Math.max(0, Metrics.sum(page, "ocs_snapshot_position").orElse(0));
    }

    private void remember(long nanos, long answered, long cpuNanos) {
        lastNanos = nanos;
        lastAnswered = answered;
        lastCpuNanos = cpuNanos;
    }

    private String metrics() throws InterruptedException {
        try {
            return server.admin().metrics();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
