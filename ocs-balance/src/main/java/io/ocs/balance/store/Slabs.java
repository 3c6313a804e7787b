package io.ocs.balance.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/** Entries of one length in native memory, 64-aligned, taken from slabs that are made as they are needed. One thread. */
final class Slabs {

    private static final int ALIGNMENT = 64;
    private static final int SLAB_LENGTH = 1024 * 1024;

    private final int stride;
    private final List<ByteBuffer> slabs = new ArrayList<>();
    private final int entriesPerSlab;
    private long taken;
    private long firstFree;

    Slabs(int entryLength, long capacity) {
        stride = BitUtil.align(entryLength, ALIGNMENT);
        entriesPerSlab = (int) Math.min(capacity, SLAB_LENGTH / stride);
    }

    /** Address of an entry; its octets are not cleared. */
    long allocate() {
        if (firstFree != 0) {
            long address = firstFree;
            firstFree = UnsafeApi.getLong(address); // a free entry holds the address of the next one
            return address;
        }
        int slab = (int) (taken / entriesPerSlab);
        if (slab == slabs.size()) {
            slabs.add(BufferUtil.allocateDirectAligned(entriesPerSlab * stride, ALIGNMENT));
        }
        long address = BufferUtil.address(slabs.get(slab)) + taken % entriesPerSlab * stride;
        taken++;
        return address;
    }

    void free(long address) {
        UnsafeApi.putLong(address, firstFree);
        firstFree = address;
    }

    /** Frees all; the slabs are kept. */
    void clear() {
        taken = 0;
        firstFree = 0;
    }
}
