package io.ocs.diameter.peer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.shard.ChargingGateway;
import io.ocs.core.shard.ChargingPort;
import io.ocs.diameter.codec.BaseMessages;
import io.ocs.diameter.codec.BaseRequestDecoder;
import io.ocs.diameter.codec.ClientRequestCodec;
import io.ocs.diameter.codec.CreditControlCodec;
import io.ocs.diameter.codec.ErrorAnswer;
import io.ocs.diameter.codec.LocalNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one event loop share: the door to the shards, the codec, and the slots by which an answer finds its connection. Everything
 * but {@link #wakeUp} runs on that event loop.
 */
final class PeerLoop implements ChargingPort.AnswerHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PeerLoop.class);

    /** Lines of one second about connections that are refused, evicted or broken before they are up. */
    private static final int STRANGER_LINES_MAX = 10;

    final DiameterConfig config;
    final PeerTimers timers;
    final PeerPolicy policy;
    final PeerTable peers;
    final DiameterListener listener;
    final MessageTap tap;
    final CreditControlCodec codec;
    final ErrorAnswer errorAnswer;
    final BaseMessages baseMessages;
    final BaseRequestDecoder baseRequests = new BaseRequestDecoder();
    final ClientExchanges clients;
    final ClientRequestCodec clientCodec;
    final OriginStates originStates;
    final OriginStates.Seen originStatesSeen;
    final Envelope envelope = new Envelope();
    final SplittableRandom random = new SplittableRandom();
    /** Of the overload reports of this server, over all event loops. */
    final AtomicLong overloadSequence;

    final PeerLoads loads = new PeerLoads();

    final LineLimit strangerLines = new LineLimit(STRANGER_LINES_MAX, System.nanoTime());

    private final EventLoop eventLoop;
    private final ChargingGateway gateway;
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final List<PeerInitiator> initiators = new ArrayList<>();
    private ChargingPort port;
    private ScheduledFuture<?> ticking;
    private PeerConnection[] connections = new PeerConnection[16];
    private int[] generations = new int[16];
    private PeerConnection[] answered = new PeerConnection[16];
    private int connectionCount;
    private int answeredCount;
    private long drainNanos;
    private boolean submitted;
    private boolean stopping;
    private int nextIdentifier = random.nextInt();

    PeerLoop(
            EventLoop eventLoop,
            ChargingGateway gateway,
            DiameterConfig config,
            PeerTimers timers,
            PeerPolicy policy,
            PeerTable peers,
            OriginStates originStates,
            ClientExchanges clients,
            AtomicLong overloadSequence,
            DiameterListener listener) {
        this.eventLoop = eventLoop;
        this.gateway = gateway;
        this.config = config;
        this.timers = timers;
        this.policy = policy;
        this.peers = peers;
        this.originStates = originStates;
        originStatesSeen = new OriginStates.Seen(originStates);
        this.clients = clients;
        this.overloadSequence = overloadSequence;
        this.listener = listener;
        tap = listener.tap();
        LocalNode node =
                new LocalNode(config.originHost(), config.realm(), config.productName(), config.originStateId());
        codec = new CreditControlCodec(node);
        errorAnswer = new ErrorAnswer(node);
        baseMessages = new BaseMessages(node);
        clientCodec = new ClientRequestCodec(node);
    }

    /**
     * Gives a connection its slot; if there are as many as there may be, in place of one that has ended and lingers, or else of the one that has longest
     * not said who it is.
     *
     * @return false if there is no room, or the server stops
     */
    boolean add(PeerConnection connection) {
        boolean crowded = peers.comes();
        if (stopping || (crowded && !makeRoom())) {
            peers.goes();
            if (strangerLines.admits()) {
                LOG.warn("connection refused: {}", stopping ? "the server stops" : "too many connections");
            }
            return false;
        }
        if (port == null) {
            open();
        }
        int slot = freeSlot();
        connections[slot] = connection;
        connection.seat(slot, ++generations[slot]);
        connectionCount++;
        return true;
    }

    /** Begins to connect to a peer. Safe on any thread. */
    void initiate(PeerInitiator initiator) {
        execute(() -> {
            if (port == null) {
                open();
            }
            initiators.add(initiator);
        });
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    private boolean makeRoom() {
        PeerConnection least = oldest(PeerConnection::isLingering);
        if (least == null) {
            least = oldest(PeerConnection::isStranger);
        }
        if (least != null) {
            least.turnAway();
        }
        return least != null;
    }

    private PeerConnection oldest(Predicate<PeerConnection> kind) {
        PeerConnection oldest = null;
        for (PeerConnection one : connections) {
            if (one != null && kind.test(one) && (oldest == null || one.connectedNanos() < oldest.connectedNanos())) {
                oldest = one;
            }
        }
        return oldest;
    }

    private void open() {
        port = gateway.openPort();
        port.onAnswers(this::wakeUp);
        ticking =
                eventLoop.scheduleAtFixedRate(this::tick, timers.tickNanos(), timers.tickNanos(), TimeUnit.NANOSECONDS);
    }

    private int freeSlot() {
        for (int slot = 0; slot < connections.length; slot++) {
            if (connections[slot] == null) {
                return slot;
            }
        }
        int slot = connections.length;
        connections = Arrays.copyOf(connections, 2 * slot);
        generations = Arrays.copyOf(generations, 2 * slot);
        answered = Arrays.copyOf(answered, 2 * slot);
        return slot;
    }

    void remove(int slot) {
        connections[slot] = null;
        connectionCount--;
        peers.goes();
        completeStop();
    }

    int nextIdentifier() {
        return nextIdentifier++;
    }

    ChargingPort port() {
        return port;
    }

    /** Notes that something waits to be shown to the shards at the end of the read. */
    void onSubmitted() {
        submitted = true;
    }

    void flushSubmitted() {
        if (submitted) {
            submitted = false;
            port.flush();
        }
    }

    /** On a shard's thread: one task for however many answers come until it runs. */
    private void wakeUp() {
        if (drainScheduled.compareAndSet(false, true)) {
            try {
                eventLoop.execute(drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("answers after the event loop has ended: no connection is left to send them to", e);
            }
        }
    }

    private void drain() {
        drainScheduled.set(false); // before the answers are looked at, so that a later one wakes up again
        drainNanos = System.nanoTime();
        port.drain(this);
        for (int i = 0; i < answeredCount; i++) {
            answered[i].onAnswersEncoded();
            answered[i] = null;
        }
        answeredCount = 0;
    }

    @Override
    public void onAnswer(CreditControlExchange exchange) {
        PeerConnection connection = connections[exchange.envelope.connection];
        if (connection == null || generations[exchange.envelope.connection] != exchange.envelope.generation) {
            listener.onAnswerWithoutConnection();
            return;
        }
        if (connection.answer(exchange, drainNanos)) {
            answered[answeredCount++] = connection;
        }
    }

    /** Tells of an answer, and of what it grants. */
    void noteAnswer(CreditControlExchange exchange, long latencyNanos) {
        CreditControlAnswer answer = exchange.answer;
        CreditControlRequest request = exchange.request();
        listener.onAnswer(request.type(), request.context(), answer.resultCode(), latencyNanos);
        for (int i = 0; i < answer.grantCount(); i++) {
            ServiceGrant grant = answer.grant(i);
            if (grant.kind() != null) {
                listener.onGrant(grant.kind(), grant.units());
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        int leftOut = strangerLines.leftOut(now);
        if (leftOut > 0) {
            LOG.warn("{} more log lines about connections that were refused, evicted or broken are left out", leftOut);
        }
        for (PeerConnection connection : connections) {
            if (connection != null) {
                tick(connection, now);
            }
        }
        initiators.forEach(initiator -> tick(initiator, now));
    }

    private static void tick(PeerInitiator initiator, long now) {
        try {
            initiator.tick(now);
        } catch (RuntimeException e) {
            LOG.error("peer {} cannot be connected to at present", initiator.name(), e);
        }
    }

    /** A fault ends one connection, and not the time-outs of all. */
    private static void tick(PeerConnection connection, long now) {
        try {
            connection.tick(now);
        } catch (RuntimeException e) {
            connection.fault(e);
        }
    }

    void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Says farewell to all peers; safe on any thread. @return completes when the last connection has gone */
    CompletableFuture<Void> stop() {
        eventLoop.execute(() -> {
            stopping = true;
            initiators.forEach(PeerInitiator::stop);
            for (PeerConnection connection : connections) {
                if (connection != null) {
                    connection.stop();
                }
            }
            completeStop();
        });
        return stopped;
    }

    private void completeStop() {
        if (stopping && connectionCount == 0) {
            if (ticking != null) {
                ticking.cancel(false);
            }
            stopped.complete(null);
        }
    }
}
