package io.ocs.core.shard;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Knows whether something is moving between shards: an identity, or money. Safe on any thread. */
final class Moves {

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    /** Something is moving from before {@code move} begins until what it gives has completed. */
    <T> CompletableFuture<T> during(Supplier<CompletableFuture<T>> move) {
        begun.incrementAndGet();
        return move.get().whenComplete((result, failure) -> ended.incrementAndGet());
    }

    /**
     * Reads something unless anything is moving meanwhile.
     *
     * @return empty: try again
     */
    <T> Optional<T> atOneInstant(Supplier<T> read) {
        long before = begun.get();
        boolean quiet = ended.get() == before;
        T value = read.get();
        return quiet && begun.get() == before ? Optional.of(value) : Optional.empty();
    }
}
