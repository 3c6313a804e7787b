package io.ocs.server.assembly;

import io.ocs.balance.journal.JournalStretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the journals of all shards from being released for those who read them beside the server. Each hold ends by itself after a while: who does not
 * come back must not fill the disk. Thread-safe.
 */
final class JournalHolds implements AutoCloseable {

    static final Duration LASTS = Duration.ofMinutes(10);
    private static final int MOST = 16;

    private record Hold(List<JournalStretch> stretches, Future<?> timer) {}

    private final List<ShardUnit> shards;
    private final Map<Long, Hold> holds = new TreeMap<>();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "journal-holds");
        thread.setDaemon(true);
        return thread;
    });
    private long lastId;

    JournalHolds(List<ShardUnit> shards) {
        this.shards = shards;
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Begins a hold; empty if there are too many. Waits for a journal that is being written. */
    synchronized OptionalLong begin() {
        if (holds.size() == MOST) {
            return OptionalLong.empty();
        }
        long id = ++lastId;
        Future<?> timer = timers.schedule(() -> end(id), LASTS.toMillis(), TimeUnit.MILLISECONDS);
        Hold hold = new Hold(new ArrayList<>(), timer);
        holds.put(id, hold); // what is held when another shard cannot be ends with the rest
        shards.forEach(unit -> hold.stretches.add(unit.journal.hold()));
        return OptionalLong.of(id);
    }

    /** @return false if it had ended before */
    synchronized boolean end(long id) {
        Hold hold = holds.remove(id);
        if (hold == null) {
            return false;
        }
        hold.timer.cancel(false);
        hold.stretches.forEach(JournalStretch::close);
        return true;
    }

    /** Ends all; none can begin any more. */
    @Override
    public synchronized void close() {
        timers.shutdownNow();
        List.copyOf(holds.keySet()).forEach(this::end);
    }
}
