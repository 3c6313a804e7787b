package io.ocs.core.shard;

import java.util.function.Consumer;

/** The batches of one shard that are being made durable, oldest first, and the spare ones. One thread. */
final class BatchQueue {

    private final Batch[] underWay;
    private final Batch[] spares;
    private int first;
    private int count;

    /** A queue that hands out these batches. */
    BatchQueue(Batch[] batches) {
        spares = batches.clone();
        underWay = new Batch[batches.length];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether there is a {@link #spare} one. */
    boolean hasSpare() {
        return count < spares.length - 1; // one is always out: the one that is being decided
    }

    /** Takes a spare batch out; it comes back by {@link #add} and {@link #remove}. */
    Batch spare() {
        for (int i = 0; i < spares.length; i++) {
            Batch spare = spares[i];
            if (spare != null) {
                spares[i] = null;
                return spare;
            }
        }
        throw new IllegalStateException("all batches are under way");
    }

    /** The batch is begun: it is the newest one. */
    void add(Batch batch) {
        underWay[(first + count) % underWay.length] = batch;
        count++;
    }

    Batch oldest() {
        return underWay[first];
    }

    Batch newest() {
        return underWay[(first + count - 1) % underWay.length];
    }

    /** Whether a batch behind the oldest one has changed something. */
    boolean changesBehindOldest() {
        for (int i = 1; i < count; i++) {
            if (!underWay[(first + i) % underWay.length].records.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The oldest is done, and spare now. */
    void remove() {
        Batch done = oldest();
        underWay[first] = null;
        first = (first + 1) % underWay.length;
        count--;
        for (int i = 0; i < spares.length; i++) {
            if (spares[i] == null) {
                spares[i] = done;
                return;
            }
        }
    }

    /** What was decided last is undone first. */
    void forEachFromNewest(Consumer<Batch> visitor) {
        for (int i = count - 1; i >= 0; i--) {
            visitor.accept(underWay[(first + i) % underWay.length]);
        }
    }

    void forEachFromOldest(Consumer<Batch> visitor) {
        for (int i = 0; i < count; i++) {
            visitor.accept(underWay[(first + i) % underWay.length]);
        }
    }
}
