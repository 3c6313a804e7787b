package io.ocs.core.shard;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often values were how large: counts by upper bounds, and their sum. Recording allocates nothing. {@link #ofOneWriter} is for values that one thread
 * records, by plain ordered writes; {@link #ofManyWriters} for several. Any thread reads; what it reads may be late by a value.
 */
public abstract class Distribution {

    private final long[] bounds;

    private Distribution(long[] bounds) {
        this.bounds = bounds.clone();
    }

    /** @param bounds rising; larger values than the last are counted beyond it */
    public static Distribution ofOneWriter(long... bounds) {
        return new OneWriter(bounds);
    }

    /** @param bounds rising; larger values than the last are counted beyond it */
    public static Distribution ofManyWriters(long... bounds) {
        return new ManyWriters(bounds);
    }

    /** Counts a value. */
    public final void record(long value) {
        int at = 0;
        while (at < bounds.length && value > bounds[at]) {
            at++;
        }
        count(at, value);
    }

    abstract void count(int at, long value);

    /** Number of upper bounds; there is one count more. */
    public final int boundCount() {
        return bounds.length;
    }

    /** Values up to this one, and above the bound before, are counted at {@code index}. */
    public final long bound(int index) {
        return bounds[index];
    }

    /** How many values lie at {@code index}, 0 to {@link #boundCount()}. */
    public abstract long countAt(int index);

    /** Sum of all values. */
    public abstract long sum();

    /** How many values there are. */
    public final long count() {
        long count = 0;
        for (int i = 0; i <= bounds.length; i++) {
            count += countAt(i);
        }
        return count;
    }

    private static final class OneWriter extends Distribution {
        private final AtomicLongArray counts;

        OneWriter(long[] bounds) {
            super(bounds);
            counts = new AtomicLongArray(bounds.length + 2); // the last one is the sum
        }

        @Override
        void count(int at, long value) {
            int sumAt = counts.length() - 1;
            counts.setRelease(at, counts.getPlain(at) + 1);
            counts.setRelease(sumAt, counts.getPlain(sumAt) + value);
        }

        @Override
        public long countAt(int index) {
            return counts.getAcquire(index);
        }

        @Override
        public long sum() {
            return counts.getAcquire(counts.length() - 1);
        }
    }

    private static final class ManyWriters extends Distribution {
        private final LongAdder[] counts;
        private final LongAdder sum = new LongAdder();

        ManyWriters(long[] bounds) {
            super(bounds);
            counts = new LongAdder[bounds.length + 1];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        @Override
        void count(int at, long value) {
            counts[at].increment();
            sum.add(value);
        }

        @Override
        public long countAt(int index) {
            return counts[index].sum();
        }

        @Override
        public long sum() {
            return sum.sum();
        }
    }
}
