package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.ocs.diameter.codec.Capabilities;
import io.ocs.diameter.codec.CapabilitiesAnswer;
import io.ocs.diameter.codec.CapabilitiesAnswerDecoder;
import io.ocs.diameter.codec.DiameterException;
import io.ocs.diameter.codec.DiameterHeader;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to one peer, as long as the peer is not connected: begins a connection, exchanges capabilities, and tries again later if that fails or the
 * connection ends (RFC 6733 §5.6). If the peer does the same at once, they elect which connection stays (§5.6.4). Runs on its event loop, except for what is
 * called safe.
 */
final class PeerInitiator {

    private static final Logger LOG = LoggerFactory.getLogger(PeerInitiator.class);

    private final PeerLoop loop;
    private final PeerEntry entry;
    private final PeerPipeline pipeline;
    /** Null if the peer is connected to without it. */
    private final PeerTls tls;
    /** Unresolved. */
    private final InetSocketAddress address;

    private final Reconnect reconnect;
    private final CapabilitiesAnswerDecoder answers = new CapabilitiesAnswerDecoder();

    private InitiatorState state = InitiatorState.CLOSED;
    /** Tells a connection that was given up from the one that is wanted. */
    private int attempt;

    private ChannelFuture connecting;
    private PeerConnection connection;
    private CapabilitiesExchange comer;
    private CapabilitiesExchange held;
    private int cerIdentifier;
    /** Whether it is known why the connection will end. */
    private boolean refused;

    private boolean stopped;

    private volatile boolean away = true;
    private volatile long awayFromNanos;
    private volatile String reason = "not tried yet";

    PeerInitiator(PeerLoop loop, PeerEntry entry, PeerPipeline pipeline, PeerTls tls) {
        this.loop = loop;
        this.entry = entry;
        this.pipeline = pipeline;
        this.tls = tls;
        address = entry.configured.connect().orElseThrow();
        long now = System.nanoTime();
        awayFromNanos = now;
        reconnect = new Reconnect(loop.timers, new SplittableRandom(), now);
    }

    /** The Origin-Host of the peer. */
    String name() {
        return entry.configured.originHost();
    }

    /** Says why the peer is away if it has been for so long; safe on any thread. */
    Optional<String> awayFor(long nanos, long now) {
        long awayNanos = now - awayFromNanos;
        return away && awayNanos >= nanos
                ? Optional.of(name() + " for " + TimeUnit.NANOSECONDS.toSeconds(awayNanos) + " s: " + reason)
                : Optional.empty();
    }

    /** Looks whether it is time to connect. */
    void tick(long now) {
        boolean connected = loop.peers.isConnected(entry);
        if (connected == away) {
            awayFromNanos = now;
            away = !connected;
            if (away) {
                reconnect.postpone(now);
            }
        }
        if (!stopped && !connected && state == InitiatorState.CLOSED && reconnect.isDue(now)) {
            on(InitiatorState.Event.START);
        }
    }

    void stop() {
        stopped = true;
        on(InitiatorState.Event.STOP);
    }

    /** A connection is there that is not connected yet. */
    void onMade(PeerConnection made) {
        connection = made;
        refused = false;
    }

    /** The connection stands, its TLS handshake included. */
    void onConnected(PeerConnection connected) {
        if (!connected.mayBeCalled(name())) {
            refused = true;
            failed("its certificate does not have the DNS name " + name());
            connected.drop(reason);
            return;
        }
        on(InitiatorState.Event.CONN_ACK);
    }

    /** A CEA has come over the initiated connection. */
    void onAnswer(CapabilitiesExchange exchange, ByteBuf message, int offset, int length) {
        PeerConnection answered = connection;
        if (answered == null) {
            return; // given up meanwhile, for the one that the peer has begun
        }
        String refusal = refusal(exchange, message, offset, length);
        if (refusal == null) {
            on(InitiatorState.Event.CEA);
            answered.onElected(PeerState.Event.ACCEPTED);
        } else {
            refused = true;
            failed(refusal);
            answered.onElected(PeerState.Event.REFUSED);
        }
    }

    /** @return null if the connection is open now */
    private String refusal(CapabilitiesExchange exchange, ByteBuf message, int offset, int length) {
        if (DiameterHeader.hopByHop(message, offset) != cerIdentifier) {
            return "its CEA answers another request";
        }
        try {
            CapabilitiesAnswer answer = answers.decode(message, offset, length);
            String refusal = refusal(answer);
            return refusal != null || exchange.adopt(answer.capabilities(), answer.originStateId())
                    ? refusal
                    : "it has as many connections as it may have";
        } catch (DiameterException e) {
            return "its CEA cannot be read: " + e.getMessage();
        }
    }

    private String refusal(CapabilitiesAnswer answer) {
        Capabilities peer = answer.capabilities();
        if (!answer.isSuccess()) {
            return "it answers with " + answer.resultCode() + " " + answer.errorMessage();
        }
        if (!peer.originHost().equalsIgnoreCase(name())
                || !peer.originRealm().equalsIgnoreCase(entry.configured.realm())) {
            return "who answers is " + peer.originHost() + " of realm " + peer.originRealm();
        }
        return CapabilitiesExchange.isCommon(peer, entry.configured) ? null : "it has no application in common";
    }

    /** A connection that the peer has begun has sent its CER, and asks whether it may go on. Safe on any thread. */
    void contend(CapabilitiesExchange responder) {
        loop.execute(() -> {
            comer = responder;
            on(InitiatorState.Event.R_CONN_CER);
            comer = null;
        });
    }

    /** A connection that has asked has ended. Safe on any thread. */
    void withdraw(CapabilitiesExchange responder) {
        loop.execute(() -> {
            if (held == responder) {
                on(InitiatorState.Event.R_PEER_DISC);
            }
        });
    }

    /**
     * A connection of the peer has ended, whoever has begun it. Safe on any thread.
     *
     * @param cause that the peer, or this server, has given in a DPR; null if none
     * @param why in words
     * @param openNanos how long it was open; negative if it never was
     */
    void onEnd(PeerConnection ended, DisconnectCause cause, String why, long openNanos) {
        loop.execute(() -> {
            if (openNanos >= 0) {
                reason = why;
                reconnect.ended(cause, openNanos, System.nanoTime());
            }
            if (ended == connection) {
                connection = null;
                if (openNanos < 0 && !refused) {
                    failed("the connection has ended before its CEA has come");
                }
                on(InitiatorState.Event.PEER_DISC);
            }
        });
    }

    private void on(InitiatorState.Event event) {
        InitiatorState.Transition transition = state.on(event);
        state = transition.next();
        switch (transition.action()) {
            case NOTHING -> {}
            case SEND_CONN_REQ -> connect(++attempt);
            case SEND_CER -> sendCer();
            case SEND_CER_AND_ELECT -> {
                sendCer();
                elect();
            }
            case HOLD -> held = comer;
            case HOLD_AND_ELECT -> {
                held = comer;
                elect();
            }
            case ACCEPT -> {
                reconnect.postpone(System.nanoTime());
                comer.goOn();
            }
            case REJECT -> comer.sendAway();
            case ACCEPT_HELD -> {
                reconnect.failed(System.nanoTime());
                acceptHeld();
            }
            case REFUSE_HELD -> {
                held.loseElection();
                held = null;
            }
            case FORGET_HELD -> held = null;
            case DISCONNECT -> disconnect();
            case DISCONNECT_AND_ACCEPT_HELD -> {
                disconnect();
                reconnect.postpone(System.nanoTime());
                acceptHeld();
            }
            case TRY_LATER -> reconnect.failed(System.nanoTime());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of addListener: the future itself
    private void connect(int number) {
        pipeline.resolve(
                address,
                found -> onLoop(() -> {
                    if (number != attempt || state == InitiatorState.CLOSED) {
                        return; // given up meanwhile
                    }
                    if (found.isUnresolved()) {
                        nack(number, "there is no host " + address.getHostString());
                        return;
                    }
                    connecting = pipeline.client(loop.eventLoop(), tls, this).connect(found);
                    connecting.addListener(done -> {
                        if (!done.isSuccess()) {
                            nack(number, done.cause().getMessage());
                        }
                    });
                }));
    }

    /** From another thread, which may come when the event loop has ended. */
    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server has stopped before it could connect to {}", name(), e);
        }
    }

    private void nack(int number, String why) {
        if (number == attempt) {
            failed(why);
            on(InitiatorState.Event.CONN_NACK);
        }
    }

    /** Tells why once, however often it is tried. */
    private void failed(String why) {
        if (!why.equals(reason) && !stopped) {
            LOG.info("peer {} at {}:{} is not connected: {}", name(), address.getHostString(), address.getPort(), why);
        }
        reason = why;
    }

    private void sendCer() {
        cerIdentifier = loop.nextIdentifier();
        connection.sendCer(cerIdentifier);
    }

    private void elect() {
        if (Election.isWon(loop.config.originHost(), name())) {
            LOG.info("peer {} has connected at the same time: its connection stays", name());
            on(InitiatorState.Event.WIN_ELECTION);
        }
    }

    private void acceptHeld() {
        held.goOn();
        held = null;
    }

    /** What ends now is none of this initiator's any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // the connection is told
    private void disconnect() {
        attempt++;
        connection = null;
        if (connecting != null) {
            connecting.channel().close();
            connecting = null;
        }
    }
}
