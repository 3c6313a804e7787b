package io.ocs.core.shard;

import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one shard on the thread of an event loop, between reading and writing: on a machine of few processors, threads that hand each request to and
 * fro wait for each other more than they work. An event loop that ends before the shard leaves it to a thread of its own.
 */
public final class ShardOnLoop implements ShardRunner {

    /** As often at least, for what time brings: supervision, timers, snapshots. */
    private static final long TICK_NANOS = 2_000_000;
    /** Duty cycles before the connections get their turn again. */
    private static final int CYCLES_MAX = 4;
    /** How often the successor looks whether the event loop has let go of the shard. */
    private static final long LEAVING_NANOS = 100_000;

    private final ChargingShard shard;
    private final ScheduledExecutorService loop;
    private final Runnable turn = this::turn;
    private final AtomicBoolean due = new AtomicBoolean();
    private ScheduledFuture<?> ticking;
    /** Runs the shard when the event loop ends, or this does. */
    private ShardThread successor;
    /** Whether the event loop never touches the shard again. */
    private volatile boolean left;

    /** @param loop has one thread */
    public ShardOnLoop(ChargingShard shard, ScheduledExecutorService loop) {
        this.shard = shard;
        this.loop = loop;
    }

    @Override
    public void start() {
        shard.commitBeside();
        shard.wokenBy(this::wake);
        ticking = loop.scheduleWithFixedDelay(turn, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** One task for whatever comes until it runs. */
    private void wake() {
        VarHandle.fullFence(); // what was published is to be seen by a turn that has begun already
        if (due.get() || !due.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(turn);
        } catch (RejectedExecutionException e) {
            succeed();
        }
    }

    private void turn() {
        due.set(false); // before looking for work, so that what comes later is seen later
        int cycles = 0;
        while (!left && shard.doWork() > 0) {
            if (++cycles == CYCLES_MAX) {
                wake();
                return;
            }
        }
    }

    private synchronized void succeed() {
        if (successor == null) {
            successor = new ShardThread(shard, this::awaitLoop);
            successor.takeOver();
        }
    }

    private void awaitLoop() {
        try {
            loop.execute(() -> left = true);
        } catch (RejectedExecutionException e) {
            // it is ending: nothing more of this shard is run when it has
        }
        while (!left && !loop.isTerminated()) {
            LockSupport.parkNanos(this, LEAVING_NANOS);
        }
    }

    @Override
    public void close() {
        ticking.cancel(false);
        succeed();
        successor.close();
    }
}
