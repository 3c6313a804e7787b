package io.ocs.balance.store;

import io.ocs.core.Hash128;
import io.ocs.core.state.AccountStore.Visitor;
import io.ocs.core.state.State;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Key → address of an entry that begins with this key: linear probing over native memory, at most two thirds full, so that a search is short
 * and always ends; a removal shifts its followers back, so there are no tombstones. Allocates nothing after construction. One thread;
 * {@link #mayContain} from any.
 */
final class EntryIndex {

    // slot: 0 hash of the key | 8 address of the entry, 0: empty
    private static final int SLOT_SHIFT = 4;
    private static final int ADDRESS = 8;
    private static final int SLOTS_MIN = 4;
    private static final int SLOTS_MAX = 1 << 26;

    /** Most entries of one index. */
    static final long CAPACITY_MAX = SLOTS_MAX / 3 * 2;

    private final UnsafeBuffer slots;
    private final int mask;
    private long size;

    EntryIndex(long capacity) {
        int count = Math.max(SLOTS_MIN, BitUtil.findNextPositivePowerOfTwo((int) (capacity + capacity / 2 + 1)));
        slots = new UnsafeBuffer(BufferUtil.allocateDirectAligned(count << SLOT_SHIFT, 64));
        mask = count - 1;
    }

    /** Address of the entry of this key, or {@link State#NONE}. */
    long find(long keyHigh, long keyLow) {
        int slot = slotOf(keyHigh, keyLow);
        return slot < 0 ? State.NONE : address(slot);
    }

    private int slotOf(long keyHigh, long keyLow) {
        long hash = Hash128.mix(keyHigh, keyLow);
        int slot = (int) hash & mask;
        for (long address = address(slot); address != 0; address = address(slot)) {
            if (hash(slot) == hash
                    && UnsafeApi.getLong(address) == keyHigh
                    && UnsafeApi.getLong(address + Long.BYTES) == keyLow) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    /** Whether an entry of a key with this hash is there, by reads that may see a change half done: a hint. */
    boolean mayContain(long keyHigh, long keyLow) {
        long hash = Hash128.mix(keyHigh, keyLow);
        int slot = (int) hash & mask;
        for (int probes = 0; probes <= mask; probes++) {
            if (slots.getLongVolatile((slot << SLOT_SHIFT) + ADDRESS) == 0) {
                return false;
            }
            if (slots.getLongVolatile(slot << SLOT_SHIFT) == hash) {
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    /** Adds an entry; its key must not be there, and there must be room. */
    void add(long keyHigh, long keyLow, long address) {
        long hash = Hash128.mix(keyHigh, keyLow);
        int slot = (int) hash & mask;
        while (address(slot) != 0) {
            slot = (slot + 1) & mask;
        }
        set(slot, hash, address);
        size++;
    }

    /** Removes the entry of this key and returns its address, or {@link State#NONE}. */
    long remove(long keyHigh, long keyLow) {
        int slot = slotOf(keyHigh, keyLow);
        if (slot < 0) {
            return State.NONE;
        }
        long address = address(slot);
        closeGap(slot);
        size--;
        return address;
    }

    private void closeGap(int gap) {
        int hole = gap;
        int next = (hole + 1) & mask;
        for (long address = address(next); address != 0; address = address(next)) {
            int home = (int) hash(next) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                set(hole, hash(next), address);
                hole = next;
            }
            next = (next + 1) & mask;
        }
        slots.putLongRelease((hole << SLOT_SHIFT) + ADDRESS, 0);
    }

    private void set(int slot, long hash, long address) {
        slots.putLongRelease(slot << SLOT_SHIFT, hash);
        slots.putLongRelease((slot << SLOT_SHIFT) + ADDRESS, address);
    }

    /** Visits the entries of {@code count} slots from {@code cursor} on, wrapping round; returns the slot behind the last one looked at. */
    long sweep(long cursor, long count, Visitor visitor) {
        int slot = (int) cursor & mask;
        for (long left = Math.min(count, slotCount()); left > 0; left--) {
            long address = address(slot);
            slot = (slot + 1) & mask;
            if (address != 0 && !visitor.visit(address)) {
                break;
            }
        }
        return slot;
    }

    long slotCount() {
        return mask + 1L;
    }

    long size() {
        return size;
    }

    void clear() {
        slots.setMemory(0, slots.capacity(), (byte) 0);
        size = 0;
    }

    private long hash(int slot) {
        return slots.getLong(slot << SLOT_SHIFT);
    }

    private long address(int slot) {
        return slots.getLong((slot << SLOT_SHIFT) + ADDRESS);
    }
}
