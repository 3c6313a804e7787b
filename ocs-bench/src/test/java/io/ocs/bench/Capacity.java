package io.ocs.bench;

/** So many requests in each tenth of a second, and no more. */
final class Capacity {
    private static final long SLICE_NANOS = 100_000_000;
    private static final int SLICES_PER_SECOND = 10;

    private final long perSlice;
    private long slice = Long.MIN_VALUE;
    private long taken;

    Capacity(long perSecond) {
        this.perSlice = perSecond / SLICES_PER_SECOND;
    }

    synchronized boolean take() {
        long now = System.nanoTime() / SLICE_NANOS;
        if (now != slice) {
            slice = now;
            taken = 0;
        }
        return taken++ < perSlice;
    }
}
