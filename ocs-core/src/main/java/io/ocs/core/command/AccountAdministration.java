package io.ocs.core.command;

import io.ocs.core.SubscriptionId;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The way in for everything that is no Diameter: finds the shard that owns the account and puts the command on its queue. Results come when
 * they are durable. Safe on any thread; completions run on a shard's thread and must be quick (or use the async forms).
 */
public interface AccountAdministration {

    /**
     * One command.
     *
     * @param idempotencyKey 1 to 200 octets; the same key with the same command is answered alike and changes nothing
     */
    CompletableFuture<CommandResult> execute(String idempotencyKey, AccountCommand command);

    /** Many commands, each under its own key; results in the same order. */
    CompletableFuture<List<CommandResult>> executeAll(
            List<String> idempotencyKeys, List<? extends AccountCommand> commands);

    CompletableFuture<Optional<SubscriberView>> subscriber(SubscriptionId identity);

    /** Up to {@code limit} subscribers, in no order, skipping {@code offset}: for lists. */
    CompletableFuture<List<SubscriberView>> subscribers(int offset, int limit);

    CompletableFuture<Optional<SessionView>> session(String sessionId);

    /**
     * Asks the client of an open session for something; a session that its client does not know is ended.
     *
     * @return empty if no such session is open; completes within a few time-outs of {@code diameter.requests}
     */
    CompletableFuture<Optional<ClientAnswer>> request(ClientRequest.Kind kind, String sessionId);

    /** Up to {@code limit} open sessions, of one subscriber if {@code subscriber} is not null. */
    CompletableFuture<List<SessionView>> sessions(SubscriptionId subscriber, int limit);
}
