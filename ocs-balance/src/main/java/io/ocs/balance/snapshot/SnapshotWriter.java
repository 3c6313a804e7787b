package io.ocs.balance.snapshot;

import io.ocs.core.Threads;
import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotSink;
import io.ocs.core.state.Table;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Writes the snapshots of one shard on a thread of its own. The shard fills blocks and never waits: when the free ones run short the walk pauses,
 * and a snapshot for which even the reserve does not suffice is given up. Disk and shard meet in two queues of blocks only.
 */
public final class SnapshotWriter implements SnapshotSink, AutoCloseable {

    /** Blocks that the walk may fill ahead of the disk. */
    private static final int WALK_BLOCKS = 8;

    /** Blocks for entries that must be copied before they change, while the disk is slow: 32 MiB. */
    private static final int RESERVE_BLOCKS_MAX = 128;

    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SnapshotFolder folder;
    private final LongPredicate durable;
    private final SnapshotListener listener;
    private final int reserve;
    private final OneToOneConcurrentArrayQueue<Block> free;
    private final OneToOneConcurrentArrayQueue<Block> filled;
    private final Thread thread;
    private volatile boolean busy;
    private volatile long durablePosition;
    private volatile boolean failed;
    private volatile boolean closing;

    // the shard's
    private Block current;

    // the writer's
    private SnapshotFile file;
    private SnapshotHead head;
    private long begunNanos;

    /**
     * A writer whose thread does not run yet.
     *
     * @param octetsMax of all entries that the image can hold: bounds the memory of a small one
     * @param durable makes the journal durable up to a position; false if it cannot. A snapshot never gets ahead of its journal
     */
    public SnapshotWriter(SnapshotFolder folder, long octetsMax, LongPredicate durable, SnapshotListener listener) {
        this.folder = folder;
        this.durable = durable;
        this.listener = listener;
        durablePosition = folder.newest().orElse(-1);
        reserve = (int) Math.min(RESERVE_BLOCKS_MAX, 2 + octetsMax / SnapshotFormat.BLOCK_LENGTH_MAX);
        int blocks = WALK_BLOCKS + reserve;
        free = new OneToOneConcurrentArrayQueue<>(blocks);
        filled = new OneToOneConcurrentArrayQueue<>(blocks);
        for (int i = 0; i < blocks; i++) {
            free.add(new Block(SnapshotFormat.BLOCK_LENGTH_MAX));
        }
        thread = new Thread(this::run, "snapshot-" + folder.shard());
        thread.setDaemon(true);
    }

    // --- the shard's side

    @Override
    public boolean isIdle() {
        return !busy;
    }

    @Override
    public long durablePosition() {
        return durablePosition;
    }

    @Override
    public void begin(SnapshotHead newHead) {
        if (busy) {
            throw new IllegalStateException("a snapshot is under way already");
        }
        failed = false;
        busy = true;
        current = free.poll();
        current.head = newHead;
    }

    @Override
    public boolean hasRoom() {
        return free.size() > reserve;
    }

    @Override
    public boolean append(Table table, long address) {
        if (failed) {
            giveUp("the file cannot be written");
            return false;
        }
        if (!current.hasRoom(table.entryLength())) {
            Block next = free.poll();
            if (next == null) {
                giveUp("the disk is too slow: all memory for entries that change meanwhile is used up");
                return false;
            }
            handOver();
            current = next;
        }
        current.append(table, address);
        return true;
    }

    private void giveUp(String why) {
        current.givenUp = why;
        end();
    }

    @Override
    public void end() {
        current.last = true;
        handOver();
        current = null;
    }

    private void handOver() {
        filled.add(current);
        LockSupport.unpark(thread);
    }

    // --- the writer's side

    /** Begins to write what the shard hands over. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closing || !filled.isEmpty()) {
            if (!doWork() && !closing) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }
    }

    /** Writes one block, for tests without a thread; false if none waits. */
    boolean doWork() {
        Block block = filled.poll();
        if (block == null) {
            return false;
        }
        boolean last = block.last;
        try {
            take(block);
        } catch (IOException | RuntimeException e) {
            failed = true;
            listener.onFailed(head, "the snapshot cannot be written: " + e.getMessage(), e);
            discard();
        }
        block.clear();
        free.add(block);
        if (last) {
            busy = false;
        }
        return true;
    }

    private void take(Block block) throws IOException {
        if (block.head != null) {
            head = block.head;
            begunNanos = System.nanoTime();
            file = new SnapshotFile(head, folder.create(head.position()));
            file.writeHeader();
        }
        if (file == null) {
            return; // it has failed before
        }
        if (block.givenUp != null) {
            listener.onFailed(head, block.givenUp, null);
            discard();
            return;
        }
        file.write(block);
        if (block.last) {
            finish();
        }
    }

    private void finish() throws IOException {
        file.finish();
        if (!durable.test(head.position())) {
            throw new IOException("the journal cannot be forced up to position " + head.position());
        }
        file.close();
        folder.name(head.position());
        long octets = file.length();
        file = null;
        durablePosition = head.position();
        prune();
        listener.onWritten(head, octets, System.nanoTime() - begunNanos);
    }

    private void prune() {
        try {
            folder.prune();
        } catch (IOException e) {
            listener.onFailed(head, "older snapshots cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** Nothing is left of a snapshot that has failed; what cannot be deleted is at the next start. */
    private void discard() {
        if (file == null) {
            return;
        }
        try {
            file.close();
            folder.deleteUnfinished(head.position());
        } catch (IOException e) {
            listener.onFailed(head, "what was written of it cannot be deleted: " + e.getMessage(), e);
        }
        file = null;
    }

    /** Writes what was handed over and ends the thread. A snapshot whose end has not come stays unfinished. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        Threads.awaitEnd(thread);
        if (file != null) {
            discard();
        }
    }
}
