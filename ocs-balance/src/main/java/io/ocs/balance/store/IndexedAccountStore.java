package io.ocs.balance.store;

import io.ocs.core.state.AccountStore;
import io.ocs.core.state.Table;
import org.agrona.UnsafeApi;

/** What both stores have in common: an index per table, and the checks of {@link io.ocs.core.state.State}. */
abstract class IndexedAccountStore implements AccountStore {

    private final StoreCapacity capacity;
    private final EntryIndex[] indexes = new EntryIndex[Table.COUNT];

    IndexedAccountStore(StoreCapacity capacity) {
        this.capacity = capacity;
        for (Table table : Table.values()) {
            indexes[table.ordinal()] = new EntryIndex(capacity.of(table));
        }
    }

    /** Memory for a new entry of this key, at least 8-aligned, whatever it holds. */
    abstract long allocate(Table table, long keyHigh, long keyLow);

    /** Takes back the memory of an entry. */
    abstract void free(Table table, long keyHigh, long keyLow, long address);

    /** Takes back all entries. */
    abstract void freeAll();

    final EntryIndex index(Table table) {
        return indexes[table.ordinal()];
    }

    @Override
    public final long find(Table table, long keyHigh, long keyLow) {
        return index(table).find(keyHigh, keyLow);
    }

    @Override
    public final long change(Table table, long keyHigh, long keyLow) {
        long address = index(table).find(keyHigh, keyLow);
        if (address == NONE) {
            throw broken(table, keyHigh, keyLow, "does not exist");
        }
        return address;
    }

    @Override
    public final long create(Table table, long keyHigh, long keyLow) {
        if (room(table) < 1) {
            throw broken(table, keyHigh, keyLow, "finds the table full");
        }
        if (index(table).find(keyHigh, keyLow) != NONE) {
            throw broken(table, keyHigh, keyLow, "exists already");
        }
        long address = allocate(table, keyHigh, keyLow);
        UnsafeApi.setMemory(address, table.entryLength(), (byte) 0);
        UnsafeApi.putLong(address, keyHigh);
        UnsafeApi.putLong(address + Long.BYTES, keyLow);
        index(table).add(keyHigh, keyLow, address);
        return address;
    }

    @Override
    public final void delete(Table table, long keyHigh, long keyLow) {
        long address = index(table).remove(keyHigh, keyLow);
        if (address == NONE) {
            throw broken(table, keyHigh, keyLow, "does not exist");
        }
        free(table, keyHigh, keyLow, address);
    }

    private static IllegalStateException broken(Table table, long keyHigh, long keyLow, String what) {
        return new IllegalStateException(
                "entry " + Long.toHexString(keyHigh) + ":" + Long.toHexString(keyLow) + " of " + table + " " + what);
    }

    @Override
    public final long room(Table table) {
        return capacity(table) - size(table);
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
    public final void forEach(Table table, Visitor visitor) {
        index(table).sweep(0, index(table).slotCount(), visitor);
    }

    @Override
    public final long sweep(Table table, long cursor, long slots, Visitor visitor) {
        return index(table).sweep(cursor, slots, visitor);
    }

    @Override
    public final long sweepLength(Table table) {
        return index(table).slotCount();
    }

    @Override
    public final void clear() {
        for (EntryIndex index : indexes) {
            index.clear();
        }
        freeAll();
    }
}
