package io.ocs.core.shard;

import io.ocs.core.Threads;

/** Runs one shard on a thread of its own: spins a little when there is nothing to do, then parks. */
public final class ShardThread implements AutoCloseable {

    private static final int SPINS = 100;
    private static final long PARK_NANOS = 2_000_000;

    private final ChargingShard shard;
    private final Thread thread;
    private volatile boolean closed;

    public ShardThread(ChargingShard shard) {
        this.shard = shard;
        thread = new Thread(this::run, "shard-" + shard.index());
    }

    public void start() {
        shard.commitBeside();
        thread.start();
    }

    private void run() {
        int idle = 0;
        while (!closed && !shard.isStopped()) {
            if (shard.doWork() > 0) {
                idle = 0;
            } else if (++idle < SPINS) {
                Thread.onSpinWait();
            } else {
                shard.park(PARK_NANOS);
            }
        }
        while (!shard.isStopped() && shard.isBusy()) {
            if (shard.doWork() == 0) {
                shard.park(PARK_NANOS);
            }
        }
        shard.end();
    }

    /** Finishes what waits, then ends the thread. */
    @Override
    public void close() {
        closed = true;
        shard.wake();
        Threads.awaitEnd(thread);
    }
}
