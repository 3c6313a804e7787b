package io.ocs.core.shard;

import io.ocs.core.journal.Journal;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotSink;
import io.ocs.core.snapshot.TableCounts;
import io.ocs.core.state.AccountStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins the snapshots of a shard when they are due and walks them on, a little in each duty cycle. A snapshot that fails is tried again when the
 * next one is due. The shard's thread; {@link #ask} from any.
 */
final class SnapshotSchedule {

    /** Octets walked in one cycle: some 30 µs. */
    private static final int STEP_OCTETS = 64 * 1024;

    private static final long WAIT_NANOS = 1_000_000;

    private final int shard;
    private final AccountStore image;
    private final Journal journal;
    private final SnapshotPolicy policy;
    private final SnapshotSink sink;
    private final SnapshotWalk walk;
    private final Queue<CompletableFuture<Long>> asked = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Long>> promised = new ArrayList<>();
    private long begunMs;
    private long begunPosition;

    SnapshotSchedule(
            int shard, AccountStore image, Journal journal, SnapshotPolicy policy, SnapshotSink sink, long nowMs) {
        this.shard = shard;
        this.image = image;
        this.journal = journal;
        this.policy = policy;
        this.sink = sink;
        walk = new SnapshotWalk(image, sink);
        begunMs = nowMs;
        begunPosition = Math.max(0, sink.durablePosition());
    }

    /** Asks for a snapshot now; the future gets its position when it is durable. */
    CompletableFuture<Long> ask() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        asked.add(future);
        return future;
    }

    /**
     * One cycle's share, between two decisions; tells how much was done.
     *
     * @param durable whether the state is that of a position of the journal: only then a snapshot may begin
     */
    int work(long nowMs, boolean durable) {
        if (walk.isWalking()) {
            return walk.step(STEP_OCTETS);
        }
        if (!durable || !sink.isIdle()) {
            return 0;
        }
        answer();
        if (!isDue(nowMs)) {
            return 0;
        }
        begin(nowMs);
        return 1;
    }

    /** Whether a snapshot is due and can begin as soon as the state is durable. */
    boolean isWaiting(long nowMs) {
        return !walk.isWalking() && sink.isIdle() && isDue(nowMs);
    }

    private boolean isDue(long nowMs) {
        long position = journal.committedPosition();
        if (position == sink.durablePosition()) {
            for (CompletableFuture<Long> future = asked.poll(); future != null; future = asked.poll()) {
                future.complete(position);
            }
            return false;
        }
        return nowMs - begunMs >= policy.intervalMs()
                || position - begunPosition >= policy.journalMax()
                || !asked.isEmpty();
    }

    private void begin(long nowMs) {
        begunMs = nowMs;
        begunPosition = journal.committedPosition();
        for (CompletableFuture<Long> future = asked.poll(); future != null; future = asked.poll()) {
            promised.add(future);
        }
        walk.begin(new SnapshotHead(shard, journal.epoch(), begunPosition, nowMs, TableCounts.of(image)));
    }

    /** The last snapshot is durable, or has failed. */
    private void answer() {
        for (CompletableFuture<Long> future : promised) {
            if (sink.durablePosition() == begunPosition) {
                future.complete(begunPosition);
            } else {
                future.completeExceptionally(new IllegalStateException("the snapshot has failed: see the log"));
            }
        }
        promised.clear();
    }

    /** Waits for a snapshot of the state as it is now; by the thread that worked last, when the shard has ended. False: it has failed. */
    boolean takeLast(long nowMs) {
        finish();
        if (journal.committedPosition() != sink.durablePosition()) {
            begin(nowMs);
            finish();
        }
        return journal.committedPosition() == sink.durablePosition();
    }

    private void finish() {
        while (walk.isWalking() || !sink.isIdle()) {
            if (walk.step(STEP_OCTETS) == 0) {
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
        answer();
    }

    /** No snapshot will begin any more. Any thread. */
    void refuseAsked(String why) {
        for (CompletableFuture<Long> future = asked.poll(); future != null; future = asked.poll()) {
            future.completeExceptionally(new IllegalStateException(why));
        }
    }

    /** What is under way will not be finished. */
    void abandon(String why) {
        promised.forEach(future -> future.completeExceptionally(new IllegalStateException(why)));
        promised.clear();
    }
}
