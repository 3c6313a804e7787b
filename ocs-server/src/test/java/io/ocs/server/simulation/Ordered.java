package io.ocs.server.simulation;

import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.CommandResult;
import java.util.concurrent.CompletableFuture;

/** A command under its key, once given. */
record Ordered(String key, AccountCommand command, CompletableFuture<CommandResult> result) {
    @Override
    public String toString() {
        return key + " " + command + " -> "
                + (result.isDone() && !result.isCompletedExceptionally() ? result.join() : "no answer");
    }
}
