package io.ocs.server.backup;

import io.ocs.balance.journal.SegmentJournal;
import io.ocs.balance.snapshot.SnapshotFolder;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What a backup reads of one shard.
 *
 * @param folder that holds {@code journal} and {@code snapshots}
 * @param cdrsNeedFrom journal position before which neither files nor billing database need anything any more
 */
public record ShardSource(
        int shard, Path folder, SegmentJournal journal, SnapshotFolder snapshots, LongSupplier cdrsNeedFrom) {}
