package io.ocs.server.config;

import java.time.Duration;

/**
 * Keys {@code journal.*} and {@code snapshot.interval}.
 *
 * @param syncInterval how long an answered charge may be in memory only; used with {@link Sync#INTERVAL}
 * @param segmentSize octets of one journal file, 1 MiB to 1 GiB
 */
public record JournalSettings(Sync sync, Duration syncInterval, long segmentSize, Duration snapshotInterval) {

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

    static JournalSettings of(Settings settings) {
        return new JournalSettings(
                settings.get(ConfigKeys.JOURNAL_SYNC),
                settings.get(ConfigKeys.JOURNAL_SYNC_INTERVAL),
                settings.get(ConfigKeys.JOURNAL_SEGMENT_SIZE),
                settings.get(ConfigKeys.SNAPSHOT_INTERVAL));
    }
}
