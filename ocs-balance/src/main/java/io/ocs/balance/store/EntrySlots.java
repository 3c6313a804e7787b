package io.ocs.balance.store;

import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * The entries of one table in numbered slots of equal length, laid out in blocks of native memory: number → address by a shift and a
 * multiplication. A slot's number never changes while an entry lives in it. Behind each entry stand its number and whether it lives, so that
 * blocks that outlive the process tell what is in them. One thread; {@link #address} from any for a number that an index gave.
 */
final class EntrySlots {

    /** Gives blocks of native memory, 64-aligned, whatever they hold; {@link State#NONE}: not now. */
    @FunctionalInterface
    interface Blocks {
        long add(int number);
    }

    /** With fewer free slots a further block is asked for: more than one command takes. */
    private static final int FREE_MIN = 256;

    // slot: the entry | number i32 | lives i32 (1 yes, 0 no); a free slot begins with the number of the next free one,
    // plus 1
    private static final int TRAILER = 8;
    private static final int ALIGNMENT = 64;
    private static final int ENTRIES_PER_BLOCK_MAX = 1024;

    private final Table table;
    private final int stride;
    private final int shift;
    private final int mask;
    private final Blocks source;
    private final long[] blocks;
    private int blockCount;
    private int taken;
    private int firstFree;
    private int used;

    EntrySlots(Table table, long capacity, Blocks source) {
        this.table = table;
        this.source = source;
        stride = stride(table);
        int perBlock = entriesPerBlock(capacity);
        shift = Integer.numberOfTrailingZeros(perBlock);
        mask = perBlock - 1;
        blocks = new long[blocks(capacity)];
    }

    private static int stride(Table table) {
        return BitUtil.align(table.entryLength() + TRAILER, ALIGNMENT);
    }

    private static int entriesPerBlock(long capacity) {
        return (int) Math.min(ENTRIES_PER_BLOCK_MAX, BitUtil.findNextPositivePowerOfTwo(capacity));
    }

    /** Blocks that hold {@code capacity} entries. */
    static int blocks(long capacity) {
        int perBlock = entriesPerBlock(capacity);
        return (int) ((capacity + perBlock - 1) / perBlock);
    }

    /** Octets of one block. */
    static int blockLength(Table table, long capacity) {
        return entriesPerBlock(capacity) * stride(table);
    }

    /** Takes a block that was filled in an earlier life of its memory; to be called in the order of their numbers, then {@link #restored}. */
    void restore(long block) {
        blocks[blockCount++] = block;
    }

    /** Finds out which slots of the restored blocks hold living entries. */
    void restored() {
        taken = blockCount << shift;
        while (taken > 0 && !lives(taken - 1)) {
            taken--;
        }
        for (int slot = taken - 1; slot >= 0; slot--) {
            if (lives(slot)) {
                used++;
            } else {
                chain(slot);
            }
        }
    }

    /** Slots that can be allocated in the blocks that stand. */
    int free() {
        return (blockCount << shift) - used;
    }

    /** Whether fewer are free than a command may need, and blocks are left to be asked for. */
    boolean needsToGrow() {
        return free() < FREE_MIN && blockCount < blocks.length;
    }

    /**
     * Sees to it that enough slots for a command are free, or all there are.
     *
     * @return false if the source cannot give a block now
     */
    boolean grow() {
        while (needsToGrow()) {
            long block = source.add(blockCount);
            if (block == State.NONE) {
                return false;
            }
            blocks[blockCount++] = block;
        }
        return true;
    }

    /** A slot for a new entry, living, its octets not cleared; one must be {@link #free}. */
    int allocate() {
        int slot = firstFree == 0 ? taken++ : takeFree();
        long trailer = address(slot) + table.entryLength();
        UnsafeApi.putInt(trailer, slot);
        UnsafeApi.putInt(trailer + 4, 1);
        used++;
        return slot;
    }

    private int takeFree() {
        int slot = firstFree - 1;
        firstFree = UnsafeApi.getInt(address(slot));
        return slot;
    }

    /** Takes back the slot of an entry that does not live any more. */
    void free(int slot) {
        chain(slot);
        used--;
    }

    private void chain(int slot) {
        UnsafeApi.putInt(address(slot), firstFree);
        firstFree = slot + 1;
    }

    /** Address of a slot. */
    long address(int slot) {
        return blocks[slot >>> shift] + (long) (slot & mask) * stride;
    }

    /** The slot of the entry at that address. */
    int slotOf(long address) {
        return UnsafeApi.getInt(address + table.entryLength());
    }

    boolean lives(int slot) {
        return UnsafeApi.getInt(address(slot) + table.entryLength() + 4) != 0;
    }

    /** Marks the entry as living or not; it keeps its slot until {@link #free}. */
    void lives(int slot, boolean value) {
        UnsafeApi.putInt(address(slot) + table.entryLength() + 4, value ? 1 : 0);
    }

    /** The living entry in that slot, or {@link State#NONE}. */
    long entryAt(int slot) {
        return lives(slot) ? address(slot) : State.NONE;
    }

    /** Slots ever taken: all entries lie in slots below it. */
    int taken() {
        return taken;
    }

    /** Slots in use, those of entries that do not live any more included. */
    int used() {
        return used;
    }

    /** Frees all; the blocks are kept. */
    void clear() {
        for (int slot = 0; slot < taken; slot++) {
            lives(slot, false);
        }
        taken = 0;
        firstFree = 0;
        used = 0;
    }
}
