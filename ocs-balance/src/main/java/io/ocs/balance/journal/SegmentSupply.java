package io.ocs.balance.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Keeps the next segment file standing: zero-filled or recycled, named and open, made by a helper thread so that the shard does not wait.
 * Safe on any thread.
 */
final class SegmentSupply implements AutoCloseable {

    private static final String SPARE_PREFIX = "spare-";
    private static final int SPARES = 2;

    private final SegmentStorage storage;
    private final long segmentSize;
    private final Executor helper;
    private final Executor later;
    private final Deque<String> spares = new ArrayDeque<>();
    private final Deque<String> released = new ArrayDeque<>();
    private final Object recycling = new Object();
    private volatile IOException recyclingFailure;
    private volatile int sparesMax = SPARES;
    private volatile SegmentArchive archive;
    private volatile long recycled;
    private String made = "";
    private long number;
    private boolean preparing;
    private SegmentStorage.File standing;
    private boolean closing;
    private volatile IOException failure;

    /**
     * A supply that prepares nothing yet.
     *
     * @param later runs after a pause what could not be done now; null: {@link #retry} must be called instead
     */
    SegmentSupply(SegmentStorage storage, long segmentSize, Executor helper, Executor later) {
        this.storage = storage;
        this.segmentSize = segmentSize;
        this.helper = helper;
        this.later = later;
    }

    static boolean isSpare(String fileName) {
        return fileName.startsWith(SPARE_PREFIX);
    }

    /** Makes spares of files that hold nothing valid. */
    void adopt(List<String> unused) throws IOException {
        for (String name : unused) {
            toSpare(name, Integer.MAX_VALUE);
        }
    }

    /** Keeps up to {@code spares} released files for reuse, and copies each to an archive first, if that is not null. */
    void recycling(int spares, SegmentArchive newArchive) {
        sparesMax = spares;
        archive = newArchive;
    }

    /** Begins to prepare the segment of that number. */
    synchronized void prepare(long segmentNumber) {
        number = segmentNumber;
        preparing = true;
        helper.execute(this::prepareNow);
    }

    private void prepareNow() {
        try {
            done(make(), null);
        } catch (IOException e) {
            done(null, e);
        } catch (RuntimeException e) {
            done(null, new IOException("cannot prepare a segment", e)); // else the shard would wait for ever
        }
    }

    private synchronized void done(SegmentStorage.File file, IOException trouble) {
        standing = file;
        failure = trouble;
        preparing = false;
        notifyAll();
        if (trouble != null && later != null && !closing) {
            later.execute(this::prepareAgain);
        }
    }

    private synchronized void prepareAgain() {
        if (failure != null && !preparing && !closing) {
            prepare(number);
        }
    }

    /** Tries again what has failed, where nobody does it by the clock. */
    void retry() {
        if (failure != null && later == null) {
            prepareAgain();
        }
    }

    private SegmentStorage.File make() throws IOException {
        String name = SegmentHeader.fileName(number);
        if (!name.equals(made)) {
            String spare = nextSpare();
            if (spare == null) {
                storage.create(name, segmentSize);
            } else {
                storage.rename(spare, name);
            }
            made = name;
        }
        return storage.open(name);
    }

    private synchronized String nextSpare() {
        return spares.poll();
    }

    /**
     * Gives the prepared segment, waiting for it if need be.
     *
     * @param patient whether to wait, too, as long as it cannot be prepared and is tried again by the clock; {@link #giveUp} ends that
     * @throws IOException if it could not be prepared
     */
    synchronized SegmentStorage.File take(boolean patient) throws IOException {
        retry();
        try {
            while (failure == null ? preparing : patient && later != null && !closing) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a segment", e);
        }
        if (failure != null) {
            throw new IOException("no segment stands ready in " + storage.location() + ": " + failure, failure);
        }
        SegmentStorage.File file = standing;
        standing = null;
        return file;
    }

    /** Nobody will wait any more for a segment that cannot be prepared. */
    synchronized void giveUp() {
        closing = true;
        notifyAll();
    }

    /** Why the next segment cannot be prepared, or null: it stands ready, or is being prepared. */
    IOException failure() {
        return failure;
    }

    /** Number of the segment that {@link #take} gives. */
    synchronized long number() {
        return number;
    }

    synchronized boolean isReady() {
        return standing != null;
    }

    /** Makes spares of segments that nobody will read again, in the background and in order, so that what is left has no gap. */
    void recycle(List<String> names) {
        synchronized (released) {
            released.addAll(names);
        }
        helper.execute(this::recycleNow);
    }

    // One thread at a time is the only writer: see the lock.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void recycleNow() {
        synchronized (recycling) {
            try {
                for (String name = nextReleased(); name != null; name = nextReleased()) {
                    if (archive != null) {
                        archive.keep(storage, name);
                    }
                    toSpare(name, sparesMax);
                    dropReleased();
                    recycled++;
                }
                recyclingFailure = null;
            } catch (IOException e) {
                recyclingFailure = e; // the file only takes room: the next release or the next start tries again
            }
        }
    }

    private String nextReleased() {
        synchronized (released) {
            return released.peek();
        }
    }

    private void dropReleased() {
        synchronized (released) {
            released.remove();
        }
    }

    /** Segments recycled since the start. */
    long recycled() {
        return recycled;
    }

    /** Segments released that are not recycled yet. */
    int waiting() {
        synchronized (released) {
            return released.size();
        }
    }

    /** Why a released segment could not be archived or recycled, or null. */
    IOException recyclingFailure() {
        return recyclingFailure;
    }

    private void toSpare(String name, int max) throws IOException {
        String spare = isSpare(name) ? name : SPARE_PREFIX + name;
        boolean taken = !spare.equals(name) && storage.list().contains(spare); // of an earlier segment of that number
        if (taken || !isWanted(name, max)) {
            storage.delete(name);
            return;
        }
        if (!spare.equals(name)) {
            storage.rename(name, spare);
        }
        addSpare(spare);
    }

    private boolean isWanted(String name, int max) throws IOException {
        try (SegmentStorage.File file = storage.open(name)) {
            return file.length() == segmentSize && spareCount() < max;
        }
    }

    private synchronized int spareCount() {
        return spares.size();
    }

    private synchronized void addSpare(String name) {
        spares.add(name);
    }

    @Override
    public synchronized void close() throws IOException {
        if (standing != null) {
            standing.close();
            standing = null;
        }
    }
}
