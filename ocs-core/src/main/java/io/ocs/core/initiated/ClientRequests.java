package io.ocs.core.initiated;

import java.util.concurrent.CompletableFuture;

/** The way to the clients for what the server asks by itself: bounded and paced. Safe on any thread; never blocks. */
public interface ClientRequests {

    /** Leads nowhere. */
    ClientRequests NONE = new ClientRequests() {
        @Override
        public int room() {
            return 0;
        }

        @Override
        public CompletableFuture<ClientAnswer> send(ClientRequest request) {
            return CompletableFuture.completedFuture(ClientAnswer.none(ClientAnswer.Status.UNROUTABLE));
        }
    };

    /** How many more would be taken now. */
    int room();

    /** Sends a request, again if need be. Completes with what became of it, on any thread; never exceptionally. */
    CompletableFuture<ClientAnswer> send(ClientRequest request);
}
