package io.ocs.core.shard;

import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import io.ocs.core.state.AccountStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What waits in a shard's queue: a command to decide, a session to end, or something to look up between two batches. */
sealed interface ShardTask {

    /** Completes the caller's future without doing anything. */
    void refuse(CommandResult.Status status, String detail);

    /** A command; its result waits here until the batch is durable. */
    final class Command implements ShardTask {
        final String key;
        final AccountCommand command;
        final CompletableFuture<CommandResult> future = new CompletableFuture<>();
        CommandResult result;

        Command(String key, AccountCommand command) {
            this.key = key;
            this.command = command;
        }

        @Override
        public void refuse(CommandResult.Status status, String detail) {
            future.complete(CommandResult.of(status, detail));
        }
    }

    /** The client of a session does not know it. */
    final class End implements ShardTask {
        final long sessionHigh;
        final long sessionLow;
        /** It is not ended if a request of it came after this. */
        final long askedMs;

        End(long sessionHigh, long sessionLow, long askedMs) {
            this.sessionHigh = sessionHigh;
            this.sessionLow = sessionLow;
            this.askedMs = askedMs;
        }

        @Override
        public void refuse(CommandResult.Status status, String detail) {
            // nobody waits for it: the session ends by its time-out
        }
    }

    /** A look at durable state. */
    final class Query<T> implements ShardTask {
        private final Function<AccountStore, T> function;
        final CompletableFuture<T> future = new CompletableFuture<>();

        Query(Function<AccountStore, T> function) {
            this.function = function;
        }

        void run(AccountStore image) {
            try {
                future.complete(function.apply(image));
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        public void refuse(CommandResult.Status status, String detail) {
            future.completeExceptionally(new IllegalStateException(detail));
        }
    }
}
