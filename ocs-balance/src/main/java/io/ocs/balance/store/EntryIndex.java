package io.ocs.balance.store;

import io.ocs.core.Hash128;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Key → slot of the entry that begins with this key: linear probing over native memory, at most two thirds full, so that a search is short
 * and always ends; a removal shifts its followers back, so there are no tombstones. Eight octets a place, so that a search touches one cache line
 * here and one of the entry. Allocates nothing after construction. One thread; {@link #mayContain} from any.
 */
final class EntryIndex {

    // place, i64: 0 to 31 slot of the entry plus 1, 0: empty | 32 to 63 low half of the key's hash, whose low bits are
    // the home place
    private static final int PLACE_SHIFT = 3;
    private static final int PLACES_MIN = 4;
    private static final int PLACES_MAX = 1 << 27;
    private static final long SLOT = 0xffff_ffffL;

    /** Most entries of one index. */
    static final long CAPACITY_MAX = PLACES_MAX / 3 * 2;

    /** No such entry. */
    static final int NONE = -1;

    private final EntrySlots entries;
    private final ByteBuffer memory;
    private final long base;
    private final int mask;
    private long size;

    EntryIndex(EntrySlots entries, long capacity) {
        this.entries = entries;
        int count = Math.max(PLACES_MIN, BitUtil.findNextPositivePowerOfTwo((int) (capacity + capacity / 2 + 1)));
        memory = BufferUtil.allocateDirectAligned(count << PLACE_SHIFT, 64);
        base = BufferUtil.address(memory);
        mask = count - 1;
    }

    /** Slot of the entry of this key, or {@link #NONE}. */
    int find(long keyHigh, long keyLow) {
        int place = placeOf(keyHigh, keyLow);
        return place < 0 ? NONE : slot(word(place));
    }

    private int placeOf(long keyHigh, long keyLow) {
        int hash = (int) Hash128.mix(keyHigh, keyLow);
        int place = hash & mask;
        for (long word = word(place); word != 0; word = word(place)) {
            if (hash(word) == hash && hasKey(entries.address(slot(word)), keyHigh, keyLow)) {
                return place;
            }
            place = (place + 1) & mask;
        }
        return NONE;
    }

    private static boolean hasKey(long address, long keyHigh, long keyLow) {
        return UnsafeApi.getLong(address) == keyHigh && UnsafeApi.getLong(address + Long.BYTES) == keyLow;
    }

    /** Whether an entry of this key is there, by reads that may see a change half done: a hint. */
    boolean mayContain(long keyHigh, long keyLow) {
        int hash = (int) Hash128.mix(keyHigh, keyLow);
        int place = hash & mask;
        for (int probes = 0; probes <= mask; probes++) {
            long word = UnsafeApi.getLongVolatile(null, address(place));
            if (word == 0) {
                return false;
            }
            if (hash(word) == hash && hasKey(entries.address(slot(word)), keyHigh, keyLow)) {
                return true;
            }
            place = (place + 1) & mask;
        }
        return false;
    }

    /** Adds an entry; its key must not be there, and there must be room. */
    void add(long keyHigh, long keyLow, int slot) {
        int hash = (int) Hash128.mix(keyHigh, keyLow);
        int place = hash & mask;
        while (word(place) != 0) {
            place = (place + 1) & mask;
        }
        word(place, (long) hash << 32 | slot + 1L);
        size++;
    }

    /** Removes the entry of this key and returns its slot, or {@link #NONE}. */
    int remove(long keyHigh, long keyLow) {
        int place = placeOf(keyHigh, keyLow);
        if (place < 0) {
            return NONE;
        }
        int slot = slot(word(place));
        closeGap(place);
        size--;
        return slot;
    }

    private void closeGap(int gap) {
        int hole = gap;
        int next = (hole + 1) & mask;
        for (long word = word(next); word != 0; word = word(next)) {
            int home = hash(word) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                word(hole, word);
                hole = next;
            }
            next = (next + 1) & mask;
        }
        word(hole, 0);
    }

    /** Brings the place of this key near the processor, so that a search that comes soon need not wait; returns what it read. */
    long touch(long keyHigh, long keyLow) {
        return word((int) Hash128.mix(keyHigh, keyLow) & mask);
    }

    long size() {
        return size;
    }

    void clear() {
        UnsafeApi.setMemory(base, (long) memory.capacity(), (byte) 0);
        size = 0;
    }

    private static int slot(long word) {
        return (int) (word & SLOT) - 1;
    }

    private static int hash(long word) {
        return (int) (word >>> 32);
    }

    private long address(int place) {
        return base + ((long) place << PLACE_SHIFT);
    }

    private long word(int place) {
        return UnsafeApi.getLong(address(place));
    }

    private void word(int place, long value) {
        UnsafeApi.putLongRelease(null, address(place), value);
    }
}
