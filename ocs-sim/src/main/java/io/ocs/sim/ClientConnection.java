package io.ocs.sim;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jdiameter.api.DisconnectCause;
import org.jdiameter.api.IllegalDiameterStateException;
import org.jdiameter.api.InternalException;
import org.jdiameter.api.OverloadException;
import org.jdiameter.api.Peer;
import org.jdiameter.api.PeerState;
import org.jdiameter.api.PeerStateListener;
import org.jdiameter.api.PeerTable;
import org.jdiameter.api.RawSession;
import org.jdiameter.api.RouteException;
import org.jdiameter.api.Stack;
import org.jdiameter.client.impl.StackImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One jDiameter stack from its CER to the end of its connection. jDiameter could reconnect by itself, but it keeps what it
 * had read of a broken message, stays down after the server's DPR, and resends requests unasked: so a lost connection gets a
 * new stack.
 */
final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final long STOP_TIMEOUT_S = 5;
    private static final long POLL_NANOS = 5_000_000;

    private final Stack stack;
    private final Peer peer;
    private final RawSession session;
    private final CompletableFuture<PeerState> lost = new CompletableFuture<>();
    /** Read by senders, written to wait for the last of them. */
    private final ReadWriteLock uses = new ReentrantReadWriteLock();

    private ClientConnection(ClientConfiguration configuration)
            throws InternalException, IllegalDiameterStateException {
        stack = new StackImpl();
        stack.init(configuration);
        peer = stack.unwrap(PeerTable.class).getPeerTable().get(0);
        session = stack.getSessionFactory().getNewRawSession();
        peer.addPeerStateListener(new PeerStateListener() {
            @Override
            public void stateChanged(PeerState before, PeerState after) {
                if (isUsable(before) && !isUsable(after)) {
                    lost.complete(after);
                }
            }
        });
    }

    /**
     * Connects and waits until the peer is open.
     *
     * @param abandoned asked often, and then no more is waited for
     * @throws IOException if it was abandoned, or the stack cannot run
     */
    static ClientConnection open(ClientConfiguration configuration, BooleanSupplier abandoned) throws IOException {
        try {
            ClientConnection connection = new ClientConnection(configuration);
            connection.stack.start();
            // jDiameter tells listeners before it changes its state, and sends nothing until then: so look at the
            // state.
            while (connection.peer.getState(PeerState.class) != PeerState.OKAY) {
                if (abandoned.getAsBoolean()) {
                    connection.close();
                    throw new IOException("the peer did not open");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return connection;
        } catch (InternalException | IllegalDiameterStateException e) {
            throw new IOException("the stack does not run", e);
        }
    }

    /** What is done with the messages of this connection. */
    interface Use {
        void of(RawSession session)
                throws InternalException, IllegalDiameterStateException, RouteException, OverloadException;
    }

    /**
     * Makes or sends messages, unless this connection is lost; a stack that is being closed is not touched.
     *
     * @return false if it is lost
     */
    boolean use(Use use) throws InternalException, IllegalDiameterStateException, RouteException, OverloadException {
        uses.readLock().lock();
        try {
            if (lost.isDone()) {
                return false;
            }
            use.of(session);
            return true;
        } finally {
            uses.readLock().unlock();
        }
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
        uses.writeLock().lock();
        try {
            giveUp();
        } finally {
            uses.writeLock().unlock();
        }
        try {
            stack.stop(STOP_TIMEOUT_S, TimeUnit.SECONDS, DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU);
        } catch (InternalException | IllegalDiameterStateException e) {
            LOG.debug("the peer did not answer our DPR; what is left is closed now", e);
        }
        stack.destroy();
    }

    private static boolean isUsable(PeerState state) {
        return state == PeerState.OKAY || state == PeerState.SUSPECT;
    }
}
