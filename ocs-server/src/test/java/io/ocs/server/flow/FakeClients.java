package io.ocs.server.flow;

import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Notes what clients are asked, and answers when the test says so. */
final class FakeClients implements ClientRequests {

    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<ClientAnswer>> waiting = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    /** Of {@link #room}, what a round over all sessions leaves to others. */
    int reserve;

    @Override
    public int room(Reach reach) {
        return reach == Reach.ALL ? room - reserve : room;
    }

    @Override
    public CompletableFuture<ClientAnswer> send(ClientRequest request, Reach reach) {
        room--;
        asked.add(request.kind() + " " + request.sessionId() + " " + request.route());
        CompletableFuture<ClientAnswer> future = new CompletableFuture<>();
        waiting.add(future);
        return future;
    }

    /** What was asked since the last call, in alphabetical order: which shard is asked first is no matter. */
    List<String> asked() {
        List<String> all = asked.stream().sorted().toList();
        asked.clear();
        return all;
    }

    /** Answers everything that waits for an answer. */
    void answer(int resultCode) {
        List<CompletableFuture<ClientAnswer>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(future -> future.complete(ClientAnswer.of(resultCode)));
    }
}
