package io.ocs.server.assembly;

import io.ocs.balance.snapshot.SnapshotRestore;
import io.ocs.core.snapshot.SnapshotHead;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators, in the log and in {@code /health/ready}, how far a shard's recovery is; at most once a second each. One thread. */
final class RecoveryLog implements SnapshotRestore.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int shard;
    private final Consumer<String> readiness;
    private final long startedNanos = System.nanoTime();
    private long saidNanos = startedNanos - PAUSE_NANOS;

    /** @param readiness gets what stands in the way of charging, in words */
    RecoveryLog(int shard, Consumer<String> readiness) {
        this.shard = shard;
        this.readiness = readiness;
    }

    private boolean maySpeak() {
        long now = System.nanoTime();
        boolean may = now - saidNanos >= PAUSE_NANOS;
        if (may) {
            saidNanos = now;
        }
        return may;
    }

    private long ms() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    @Override
    public void onEntries(long loaded, long total) {
        if (maySpeak()) {
            readiness.accept("recovering: shard " + shard + " has loaded " + loaded + " of " + total
                    + " entries of its snapshot");
            LOG.atInfo()
                    .addKeyValue("shard", shard)
                    .addKeyValue("entries", loaded)
                    .addKeyValue("of", total)
                    .log("snapshot-load");
        }
    }

    @Override
    public void onDamaged(String message) {
        LOG.atError().addKeyValue("shard", shard).addKeyValue("what", message).log("snapshot-damaged");
    }

    /** The disk has no room for the image to grow; while the server runs an alarm says so too, and when it is over. */
    void onStoreShort(String what) {
        LOG.atError().addKeyValue("shard", shard).addKeyValue("what", what).log("store-short-of-disk");
    }

    void onLoaded(SnapshotHead head) {
        LOG.atInfo()
                .addKeyValue("shard", shard)
                .addKeyValue("position", head.position())
                .addKeyValue("entries", head.counts().total())
                .addKeyValue("ms", ms())
                .log("snapshot-loaded");
    }

    void onReplay(long position, long end) {
        if (maySpeak()) {
            readiness.accept(
                    "recovering: shard " + shard + " has replayed its journal up to " + position + " of " + end);
            LOG.atInfo()
                    .addKeyValue("shard", shard)
                    .addKeyValue("position", position)
                    .addKeyValue("of", end)
                    .log("journal-replay");
        }
    }

    void onReplayed(long records) {
        LOG.atInfo()
                .addKeyValue("shard", shard)
                .addKeyValue("records", records)
                .addKeyValue("ms", ms())
                .log("journal-replayed");
    }
}
