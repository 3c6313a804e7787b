package io.ocs.core.journal;

/**
 * The truth of one shard: an append-only sequence of batches. Positions count octets of frames from the very first batch on and never
 * repeat. {@link #commit} belongs to one thread, the shard's or one that commits for it; everything else may be called from any thread.
 */
public interface Journal extends AutoCloseable {

    /** How a commit ended. */
    enum Commit {
        /** The batch is as durable as {@code journal.sync} says. */
        DURABLE,
        /** Nothing of the batch is in the journal, and that is durable: its requests may be refused. */
        LOST,
        /** The journal can promise nothing any more: nothing of the batch may be answered, and the shard must stop. */
        BROKEN
    }

    /** Writes and forces the batch as a whole. Blocks; allocates nothing. */
    Commit commit(JournalBatch batch);

    /**
     * How many of the first {@code count} batches, at least one, can be committed together. Called by the thread that commits, before {@link
     * #commit(JournalBatch[], int)}.
     */
    default int fitting(JournalBatch[] batches, int count) {
        return 1;
    }

    /**
     * Writes and forces the first {@code count} batches with one force, for as many as {@link #fitting} allows. The outcome is that of all of them. Blocks;
     * allocates nothing.
     */
    default Commit commit(JournalBatch[] batches, int count) {
        if (count != 1) {
            throw new IllegalArgumentException("this journal commits one batch at a time, not " + count);
        }
        return commit(batches[0]);
    }

    /**
     * Whether there is room for what is under way only: sessions that are open should be able to end, so new ones are refused. It may be asked for each
     * request.
     */
    default boolean isShortOfRoom() {
        return false;
    }

    /** Position behind the last batch committed, as durable as {@code journal.sync} says: a reader must not go beyond. */
    long committedPosition();

    /** Position of the oldest batch that can still be read: what lay before it was released. */
    default long firstPosition() {
        return 0;
    }

    /** Rises at every restore and lost tail; stands in the names and rows of charging data records. */
    int epoch();

    /**
     * Position at which the first epoch after {@code epoch} begins; {@link Long#MAX_VALUE} if there is none. What lay behind it in {@code epoch} was
     * lost. If its first segments are released, the position of the first one kept. A journal that cannot lose its tail has one epoch.
     */
    default long epochEnd(int epoch) {
        return Long.MAX_VALUE;
    }

    /**
     * A reader that begins with the batch at {@code position}: 0, a {@link JournalReader#position()}, or {@link #committedPosition()}.
     *
     * @throws JournalException if no batch begins there, or its segment is gone
     */
    JournalReader read(long position);

    /** Releases segments that lie wholly before {@code position}: nobody will read them again. */
    void release(long position);

    @Override
    void close();
}
