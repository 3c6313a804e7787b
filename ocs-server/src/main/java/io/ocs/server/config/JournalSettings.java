package io.ocs.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Keys {@code journal.*} and {@code snapshot.*}.
 *
 * @param syncInterval how long an answered charge may be in memory only; used with {@link Sync#INTERVAL}
 * @param segmentSize octets of one journal file, 1 MiB to 1 GiB
 * @param archive absolute; where released journal files are copied to before they are used again, if anywhere
 * @param snapshotInterval between two snapshots of a shard
 * @param snapshotJournalMax octets of journal after which a snapshot is due before the interval is over
 * @param snapshotKeep how many of the newest snapshots are kept, with the journal from the oldest of them on; at least 2
 */
public record JournalSettings(
        Sync sync,
        Duration syncInterval,
        long segmentSize,
        Optional<Path> archive,
        Duration snapshotInterval,
        long snapshotJournalMax,
        int snapshotKeep) {

    /** When what was written is forced to the disk. */
    public enum Sync {
        /** Before it is answered, once for all requests that wait: nothing answered is ever lost. */
        BATCH,
        /** Every {@link JournalSettings#syncInterval}: a power failure loses that much. */
        INTERVAL,
        /** When the operating system likes: a killed process loses nothing, a power failure some seconds. */
        OS;

        /** As in the configuration. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static JournalSettings of(Settings settings, Optional<Path> archive) {
        return new JournalSettings(
                settings.get(ConfigKeys.JOURNAL_SYNC),
                settings.get(ConfigKeys.JOURNAL_SYNC_INTERVAL),
                settings.get(ConfigKeys.JOURNAL_SEGMENT_SIZE),
                archive,
                settings.get(ConfigKeys.SNAPSHOT_INTERVAL),
                settings.get(ConfigKeys.SNAPSHOT_JOURNAL_MAX),
                settings.get(ConfigKeys.SNAPSHOT_KEEP));
    }
}
