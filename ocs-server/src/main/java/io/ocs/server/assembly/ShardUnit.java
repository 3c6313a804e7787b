package io.ocs.server.assembly;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.DataFolder;
import io.ocs.balance.journal.FolderStorage;
import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentArchive;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.journal.SyncMode;
import io.ocs.balance.snapshot.SnapshotFolder;
import io.ocs.balance.snapshot.SnapshotRestore;
import io.ocs.balance.store.ChronicleAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.FaultHandler;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardRunner;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.Table;
import io.ocs.core.time.SystemClock;
import io.ocs.server.config.ChargingSettings;
import io.ocs.server.config.JournalSettings;
import io.ocs.server.config.OcsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** One shard with what belongs to it alone: its journal, its image, who runs it. */
final class ShardUnit implements AutoCloseable {
    final SegmentJournal journal;
    final ChronicleAccountStore image;
    final ChargingShard shard;
    final ShardSnapshots snapshots;
    /** Null until started. */
    private ShardRunner runner;

    private ShardUnit(
            SegmentJournal journal, ChronicleAccountStore image, ChargingShard shard, ShardSnapshots snapshots) {
        this.journal = journal;
        this.image = image;
        this.shard = shard;
        this.snapshots = snapshots;
    }

    /**
     * Opens the journal, opens or rebuilds the image, and makes the shard, which does not run yet.
     *
     * @param readiness told in words how far it is
     */
    static ShardUnit open(
            int index,
            DataFolder folder,
            OcsConfig config,
            RatingFunction rating,
            SystemClock clock,
            FaultHandler faults,
            Consumer<String> readiness) {
        JournalSettings settings = config.journal();
        readiness.accept("recovering: shard " + index + " reads its journal");
        SegmentJournal journal = SegmentJournal.open(folder.journalFolder(index), index, options(settings));
        journal.recycling(spares(settings), archive(config, index));
        SnapshotFolder snapshots = SnapshotFolder.open(folder.snapshotFolder(index), index, settings.snapshotKeep());
        ChronicleAccountStore image =
                image(index, folder, config.charging(), journal, snapshots, new RecoveryLog(index, readiness));
        clock.notBefore(lastTimeMs(image));
        ChargingShard shard = new ChargingShard(
                index,
                shardSettings(config.charging()),
                policy(config.charging()),
                image,
                journal,
                new BucketLedger(),
                rating,
                clock,
                faults);
        shard.lifeCycle(config.charging().lifeCycle());
        ShardSnapshots taken = new ShardSnapshots(journal, snapshots, image, clock);
        taken.start(shard, settings);
        return new ShardUnit(journal, image, shard, taken);
    }

    /** Time of the newest batch: later than now, if the wall clock was set back since. */
    private static long lastTimeMs(AccountStore image) {
        return new ShardEntry().wrap(image.find(Table.SHARD, 0, 0)).lastTimeMs();
    }

    private static JournalOptions options(JournalSettings settings) {
        SyncMode sync = SyncMode.valueOf(settings.sync().name().toUpperCase(Locale.ROOT));
        return new JournalOptions(
                settings.segmentSize(), sync, settings.syncInterval().toMillis());
    }

    /** As many as the journal can grow by between two snapshots. */
    private static int spares(JournalSettings settings) {
        return (int) Math.min(Integer.MAX_VALUE, settings.snapshotJournalMax() / settings.segmentSize() + 2);
    }

    private static SegmentArchive archive(OcsConfig config, int index) {
        if (config.journal().archive().isEmpty()) {
            return null;
        }
        Path folder = config.journal().archive().get().resolve(config.node()).resolve("shard-" + index);
        try {
            return new SegmentArchive(new FolderStorage(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("journal.archive: the folder " + folder + " cannot be used: " + e, e);
        }
    }

    /** The image as a clean stop left it; after any other stop a fresh one, since a killed process may leave half-written entries. */
    private static ChronicleAccountStore image(
            int index,
            DataFolder folder,
            ChargingSettings charging,
            SegmentJournal journal,
            SnapshotFolder snapshots,
            RecoveryLog log) {
        Path files = folder.storeFolder(index);
        StoreCapacity capacity = Capacity.of(charging, folder.shards());
        ChronicleAccountStore image;
        if (folder.isClean() && ChronicleAccountStore.isUsable(files, capacity)) {
            image = ChronicleAccountStore.open(files, capacity, log::onStoreShort);
        } else {
            folder.markRunning(); // a start that fails half-way must not leave a half-built image that looks clean
            image = ChronicleAccountStore.create(files, capacity, log::onStoreShort);
            new SnapshotRestore(snapshots, journal.firstPosition(), journal.committedPosition(), log)
                    .into(image)
                    .ifPresent(log::onLoaded);
        }
        log.onReplayed(
                new Recovery(image, journal).run(position -> log.onReplay(position, journal.committedPosition())));
        return image;
    }

    private static ShardSettings shardSettings(ChargingSettings charging) {
        ShardSettings defaults = ShardSettings.defaults();
        return new ShardSettings(
                Integer.highestOneBit(charging.queueCapacity()),
                charging.queueCapacity(),
                defaults.batchMax(),
                defaults.batchAim(),
                defaults.undoOctets(),
                charging.queueWaitMax().toMillis(),
                defaults.supervisionHoldMs());
    }

    static ChargingPolicy policy(ChargingSettings charging) {
        ChargingPolicy defaults = ChargingPolicy.defaults();
        return new ChargingPolicy(
                charging.tccFactorThousandths(),
                defaults.idleMs(),
                charging.timeSkewMax().toMillis(),
                charging.duplicatesWindow().toMillis(),
                charging.duplicatesSessionWindow().toMillis(),
                defaults.switchSpreadS(),
                defaults.sharedValidityS(),
                charging.usageBound(),
                charging.lowBalanceMicros());
    }

    /** Begins to work, by this runner. */
    void start(ShardRunner newRunner) {
        runner = newRunner;
        runner.start();
    }

    /**
     * Finishes what waits and ends the shard; journal and image stay open for those who still read. What cannot be made durable for want of room is not
     * waited for.
     */
    void stop() {
        journal.giveUp();
        if (runner != null) {
            runner.close();
        }
    }

    /** Whether the image is up to date and may be opened as it is next time. */
    boolean isSound() {
        return !shard.isBroken();
    }

    /** Leaves a snapshot of what there is, if the shard has worked and is sound. */
    void takeLastSnapshot() {
        if (runner != null && !shard.isBroken()) {
            shard.takeLastSnapshot();
        }
    }

    @Override
    public void close() {
        snapshots.close();
        image.force();
        image.close();
        journal.close();
    }
}
