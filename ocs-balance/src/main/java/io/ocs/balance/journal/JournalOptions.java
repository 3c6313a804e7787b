package io.ocs.balance.journal;

/**
 * How a journal is written.
 *
 * @param segmentSize octets of a new segment file, at least 8 KiB, a multiple of 8; the longest batch and {@value
 *     SegmentHeader#LENGTH} octets must fit ({@code journal.segment-size})
 * @param sync when batches are forced ({@code journal.sync})
 * @param intervalMs for {@link SyncMode#INTERVAL}: how often, 1 .. 60 000
 */
public record JournalOptions(long segmentSize, SyncMode sync, long intervalMs) {

    private static final long SEGMENT_SIZE_MIN = 8 * 1024;
    private static final long SEGMENT_SIZE_MAX = Integer.MAX_VALUE & ~7;

    public JournalOptions {
        if (segmentSize < SEGMENT_SIZE_MIN || segmentSize > SEGMENT_SIZE_MAX || (segmentSize & 7) != 0) {
            throw new IllegalArgumentException("journal.segment-size of " + segmentSize
                    + " octets: must be a multiple of 8 from " + SEGMENT_SIZE_MIN + " to " + SEGMENT_SIZE_MAX);
        }
        if (intervalMs < 1 || intervalMs > 60_000) {
            throw new IllegalArgumentException("journal interval of " + intervalMs + " ms: must be 1 to 60000");
        }
    }

    /** Batches forced one by one, in segments of {@code segmentSize}. */
    public static JournalOptions batch(long segmentSize) {
        return new JournalOptions(segmentSize, SyncMode.BATCH, 100);
    }
}
