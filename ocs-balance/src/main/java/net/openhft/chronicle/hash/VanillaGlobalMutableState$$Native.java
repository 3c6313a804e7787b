package net.openhft.chronicle.hash;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * What a Chronicle Map says about itself behind the header of its file, in native memory. Chronicle looks for a class of this very name, and if there
 * is none it writes one and has the Java compiler translate it, in every new process: three seconds of processor time before the first map stands. So
 * it is here, with the layout that Chronicle would choose; a test compares the two, and fails if another version of Chronicle wants another class.
 */
public final class VanillaGlobalMutableState$$Native implements VanillaGlobalMutableState {

    // 0 allocated extra tier bulks, 3 octets | 3 first free tier index, 5 | 8 extra tiers in use, 5
    // 13 segment headers offset, 4 | 17 data store size, 8
    private static final int EXTRA_TIER_BULKS = 0;
    private static final int FIRST_FREE_TIER = 3;
    private static final int EXTRA_TIERS = 8;
    private static final int SEGMENT_HEADERS = 13;
    private static final int DATA_STORE_SIZE = 17;
    private static final int LENGTH = 25;

    private BytesStore<?, ?> bytes;
    private long start;

    /** The unsigned number in {@code octets} octets, 1 to 8, the lowest first. */
    private long get(int at, int octets) {
        long value = 0;
        for (int i = octets - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | bytes.readUnsignedByte(start + at + i);
        }
        return value;
    }

    private void set(int at, int octets, long value) {
        if (value < 0 || (octets < Long.BYTES && value >>> (octets * Byte.SIZE) != 0)) {
            throw new IllegalArgumentException(value + " does not fit into " + octets + " octets");
        }
        for (int i = 0; i < octets; i++) {
            bytes.writeByte(start + at + i, (byte) (value >>> (i * Byte.SIZE)));
        }
    }

    @Override
    public int getAllocatedExtraTierBulks() {
        return (int) get(EXTRA_TIER_BULKS, 3);
    }

    @Override
    public void setAllocatedExtraTierBulks(int allocatedExtraTierBulks) {
        set(EXTRA_TIER_BULKS, 3, allocatedExtraTierBulks);
    }

    @Override
    public long getFirstFreeTierIndex() {
        return get(FIRST_FREE_TIER, 5);
    }

    @Override
    public void setFirstFreeTierIndex(long firstFreeTierIndex) {
        set(FIRST_FREE_TIER, 5, firstFreeTierIndex);
    }

    @Override
    public long getExtraTiersInUse() {
        return get(EXTRA_TIERS, 5);
    }

    @Override
    public void setExtraTiersInUse(long extraTiersInUse) {
        set(EXTRA_TIERS, 5, extraTiersInUse);
    }

    @Override
    public long getSegmentHeadersOffset() {
        return get(SEGMENT_HEADERS, 4);
    }

    @Override
    public void setSegmentHeadersOffset(long segmentHeadersOffset) {
        set(SEGMENT_HEADERS, 4, segmentHeadersOffset);
    }

    @Override
    public long getDataStoreSize() {
        return get(DATA_STORE_SIZE, 8);
    }

    @Override
    public void setDataStoreSize(long dataStoreSize) {
        set(DATA_STORE_SIZE, 8, dataStoreSize);
    }

    @Override
    public long addDataStoreSize(long addition) {
        long sum = Math.addExact(getDataStoreSize(), addition);
        setDataStoreSize(sum);
        return sum;
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public void bytesStore(BytesStore bytesStore, long offset, long length) {
        if (length != LENGTH || offset + length > bytesStore.capacity()) {
            throw new IllegalArgumentException(
                    length + " octets at " + offset + " of " + bytesStore.capacity() + ", " + LENGTH + " are wanted");
        }
        bytes = bytesStore;
        start = offset;
    }

    @Override
    public BytesStore<?, ?> bytesStore() {
        return bytes;
    }

    @Override
    public long offset() {
        return start;
    }

    @Override
    public long maxSize() {
        return LENGTH;
    }
}
