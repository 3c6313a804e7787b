package io.ocs.balance.store;

import io.ocs.core.state.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;

/** The image in plain native memory, which grows as entries come; nothing of it outlives the process. For simulators and tests. */
public final class MemoryAccountStore extends IndexedAccountStore {

    private static final int ALIGNMENT = 64;

    private final List<ByteBuffer> blocks = new ArrayList<>();

    public MemoryAccountStore(StoreCapacity capacity) {
        super(capacity);
    }

    @Override
    long addBlock(Table table, int number) {
        ByteBuffer block = BufferUtil.allocateDirectAligned(EntrySlots.blockLength(table, capacity(table)), ALIGNMENT);
        blocks.add(block);
        return BufferUtil.address(block);
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
