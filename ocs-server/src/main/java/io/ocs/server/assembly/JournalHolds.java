package io.ocs.server.assembly;

import io.ocs.balance.journal.JournalStretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the journals of all shards from being released for those who read them beside the server. Each hold ends by itself after a while: who does not
 * come back must not fill the disk. Thread-safe.
 */
final class JournalHolds {

    static final Duration LASTS = Duration.ofMinutes(10);
    private static final int MOST = 16;

    private final List<ShardUnit> shards;
    private final Map<Long, List<JournalStretch>> holds = new TreeMap<>();
    private long lastId;

    JournalHolds(List<ShardUnit> shards) {
        this.shards = shards;
    }

    /** Begins a hold; empty if there are too many. Waits for a journal that is being written. */
    synchronized OptionalLong begin() {
        if (holds.size() == MOST) {
            return OptionalLong.empty();
        }
        long id = ++lastId;
        List<JournalStretch> stretches = new ArrayList<>();
        holds.put(id, stretches); // what is held when another shard cannot be ends with the rest
        CompletableFuture.delayedExecutor(LASTS.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> end(id));
        shards.forEach(unit -> stretches.add(unit.journal.hold()));
        return OptionalLong.of(id);
    }

    /** @return false if it had ended before */
    synchronized boolean end(long id) {
        List<JournalStretch> stretches = holds.remove(id);
        if (stretches == null) {
            return false;
        }
        stretches.forEach(JournalStretch::close);
        return true;
    }
}
