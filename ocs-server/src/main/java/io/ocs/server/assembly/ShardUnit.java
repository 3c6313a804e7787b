package io.ocs.server.assembly;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.journal.DataFolder;
import io.ocs.balance.journal.JournalOptions;
import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.journal.SyncMode;
import io.ocs.balance.store.ChronicleAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.charging.ChargingPolicy;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.shard.ChargingShard;
import io.ocs.core.shard.FaultHandler;
import io.ocs.core.shard.Recovery;
import io.ocs.core.shard.ShardSettings;
import io.ocs.core.shard.ShardThread;
import io.ocs.core.state.AccountStore;
import io.ocs.core.time.Clock;
import io.ocs.server.config.ChargingSettings;
import io.ocs.server.config.JournalSettings;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard with what belongs to it alone: its journal, its image, its thread. */
final class ShardUnit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardUnit.class);

    final SegmentJournal journal;
    final AccountStore image;
    final ChargingShard shard;
    private final ShardThread thread;

    private ShardUnit(SegmentJournal journal, AccountStore image, ChargingShard shard) {
        this.journal = journal;
        this.image = image;
        this.shard = shard;
        thread = new ShardThread(shard);
    }

    /** Opens the journal, opens or rebuilds the image, and makes the shard, which does not run yet. */
    static ShardUnit open(
            int index,
            DataFolder folder,
            ChargingSettings charging,
            JournalSettings settings,
            RatingFunction rating,
            Clock clock,
            FaultHandler faults) {
        SyncMode sync = SyncMode.valueOf(settings.sync().name().toUpperCase(Locale.ROOT));
        JournalOptions options = new JournalOptions(
                settings.segmentSize(), sync, settings.syncInterval().toMillis());
        SegmentJournal journal = SegmentJournal.open(folder.journalFolder(index), index, options);
        AccountStore image = image(folder.storeFolder(index), folder.isClean(), Capacity.of(charging, folder.shards()));
        recover(index, image, journal);
        ChargingShard shard = new ChargingShard(
                index,
                shardSettings(charging),
                policy(charging),
                image,
                journal,
                new BucketLedger(),
                rating,
                clock,
                faults);
        return new ShardUnit(journal, image, shard);
    }

    private static void recover(int index, AccountStore image, SegmentJournal journal) {
        long started = System.nanoTime();
        long records = new Recovery(image, journal).run(position -> LOG.atInfo()
                .addKeyValue("shard", index)
                .addKeyValue("position", position)
                .addKeyValue("of", journal.committedPosition())
                .log("journal-replay"));
        LOG.atInfo()
                .addKeyValue("shard", index)
                .addKeyValue("records", records)
                .addKeyValue("ms", (System.nanoTime() - started) / 1_000_000)
                .log("journal-replayed");
    }

    /** The image as a clean stop left it; after any other stop a fresh one, since a killed process may leave half-written entries. */
    private static AccountStore image(Path folder, boolean clean, StoreCapacity capacity) {
        return clean && ChronicleAccountStore.isUsable(folder, capacity)
                ? ChronicleAccountStore.open(folder, capacity)
                : ChronicleAccountStore.create(folder, capacity);
    }

    private static ShardSettings shardSettings(ChargingSettings charging) {
        ShardSettings defaults = ShardSettings.defaults();
        return new ShardSettings(
                Integer.highestOneBit(charging.queueCapacity()),
                charging.queueCapacity(),
                defaults.batchMax(),
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
                defaults.costInformation());
    }

    void start() {
        thread.start();
    }

    /** Finishes what waits and ends the thread; journal and image stay open for those who still read. */
    void stop() {
        thread.close();
    }

    /** Whether the image is up to date and may be opened as it is next time. */
    boolean isSound() {
        return !shard.isBroken();
    }

    @Override
    public void close() {
        image.force();
        image.close();
        journal.close();
    }
}
