package io.ocs.core.state;

/**
 * The image of one shard: entries of fixed layout in native memory that never move. Reading and writing by the shard's thread only;
 * {@link #mayContain} from any thread. It is an image, never the truth: after an unclean stop it is built anew from the journal.
 *
 * <p>One implementation keeps entries in memory-mapped files through Chronicle Map, one in plain native memory; one contract test
 * serves both.
 */
public interface AccountStore extends State, AutoCloseable {

    /** Visits entries; returns false to stop. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(long address);
    }

    /** Entries in the table. */
    long size(Table table);

    /** Entries that the table can hold. */
    long capacity(Table table);

    /**
     * Whether an entry of this key is likely there: a hint for routing, read without locks from any thread while the shard writes.
     * It may be late by one batch and, rarely, wrong; the shard checks again.
     */
    boolean mayContain(Table table, long keyHigh, long keyLow);

    /** Visits all entries, in no order. Must not create or delete meanwhile. */
    void forEach(Table table, Visitor visitor);

    /**
     * Visits the entries of up to {@code slots} index slots from {@code cursor} on, wrapping round at the end: the hand of a clock with which
     * expired entries are found. The visitor must not create or delete.
     *
     * @return the cursor for the next call
     */
    long sweep(Table table, long cursor, long slots, Visitor visitor);

    /** Slots that a full turn of {@link #sweep} visits. */
    long sweepLength(Table table);

    /** Removes all entries of all tables: before a rebuild from the journal. */
    void clear();

    /** Writes what is in memory to its files (nothing for plain memory) so that a clean stop can mark the image as good. */
    void force();

    @Override
    void close();
}
