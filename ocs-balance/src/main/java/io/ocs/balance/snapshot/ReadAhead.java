package io.ocs.balance.snapshot;

import io.ocs.core.Threads;
import io.ocs.core.snapshot.SnapshotException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads blocks on a thread of its own, a few ahead of the thread that takes them, so that reading and checking one and using another go on at the same
 * time. What goes wrong is told in its turn: behind the blocks that were read before. Belongs to the one thread that takes.
 */
final class ReadAhead implements AutoCloseable {

    /** Reads one block after the other. */
    @FunctionalInterface
    interface Source {
        /** Reads the next block into {@code target}, from its position 0 to its limit; false if it is the last one. */
        boolean read(ByteBuffer target);
    }

    private static final int BLOCKS = 8;

    /** In the place of a block, which is never empty: there is none, see {@link #failure}. */
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final String location;
    private final Source source;
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<ByteBuffer> read = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile Throwable failure;
    private ByteBuffer taken;

    /** @param location what is read, for messages */
    ReadAhead(String location, Source source) {
        this.location = location;
        this.source = source;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(SnapshotFormat.allocate(SnapshotFormat.BLOCK_LENGTH_MAX));
        }
        thread = new Thread(this::run, "snapshot-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whatever ends the thread is thrown by {@link #next}: nobody else would wake who waits there. */
    private void run() {
        try {
            for (boolean more = true; more; ) {
                ByteBuffer block = free.take();
                more = !closed && source.read(block);
                read.add(block);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
            read.add(NONE);
        }
    }

    /** The next block, valid until the next call; not to be asked again behind the last one. */
    ByteBuffer next() {
        if (taken != null) {
            free.add(taken);
        }
        try {
            taken = read.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SnapshotException.refused("reading the snapshot " + location + " was interrupted: start again");
        }
        if (!taken.hasRemaining()) {
            rethrow();
        }
        return taken;
    }

    private void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("reading the snapshot " + location + " was ended", failure);
    }

    /** Ends the thread. */
    @Override
    public void close() {
        closed = true;
        free.add(NONE);
        Threads.awaitEnd(thread);
    }
}
