package io.ocs.core.initiated;

import java.util.concurrent.CompletableFuture;

/**
 * The way to the clients for what the server asks by itself: bounded and paced. What concerns few is not held up by what concerns many: it goes first, and
 * finds room that they leave to it. Safe on any thread; never blocks.
 */
public interface ClientRequests {

    /** How many sessions a request is one of. */
    enum Reach {
        /** One that somebody has named. */
        ONE,
        /** Those that a change concerns, such as those of an account. */
        SOME,
        /** All that are open. */
        ALL
    }

    /** Leads nowhere. */
    ClientRequests NONE = new ClientRequests() {
        @Override
        public int room(Reach reach) {
            return 0;
        }

        @Override
        public CompletableFuture<ClientAnswer> send(ClientRequest request, Reach reach) {
            return CompletableFuture.completedFuture(ClientAnswer.none(ClientAnswer.Status.UNROUTABLE));
        }
    };

    /** How many more of this reach should be sent now: who has many waits until there is room. */
    int room(Reach reach);

    /**
     * Sends a request, again if need be. Refused only if there is no room at all, so that several who have seen the same {@link #room} do no harm. Completes
     * with what became of it, on any thread; never exceptionally.
     */
    CompletableFuture<ClientAnswer> send(ClientRequest request, Reach reach);
}
