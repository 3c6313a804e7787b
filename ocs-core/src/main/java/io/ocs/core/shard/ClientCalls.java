package io.ocs.core.shard;

import io.ocs.core.Octets;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests;
import io.ocs.core.initiated.ClientRequests.Reach;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.SessionEntry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The shard's requests to the clients of its sessions. A session that its client does not know (any more) is ended here too, unless it was heard of again
 * since it was asked about. Belongs to the shard's thread; answers come on others.
 */
final class ClientCalls {

    private final ClientRequests clients;
    /** Hints of a time before this are those of another process. */
    private final long startedMs;

    private final Consumer<ShardTask.End> lost;
    private final Octets text = new Octets(CreditControlRequest.SESSION_ID_MAX);

    /** @param lost takes the sessions that are to be ended, on any thread */
    ClientCalls(ClientRequests clients, long startedMs, Consumer<ShardTask.End> lost) {
        this.clients = clients;
        this.startedMs = startedMs;
        this.lost = lost;
    }

    int room(Reach reach) {
        return clients.room(reach);
    }

    /**
     * Asks the client of a session.
     *
     * @param atMs time of the shard
     */
    CompletableFuture<ClientAnswer> call(ClientRequest.Kind kind, SessionEntry session, Reach reach, long atMs) {
        session.sessionId(text);
        Octets id = new Octets(text.length());
        id.set(text);
        long high = session.keyHigh();
        long low = session.keyLow();
        int route = session.lastRequestMs() > startedMs ? session.route() : 0;
        return clients.send(new ClientRequest(kind, id, route), reach).whenComplete((answer, failure) -> {
            if (failure == null && answer.status() == ClientAnswer.Status.UNKNOWN_SESSION) {
                lost.accept(new ShardTask.End(high, low, atMs));
            }
        });
    }
}
