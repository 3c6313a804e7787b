package io.ocs.balance.store;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.StateObserver;
import io.ocs.core.state.Table;
import org.agrona.UnsafeApi;

/** What both stores have in common: slots and an index for each table, and the checks of {@link io.ocs.core.state.State}. */
abstract class IndexedAccountStore implements AccountStore {

    private final StoreCapacity capacity;
    private final EntrySlots[] entries = new EntrySlots[Table.COUNT];
    private final EntryIndex[] indexes = new EntryIndex[Table.COUNT];
    private StateObserver observer = StateObserver.NONE;

    /** Makes the slots of a table over blocks that the subclass gives. */
    IndexedAccountStore(StoreCapacity capacity) {
        this.capacity = capacity;
        for (Table table : Table.values()) {
            EntrySlots slots = new EntrySlots(table, capacity.of(table), number -> addBlock(table, number));
            entries[table.ordinal()] = slots;
            indexes[table.ordinal()] = new EntryIndex(slots, capacity.of(table));
        }
    }

    /** Memory for a further block of the table's entries, 64-aligned, all zero; {@link #NONE}: not now. Asked again whenever room is short. */
    abstract long addBlock(Table table, int number);

    final EntrySlots entries(Table table) {
        return entries[table.ordinal()];
    }

    /** Fills the index with the entries that live in restored blocks. */
    final void indexRestored(Table table) {
        EntrySlots slots = entries(table);
        slots.restored();
        for (int slot = 0; slot < slots.taken(); slot++) {
            long address = slots.entryAt(slot);
            if (address != NONE) {
                index(table).add(keyHigh(address), keyLow(address), slot);
            }
        }
    }

    private EntryIndex index(Table table) {
        return indexes[table.ordinal()];
    }

    private static long keyHigh(long address) {
        return UnsafeApi.getLong(address);
    }

    private static long keyLow(long address) {
        return UnsafeApi.getLong(address + Long.BYTES);
    }

    @Override
    public final void observer(StateObserver newObserver) {
        observer = newObserver;
    }

    @Override
    public final long find(Table table, long keyHigh, long keyLow) {
        int slot = index(table).find(keyHigh, keyLow);
        return slot == EntryIndex.NONE ? NONE : entries(table).address(slot);
    }

    @Override
    public final long change(Table table, long keyHigh, long keyLow) {
        long address = find(table, keyHigh, keyLow);
        if (address == NONE) {
            throw broken(table, keyHigh, keyLow, "does not exist");
        }
        observer.beforeChange(table, address);
        return address;
    }

    @Override
    public final long create(Table table, long keyHigh, long keyLow) {
        int slot = allocate(table, keyHigh, keyLow);
        long address = entries(table).address(slot);
        UnsafeApi.setMemory(address, table.entryLength(), (byte) 0);
        UnsafeApi.putLong(address, keyHigh);
        UnsafeApi.putLong(address + Long.BYTES, keyLow);
        return created(table, slot, address);
    }

    @Override
    public final long add(Table table, long from) {
        int slot = allocate(table, keyHigh(from), keyLow(from));
        long address = entries(table).address(slot);
        // A call into the JVM for each entry takes longer than to copy it.
        for (int at = 0; at < table.entryLength(); at += Long.BYTES) {
            UnsafeApi.putLong(address + at, UnsafeApi.getLong(from + at));
        }
        return created(table, slot, address);
    }

    /** A slot for an entry of this key, which must not exist. */
    private int allocate(Table table, long keyHigh, long keyLow) {
        if (room(table) < 1) {
            throw broken(
                    table, keyHigh, keyLow, size(table) < capacity(table) ? "finds no memory" : "finds the table full");
        }
        if (index(table).find(keyHigh, keyLow) != EntryIndex.NONE) {
            throw broken(table, keyHigh, keyLow, "exists already");
        }
        return entries(table).allocate();
    }

    private long created(Table table, int slot, long address) {
        index(table).add(keyHigh(address), keyLow(address), slot);
        observer.created(table, address);
        return address;
    }

    @Override
    public final void delete(Table table, long keyHigh, long keyLow) {
        free(table, detach(table, keyHigh, keyLow));
    }

    @Override
    public final long detach(Table table, long keyHigh, long keyLow) {
        long address = find(table, keyHigh, keyLow);
        if (address == NONE) {
            throw broken(table, keyHigh, keyLow, "does not exist");
        }
        observer.beforeChange(table, address);
        entries(table).lives(index(table).remove(keyHigh, keyLow), false);
        return address;
    }

    @Override
    public final void attach(Table table, long address) {
        int slot = slotOf(table, address);
        entries(table).lives(slot, true);
        index(table).add(keyHigh(address), keyLow(address), slot);
    }

    @Override
    public final void free(Table table, long address) {
        entries(table).free(slotOf(table, address));
    }

    private static IllegalStateException broken(Table table, long keyHigh, long keyLow, String what) {
        return new IllegalStateException(
                "entry " + Long.toHexString(keyHigh) + ":" + Long.toHexString(keyLow) + " of " + table + " " + what);
    }

    @Override
    public final long room(Table table) {
        EntrySlots slots = entries(table);
        return slots.grow() ? capacity(table) - slots.used() : slots.free();
    }

    @Override
    public final long size(Table table) {
        return index(table).size();
    }

    @Override
    public final long capacity(Table table) {
        return capacity.of(table);
    }

    @Override
    public final boolean mayContain(Table table, long keyHigh, long keyLow) {
        return index(table).mayContain(keyHigh, keyLow);
    }

    @Override
    public final long touch(Table table, long keyHigh, long keyLow) {
        return index(table).touch(keyHigh, keyLow);
    }

    @Override
    public final int slots(Table table) {
        return entries(table).taken();
    }

    @Override
    public final long entryAt(Table table, int slot) {
        return entries(table).entryAt(slot);
    }

    @Override
    public final int slotOf(Table table, long address) {
        return entries(table).slotOf(address);
    }

    @Override
    public final void clear() {
        for (Table table : Table.values()) {
            index(table).clear();
            entries(table).clear();
        }
    }
}
