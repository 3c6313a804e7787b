package io.ocs.core.shard;

import io.ocs.core.Threads;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** Runs one shard on a thread of its own: spins a little when there is nothing to do, then parks. */
public final class ShardThread implements ShardRunner {

    private static final int SPINS = 100;
    private static final long PARK_NANOS = 2_000_000;

    private final ChargingShard shard;
    private final Thread thread;
    private volatile Thread parked;
    private volatile boolean closed;

    public ShardThread(ChargingShard shard) {
        this(shard, () -> {});
    }

    /** @param before what the thread does, or waits for, before the first duty cycle */
    ShardThread(ChargingShard shard, Runnable before) {
        this.shard = shard;
        thread = new Thread(
                () -> {
                    before.run();
                    run();
                },
                "shard-" + shard.index());
    }

    @Override
    public void start() {
        shard.commitBeside();
        takeOver();
    }

    /** Goes on with a shard that was run by another before. */
    void takeOver() {
        shard.wokenBy(this::wake);
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
                park();
            }
        }
        while (!shard.isStopped() && shard.isBusy()) {
            if (shard.doWork() == 0) {
                park();
            }
        }
        shard.end();
    }

    private void park() {
        parked = thread;
        VarHandle.fullFence();
        if (!shard.hasWork()) {
            LockSupport.parkNanos(this, PARK_NANOS);
        }
        parked = null;
    }

    private void wake() {
        VarHandle.fullFence();
        Thread waiting = parked;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Finishes what waits, then ends the thread. */
    @Override
    public void close() {
        closed = true;
        wake();
        Threads.awaitEnd(thread);
    }
}
