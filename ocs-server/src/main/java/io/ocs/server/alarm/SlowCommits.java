package io.ocs.server.alarm;

import io.ocs.core.shard.ShardStatistics;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Whether the commits of a shard since the last look took {@value #SLOW_MS} ms on average, or one has not come back for {@value #HANGING_MS} ms. */
public final class SlowCommits implements Supplier<Optional<String>> {
    private static final long SLOW_MS = 100;
    private static final long HANGING_MS = 1_000;

    private final int shard;
    private final ShardStatistics statistics;
    private final LongSupplier nanoTime;
    private long commits;
    private long nanos;

    public SlowCommits(int shard, ShardStatistics statistics, LongSupplier nanoTime) {
        this.shard = shard;
        this.statistics = statistics;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<String> get() {
        long newCommits = statistics.commits();
        long newNanos = statistics.commitNanos();
        long count = newCommits - commits;
        long meanMs = count == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis((newNanos - nanos) / count);
        commits = newCommits;
        nanos = newNanos;
        long nowMs = statistics.isCommitting()
                ? TimeUnit.NANOSECONDS.toMillis(statistics.commitNanosNow(nanoTime.getAsLong()))
                : 0;
        if (nowMs >= HANGING_MS) {
            return Optional.of("shard " + shard + ": a commit has not come back for " + nowMs + " ms");
        }
        return meanMs < SLOW_MS
                ? Optional.empty()
                : Optional.of("shard " + shard + ": " + count + " commits took " + meanMs + " ms each");
    }
}
