package io.ocs.server.assembly;

import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotListener;
import io.ocs.balance.snapshot.SnapshotWriter;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.SnapshotPolicy;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import io.ocs.core.time.Clock;
import io.ocs.server.config.JournalSettings;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of one shard, and the journal that is released behind them. Figures for metrics may be read by any thread. */
final class ShardSnapshots implements SnapshotListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSnapshots.class);

    private final SegmentJournal journal;
    private final SnapshotFolder folder;
    private final SnapshotWriter writer;
    private final Clock clock;
    private volatile LongSupplier neededFrom = () -> 0;
    private volatile long lastMs;
    private volatile long lastOctets;
    private volatile long lastNanos;
    private volatile long written;
    private volatile long failures;
    private volatile String failing;

    ShardSnapshots(SegmentJournal journal, SnapshotFolder folder, AccountStore image, Clock clock) {
        this.journal = journal;
        this.folder = folder;
        this.clock = clock;
        writer = new SnapshotWriter(folder, octets(image), journal::forceTo, this);
        lastMs = clock.nowMs();
    }

    private static long octets(AccountStore image) {
        long octets = 0;
        for (Table table : Table.values()) {
            octets += image.capacity(table) * table.entryLength();
        }
        return octets;
    }

    /** Has the shard take snapshots; before its first duty cycle. */
    void start(ChargingShard shard, JournalSettings settings) {
        writer.start();
        shard.takeSnapshots(
                new SnapshotPolicy(settings.snapshotInterval().toMillis(), settings.snapshotJournalMax()), writer);
    }

    /** Who reads the journal beside recovery, and from where on; until it is told, nothing is released. */
    void neededFrom(LongSupplier position) {
        neededFrom = position;
    }

    // The writer's thread is the only one that writes.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void onWritten(SnapshotHead head, long octets, long durationNanos) {
        lastOctets = octets;
        lastNanos = durationNanos;
        lastMs = clock.nowMs();
        written++;
        failing = null;
        journal.release(Math.min(folder.oldest().orElse(0), neededFrom.getAsLong()));
        LOG.atInfo()
                .addKeyValue("shard", head.shard())
                .addKeyValue("position", head.position())
                .addKeyValue("entries", head.counts().total())
                .addKeyValue("octets", octets)
                .addKeyValue("ms", durationNanos / 1_000_000)
                .addKeyValue("journal-from", journal.firstPosition())
                .log("snapshot-written");
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void onFailed(SnapshotHead head, String why, Exception cause) {
        failures++;
        failing = why;
        LOG.atError()
                .addKeyValue("shard", head.shard())
                .addKeyValue("position", head.position())
                .addKeyValue("why", why)
                .addKeyValue("what-now", "charging goes on, the journal is kept, the next interval tries again")
                .setCause(cause)
                .log("snapshot-failed");
    }

    /** The files. */
    SnapshotFolder folder() {
        return folder;
    }

    /** Position of the newest one, -1 if there is none. */
    long position() {
        return writer.durablePosition();
    }

    /** Seconds since the last one, or since the start. */
    double ageS() {
        return (clock.nowMs() - lastMs) / 1_000.0;
    }

    /** Length of the last one's file; 0: none since the start. */
    long octets() {
        return lastOctets;
    }

    /** What the last one took, from its beginning until it was durable. */
    double durationS() {
        return lastNanos / 1e9;
    }

    long written() {
        return written;
    }

    long failures() {
        return failures;
    }

    /** Why there is no newer one, if the last one has failed. */
    Optional<String> failing() {
        return Optional.ofNullable(failing);
    }

    @Override
    public void close() {
        writer.close();
    }
}
