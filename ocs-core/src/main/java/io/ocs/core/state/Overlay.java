package io.ocs.core.state;

import io.ocs.core.Hash128;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The entries that a batch has touched, as copies over the image: decisions of a batch see the ones before them, and nothing reaches the image
 * before the batch is durable. {@link #savepoint} and {@link #rollback} make one command traceless. All memory is reused; nothing is allocated
 * after construction. One thread.
 */
public final class Overlay implements State {

    /** Octets that one command may touch at most, old copies included: {@link #hasRoom} keeps as much free. */
    private static final int COMMAND_MAX = 256 * 1024;

    private static final int COMMAND_ENTRIES_MAX = 512;

    private final AccountStore image;
    private final ByteBuffer memory;
    private final long base;
    private final int capacity;
    private int used;

    private final int[] buckets;
    private final Table[] tables;
    private final long[] keyHigh;
    private final long[] keyLow;
    private final long[] imageAddress;
    private final long[] address;
    private final boolean[] alive;
    private final int[] savedAt;
    private final int[] created = new int[Table.COUNT];
    private int count;

    private final Undo undo;
    private final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer to = new UnsafeBuffer(0, 0);
    private int savepoint;
    private int countAtSavepoint;

    /**
     * @param entriesMax entries that one batch may touch, a power of two
     * @param capacity octets of copies that one batch may hold
     */
    public Overlay(AccountStore image, int entriesMax, int capacity) {
        if (Integer.bitCount(entriesMax) != 1 || entriesMax < 2 * COMMAND_ENTRIES_MAX || capacity < 2 * COMMAND_MAX) {
            throw new IllegalArgumentException(
                    "an overlay of " + entriesMax + " entries and " + capacity + " octets is too small");
        }
        this.image = image;
        this.capacity = capacity;
        memory = ByteBuffer.allocateDirect(capacity + 8);
        base = (BufferUtil.address(memory) + 7) & ~7L;
        buckets = new int[4 * entriesMax];
        tables = new Table[entriesMax];
        keyHigh = new long[entriesMax];
        keyLow = new long[entriesMax];
        imageAddress = new long[entriesMax];
        address = new long[entriesMax];
        alive = new boolean[entriesMax];
        savedAt = new int[entriesMax];
        undo = new Undo(COMMAND_ENTRIES_MAX);
    }

    /** Whether a further command of any size may be decided in this batch. */
    public boolean hasRoom() {
        return capacity - used >= COMMAND_MAX && tables.length - count >= COMMAND_ENTRIES_MAX;
    }

    @Override
    public long find(Table table, long high, long low) {
        int slot = lookUp(table, high, low);
        if (slot < 0) {
            return image.find(table, high, low);
        }
        return alive[slot] ? address[slot] : NONE;
    }

    @Override
    public long change(Table table, long high, long low) {
        int slot = lookUp(table, high, low);
        if (slot < 0) {
            slot = add(table, high, low, image.find(table, high, low));
            if (imageAddress[slot] == NONE) {
                throw new IllegalStateException("no entry to change in " + table);
            }
            copy(imageAddress[slot], address[slot], table.entryLength());
            alive[slot] = true;
            return address[slot];
        }
        if (!alive[slot]) {
            throw new IllegalStateException("the entry to change was deleted in " + table);
        }
        save(slot);
        return address[slot];
    }

    @Override
    public long create(Table table, long high, long low) {
        int slot = lookUp(table, high, low);
        if (slot < 0) {
            slot = add(table, high, low, image.find(table, high, low));
            if (imageAddress[slot] != NONE) {
                throw new IllegalStateException("the entry to create exists in " + table);
            }
        } else {
            if (alive[slot]) {
                throw new IllegalStateException("the entry to create exists in " + table);
            }
            save(slot);
        }
        to.wrap(address[slot], table.entryLength());
        to.setMemory(0, table.entryLength(), (byte) 0);
        to.putLong(0, high);
        to.putLong(8, low);
        alive[slot] = true;
        created[table.ordinal()]++;
        return address[slot];
    }

    @Override
    public void delete(Table table, long high, long low) {
        change(table, high, low);
        alive[lookUp(table, high, low)] = false;
        created[table.ordinal()]--;
    }

    @Override
    public long room(Table table) {
        return image.room(table) - Math.max(0, created[table.ordinal()]);
    }

    /** From here on {@link #rollback} leads back to here. */
    public void savepoint() {
        savepoint++;
        countAtSavepoint = count;
        undo.clear();
    }

    /** Undoes everything since the savepoint. */
    public void rollback() {
        undo.restore();
        while (count > countAtSavepoint) {
            count--;
            if (alive[count] && imageAddress[count] == NONE) {
                created[tables[count].ordinal()]--;
            } else if (!alive[count] && imageAddress[count] != NONE) {
                created[tables[count].ordinal()]++;
            }
            buckets[bucketOf(count)] = 0;
        }
    }

    /** Writes everything into the image; the batch is durable. */
    public void applyToImage() {
        for (int slot = 0; slot < count; slot++) { // first what makes room
            if (imageAddress[slot] != NONE && !alive[slot]) {
                image.delete(tables[slot], keyHigh[slot], keyLow[slot]);
            }
        }
        for (int slot = 0; slot < count; slot++) {
            if (alive[slot]) {
                long target = imageAddress[slot] != NONE
                        ? imageAddress[slot]
                        : image.create(tables[slot], keyHigh[slot], keyLow[slot]);
                copy(address[slot], target, tables[slot].entryLength());
            }
        }
        drop();
    }

    /** Forgets everything. */
    public void drop() {
        for (int slot = count - 1; slot >= 0; slot--) {
            buckets[bucketOf(slot)] = 0;
        }
        count = 0;
        used = 0;
        Arrays.fill(created, 0);
        countAtSavepoint = 0;
        undo.clear();
    }

    private int lookUp(Table table, long high, long low) {
        int mask = buckets.length - 1;
        for (int at = home(table, high, low) & mask; buckets[at] != 0; at = (at + 1) & mask) {
            int slot = buckets[at] - 1;
            if (keyLow[slot] == low && keyHigh[slot] == high && tables[slot] == table) {
                return slot;
            }
        }
        return -1;
    }

    private int bucketOf(int slot) {
        int mask = buckets.length - 1;
        int at = home(tables[slot], keyHigh[slot], keyLow[slot]) & mask;
        while (buckets[at] != slot + 1) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int home(Table table, long high, long low) {
        return (int) Hash128.mix(high, low) + table.ordinal();
    }

    private int add(Table table, long high, long low, long inImage) {
        int slot = count;
        if (slot == tables.length || capacity - used < table.entryLength()) {
            throw new IllegalStateException("one command touches more than an overlay can hold");
        }
        count++;
        tables[slot] = table;
        keyHigh[slot] = high;
        keyLow[slot] = low;
        imageAddress[slot] = inImage;
        address[slot] = base + used;
        alive[slot] = false;
        savedAt[slot] = savepoint;
        used += table.entryLength();
        int mask = buckets.length - 1;
        int at = home(table, high, low) & mask;
        while (buckets[at] != 0) {
            at = (at + 1) & mask;
        }
        buckets[at] = slot + 1;
        return slot;
    }

    private void save(int slot) {
        if (savedAt[slot] != savepoint) {
            savedAt[slot] = savepoint;
            undo.save(slot);
        }
    }

    private void copy(long source, long target, int length) {
        from.wrap(source, length);
        to.wrap(target, length);
        to.putBytes(0, from, 0, length);
    }

    /** Copies of entries that an earlier command of the batch had touched, as they were at the savepoint. */
    private final class Undo {

        private final int[] slots;
        private final long[] copies;
        private final boolean[] wasAlive;
        private int saved;

        Undo(int entriesMax) {
            slots = new int[entriesMax];
            copies = new long[entriesMax];
            wasAlive = new boolean[entriesMax];
        }

        void clear() {
            saved = 0;
        }

        void save(int slot) {
            int length = tables[slot].entryLength();
            if (saved == slots.length || capacity - used < length) {
                throw new IllegalStateException("one command touches more than an overlay can hold");
            }
            slots[saved] = slot;
            wasAlive[saved] = alive[slot];
            copies[saved] = base + used;
            copy(address[slot], copies[saved], length);
            used += length;
            saved++;
        }

        void restore() {
            for (int i = saved - 1; i >= 0; i--) {
                int slot = slots[i];
                Table table = tables[slot];
                if (alive[slot] != wasAlive[i]) {
                    created[table.ordinal()] += wasAlive[i] ? 1 : -1;
                }
                alive[slot] = wasAlive[i];
                copy(copies[i], address[slot], table.entryLength());
            }
            saved = 0;
        }
    }
}
