package io.ocs.sim;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdiameter.api.DisconnectCause;
import org.jdiameter.api.IllegalDiameterStateException;
import org.jdiameter.api.InternalException;
import org.jdiameter.api.Mode;
import org.jdiameter.api.Peer;
import org.jdiameter.api.PeerState;
import org.jdiameter.api.PeerStateListener;
import org.jdiameter.api.PeerTable;
import org.jdiameter.api.RawSession;
import org.jdiameter.api.Stack;
import org.jdiameter.client.impl.StackImpl;

/**
 * One jDiameter stack from its CER to the end of its connection. jDiameter could reconnect by itself, but it keeps what it
 * had read of a broken message, stays down after the server's DPR, and resends requests unasked: so a lost connection gets a
 * new stack.
 */
final class ClientConnection {
    private static final long STOP_TIMEOUT_S = 5;

    private final Stack stack;
    private final RawSession session;
    private final CompletableFuture<PeerState> lost = new CompletableFuture<>();

    private ClientConnection(Stack stack, RawSession session) {
        this.stack = stack;
        this.session = session;
    }

    /**
     * Connects and waits until the peer is open.
     *
     * @throws IOException if it is not within the time
     */
    static ClientConnection open(ClientConfiguration configuration, long timeoutMs) throws IOException {
        Stack stack = new StackImpl();
        try {
            stack.init(configuration);
            stack.start(Mode.ANY_PEER, timeoutMs, TimeUnit.MILLISECONDS);
            ClientConnection connection =
                    new ClientConnection(stack, stack.getSessionFactory().getNewRawSession());
            connection.watch();
            return connection;
        } catch (InternalException | IllegalDiameterStateException e) {
            shutDown(stack);
            throw new IOException("the peer did not open", e);
        }
    }

    /** Makes and sends messages of this connection. */
    RawSession session() {
        return session;
    }

    boolean isOpen() {
        return !lost.isDone();
    }

    /** Waits for the end of this connection, whoever ends it. */
    void awaitLost() {
        lost.join();
    }

    /** Lets {@link #awaitLost} return. */
    void giveUp() {
        lost.complete(PeerState.DOWN);
    }

    /** Disconnects with a DPR if the peer is still there, and ends all threads. Takes up to a few seconds. */
    void close() {
        giveUp();
        shutDown(stack);
    }

    private void watch() throws InternalException {
        Peer peer = stack.unwrap(PeerTable.class).getPeerTable().get(0);
        peer.addPeerStateListener(new PeerStateListener() {
            @Override
            public void stateChanged(PeerState oldState, PeerState newState) {
                if (newState != PeerState.OKAY && newState != PeerState.SUSPECT) {
                    lost.complete(newState);
                }
            }
        });
        PeerState now = peer.getState(PeerState.class);
        if (now != PeerState.OKAY) {
            lost.complete(now);
        }
    }

    private static void shutDown(Stack stack) {
        try {
            stack.stop(STOP_TIMEOUT_S, TimeUnit.SECONDS, DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU);
        } catch (InternalException | IllegalDiameterStateException e) {
            // The peer did not answer our DPR; destroy() closes what is left.
            org.slf4j.LoggerFactory.getLogger(ClientConnection.class).debug("no orderly disconnect", e);
        }
        stack.destroy();
    }
}
