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
    private static final int SPARES_MAX = 2;

    private final SegmentStorage storage;
    private final long segmentSize;
    private final Executor helper;
    private final Deque<String> spares = new ArrayDeque<>();
    private final Deque<String> released = new ArrayDeque<>();
    private volatile IOException recyclingFailure;
    private String made = "";
    private long number;
    private boolean preparing;
    private SegmentStorage.File standing;
    private IOException failure;

    SegmentSupply(SegmentStorage storage, long segmentSize, Executor helper) {
        this.storage = storage;
        this.segmentSize = segmentSize;
        this.helper = helper;
    }

    static boolean isSpare(String fileName) {
        return fileName.startsWith(SPARE_PREFIX);
    }

    /** Makes spares of files that hold nothing valid. */
    void adopt(List<String> unused) throws IOException {
        for (String name : unused) {
            toSpare(name);
        }
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
     * Gives the prepared segment, waiting for it if need be; while preparing keeps failing it is tried anew, without waiting.
     *
     * @throws IOException if it could not be prepared
     */
    synchronized SegmentStorage.File take() throws IOException {
        if (failure != null && !preparing) {
            prepare(number);
        }
        try {
            while (preparing && failure == null) {
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

    private void recycleNow() {
        synchronized (released) {
            try {
                while (!released.isEmpty()) {
                    toSpare(released.peek());
                    released.remove();
                }
                recyclingFailure = null;
            } catch (IOException e) {
                recyclingFailure = e; // the file only takes room: the next release or the next start tries again
            }
        }
    }

    /** Why a released segment could not be recycled, or null. */
    IOException recyclingFailure() {
        return recyclingFailure;
    }

    private void toSpare(String name) throws IOException {
        String spare = isSpare(name) ? name : SPARE_PREFIX + name;
        if (!isWanted(name, spare)) {
            storage.delete(name);
            return;
        }
        if (!name.equals(spare)) {
            storage.rename(name, spare);
        }
        addSpare(spare);
    }

    /** A spare keeps the name of its last life, so the segment made of another one under that number can meet it. */
    private boolean isWanted(String name, String spare) throws IOException {
        if (!name.equals(spare) && storage.list().contains(spare)) {
            return false;
        }
        try (SegmentStorage.File file = storage.open(name)) {
            return file.length() == segmentSize && spareCount() < SPARES_MAX;
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
