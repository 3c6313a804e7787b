package io.ocs.server.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Progress of long work on stderr: a bar that moves on a terminal, otherwise a line now and then. */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long TERMINAL_INTERVAL_NANOS = 100_000_000L;
    private static final long LINE_INTERVAL_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final String what;
    private final long total;
    private final boolean terminal = "text".equals(System.getProperty("ocs.log.format"));
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos;

    ProgressBar(PrintWriter out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
    }

    void at(long done) {
        long now = System.nanoTime();
        if (now - lastNanos >= (terminal ? TERMINAL_INTERVAL_NANOS : LINE_INTERVAL_NANOS)) {
            lastNanos = now;
            out.print(terminal ? "\r" + line(done, now) : line(done, now) + "\n");
            out.flush();
        }
    }

    private String line(long done, long nowNanos) {
        int filled = (int) (WIDTH * done / Math.max(1, total));
        double seconds = (nowNanos - startNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %%  %,d of %,d  %,.0f/s ",
                what,
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                100 * done / Math.max(1, total),
                done,
                total,
                done / seconds);
    }

    /** Clears the bar. */
    @Override
    public void close() {
        if (terminal && lastNanos != startNanos) {
            out.print("\r" + " ".repeat(WIDTH + 60) + "\r");
            out.flush();
        }
    }
}
