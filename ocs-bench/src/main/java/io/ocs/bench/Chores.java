package io.ocs.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What happens to a server in the middle of a long load: its charging data record files are closed, and another version of its catalogue
 * comes into force, both through the administration API by a thread of their own; and snapshots are written by its own clock.
 */
final class Chores implements WindowListener {
    private static final String SNAPSHOTS = "ocs_snapshots_written_total";
    private static final String SNAPSHOTS_FAILED = "ocs_snapshots_failed_total";
    private static final long END_MAX_S = 120;

    private final AdminClient admin;
    private final CatalogFiles catalog;
    private final long afterNanos;
    private final Consumer<String> progress;
    private final List<String> notes = new ArrayList<>();

    private long begunNanos;
    private Thread thread;
    private volatile Exception failure;
    private volatile String done = "not done";
    private int failures;

    /** {@code afterNanos} from the begin of the measured time. */
    Chores(AdminClient admin, CatalogFiles catalog, long afterNanos, Consumer<String> progress) {
        this.admin = admin;
        this.catalog = catalog;
        this.afterNanos = afterNanos;
        this.progress = progress;
    }

    /** When the load is over. */
    List<String> notes() {
        return notes;
    }

    int failures() {
        return failures;
    }

    @Override
    public void onBegin(long answered) {
        begunNanos = System.nanoTime();
    }

    @Override
    public void onTick(Progress load) {
        if (thread == null && System.nanoTime() - begunNanos >= afterNanos) {
            thread = new Thread(this::run, "chores");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void onEnd(long answered) throws InterruptedException {
        if (thread != null) {
            thread.join(TimeUnit.SECONDS.toMillis(END_MAX_S));
        }
        String page = "";
        try {
            page = admin.metrics();
        } catch (IOException e) {
            failure = e;
        }
        long snapshots = Metrics.sum(page, SNAPSHOTS).orElse(0);
        boolean good = failure == null
                && !done.startsWith("not")
                && snapshots > 0
                && Metrics.sum(page, SNAPSHOTS_FAILED).orElse(0) == 0;
        failures = good ? 0 : 1;
        notes.add("beside the load: %s; %d snapshots written%s"
                .formatted(done, snapshots, good ? "" : ": FAILED" + (failure == null ? "" : ", " + failure)));
    }

    private void run() {
        try {
            long flushMs = timed(admin::flushCdrs);
            long swapMs = timed(() -> admin.applyCatalog(catalog.changed()));
            done = "CDR files closed (asked in %,d ms), catalogue swapped (in %,d ms)".formatted(flushMs, swapMs);
            progress.accept(done);
        } catch (IOException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Chore {
        void run() throws IOException, InterruptedException;
    }

    private static long timed(Chore chore) throws IOException, InterruptedException {
        long before = System.nanoTime();
        chore.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }
}
