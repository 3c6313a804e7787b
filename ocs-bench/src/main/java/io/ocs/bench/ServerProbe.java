package io.ocs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What the server spends in the measured time, by the server's own process and metrics. */
final class ServerProbe implements WindowListener {
    private static final int IDLE_SCRAPES = 3;

    private final ServerProcess process;
    private final AdminClient admin;

    private long scrapeBytes;
    private long answered;
    private long cpuNanos;
    private long allocatedBytes;

    ServerProbe(ServerProcess process, AdminClient admin) {
        this.process = process;
        this.admin = admin;
    }

    /** To be called while the server idles: finds out what looking at its metrics allocates, to take it off. */
    void calibrate() {
        for (int scrape = 0; scrape < IDLE_SCRAPES; scrape++) {
            long before = allocated();
            scrapeBytes = allocated() - before;
        }
    }

    @Override
    public void onBegin(long answeredBefore) {
        answered = -answeredBefore;
        cpuNanos = -process.cpuNanos();
        allocatedBytes = -allocated() - scrapeBytes;
    }

    @Override
    public void onEnd(long answeredAfter) {
        answered += answeredAfter;
        cpuNanos += process.cpuNanos();
        allocatedBytes += allocated();
    }

    long cpuNanosPerRequest() {
        return cpuNanos / Math.max(1, answered);
    }

    /** Heap octets for each request, over all threads. */
    long allocatedBytesPerRequest() {
        return Math.max(0, allocatedBytes) / Math.max(1, answered);
    }

    private long allocated() {
        try {
            return admin.allocatedBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
