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

    /** Who is told of changes from now on; {@link StateObserver#NONE} for nobody. */
    void observer(StateObserver observer);

    /**
     * Adds a copy of a whole entry, the {@link Table#entryLength()} octets at {@code from}, key first. It must not exist, and {@link #room} must have
     * been checked.
     *
     * @return its address
     */
    long add(Table table, long from);

    /**
     * Takes an entry that exists out of its table: it is not found any more, but its memory stays as it is until {@link #free} or {@link #attach}.
     *
     * @return its address
     */
    long detach(Table table, long keyHigh, long keyLow);

    /** Puts a detached entry back. */
    void attach(Table table, long address);

    /** Gives the memory of a detached entry to others; only then is there room again. */
    void free(Table table, long address);

    /** All entries of the table lie in slots from 0 below this. A slot is an entry's place as long as it lives. */
    int slots(Table table);

    /** Address of the entry in a slot, or {@link #NONE} if none lives there. */
    long entryAt(Table table, int slot);

    /** The slot of an entry. */
    int slotOf(Table table, long address);

    /**
     * Reads what a search for this key will read first, so that a search that comes soon need not wait for memory.
     *
     * @return something that depends on what was read
     */
    long touch(Table table, long keyHigh, long keyLow);

    /** Visits all entries, in no order, until the visitor returns false. It must not create or delete. */
    default void forEach(Table table, Visitor visitor) {
        sweep(table, 0, slots(table), visitor);
    }

    /**
     * Visits the entries in up to {@code count} slots from {@code cursor} on, wrapping round at the end: the hand of a clock with which
     * expired entries are found. The visitor must not create or delete.
     *
     * @return the cursor for the next call
     */
    default long sweep(Table table, long cursor, long count, Visitor visitor) {
        int slots = slots(table);
        long at = cursor < slots ? cursor : 0;
        for (long left = Math.min(count, slots); left > 0; left--) {
            long address = entryAt(table, (int) at);
            at = at + 1 == slots ? 0 : at + 1;
            if (address != NONE && !visitor.visit(address)) {
                break;
            }
        }
        return at;
    }

    /** Removes all entries of all tables: before a rebuild from the journal. */
    void clear();

    /** Writes what is in memory to its files (nothing for plain memory) so that a clean stop can mark the image as good. */
    void force();

    @Override
    void close();
}
