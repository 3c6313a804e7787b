package io.ocs.diameter.peer;

import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request of this server's own on its way. Belongs to the home of {@link ClientExchanges}. */
final class ClientExchange {

    final ClientRequest request;
    final CompletableFuture<ClientAnswer> future = new CompletableFuture<>();
    /** Of all its repeats, too (RFC 6733 §3). */
    final int endToEnd;

    /** Of the attempt that counts: answers to others are late. */
    int hopByHop;

    int attempts;
    /** Whether it was written to a connection before. */
    boolean sent;
    /** The connection of the attempt that counts. */
    PeerConnection connection;
    /** Destination-Host of the attempt that counts. */
    String host;
    /** Those that could not take it, and are not asked again: at most each that there is, as none is tried twice. */
    final List<PeerConnection> unfit = new ArrayList<>(0);

    ClientExchange(ClientRequest request, int endToEnd) {
        this.request = request;
        this.endToEnd = endToEnd;
    }
}
