package io.ocs.balance.journal;

import io.ocs.core.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;

/** Begins a later epoch at the end of a journal that nobody has open: what is charged from there on gets keys that no other life of it has given. */
public final class JournalEpoch {

    private JournalEpoch() {}

    /**
     * Reads the whole journal, and adds an empty segment that begins at its end with {@code epoch}; durable when it returns.
     *
     * @param end position behind the last batch: where the journal must end
     * @param segmentSize octets of the new segment, as in {@link JournalOptions}
     * @throws JournalException if the journal is damaged, does not end there, or is of that epoch or a later one; nothing was changed
     */
    public static void begin(Path folder, int shard, long end, int epoch, long segmentSize) {
        try (FolderStorage storage = new FolderStorage(folder)) {
            SegmentRecovery.Found found = new SegmentRecovery(storage, shard, segmentSize).recover();
            check(folder, found, end, epoch);
            long number = found.last().number() + 1;
            String name = SegmentHeader.fileName(number);
            storage.create(name, segmentSize);
            try (SegmentStorage.File file = storage.open(name)) {
                new SegmentHeader(shard, number, end, epoch, segmentSize, true).writeTo(file);
            }
        } catch (IOException e) {
            throw new JournalException("the journal in " + folder + " cannot be given its next segment: " + e, e);
        }
    }

    private static void check(Path folder, SegmentRecovery.Found found, long end, int epoch) {
        if (found.segments().isEmpty() || found.end() != end || found.tailCut()) {
            throw new JournalException("the journal in " + folder + " ends at position " + found.end()
                    + (found.tailCut() ? " with a torn batch" : "") + ", not at " + end);
        }
        if (found.last().epoch() >= epoch) {
            throw new JournalException("the journal in " + folder + " is in epoch "
                    + found.last().epoch() + ": epoch " + epoch + " is no later one");
        }
    }
}
