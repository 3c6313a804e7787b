package io.ocs.balance.store;

import io.ocs.core.state.Table;

/** The image in plain native memory, which grows as entries come; nothing of it outlives the process. For simulators and tests. */
public final class MemoryAccountStore extends IndexedAccountStore {

    private final Slabs[] slabs = new Slabs[Table.COUNT];

    public MemoryAccountStore(StoreCapacity capacity) {
        super(capacity);
        for (Table table : Table.values()) {
            slabs[table.ordinal()] = new Slabs(table.entryLength(), capacity.of(table));
        }
    }

    @Override
    long allocate(Table table, long keyHigh, long keyLow) {
        return slabs[table.ordinal()].allocate();
    }

    @Override
    void free(Table table, long keyHigh, long keyLow, long address) {
        slabs[table.ordinal()].free(address);
    }

    @Override
    void freeAll() {
        for (Slabs tableSlabs : slabs) {
            tableSlabs.clear();
        }
    }

    @Override
    public void force() {
        // there is no file
    }

    @Override
    public void close() {
        // the memory goes with its buffers, once no thread looks at the index any more
    }
}
