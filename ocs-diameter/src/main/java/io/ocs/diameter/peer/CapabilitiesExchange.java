package io.ocs.diameter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.request.ClientProfile;
import io.ocs.diameter.codec.Capabilities;
import io.ocs.diameter.codec.DiameterException;
import io.ocs.diameter.codec.DiameterHeader;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is at the other end of one connection, and whether it may be there (RFC 6733 §5.3). A peer that has as many connections as it may have gets
 * another one only if the oldest of them does not answer a watchdog; so a client that was started again is not locked out by its former self. A peer that
 * this server connects to may come itself at the same time: then its {@link PeerInitiator} decides. Runs on the connection's event loop only, except for what
 * is called safe.
 */
final class CapabilitiesExchange {

    private static final Logger LOG = LoggerFactory.getLogger(CapabilitiesExchange.class);
    private static final String NAMELESS = "without a name";

    private final PeerLoop loop;
    private final PeerConnection connection;
    /** Who has begun this connection; null if the peer has. */
    private final PeerInitiator initiator;

    private ByteBuf requestHeader;
    private Capabilities capabilities;
    private byte[] ownHost;
    private long originStateId;
    private ResultCode result;
    private DiameterException mistake;
    private ClientProfile profile = ClientProfile.DEFAULT;
    /** Null if nothing is configured for this peer. */
    private PeerEntry entry;

    private boolean mayRelay = true;
    private boolean contended;
    private boolean entered;
    private long enteredNanos;
    /** What the peer has said in a DPR. */
    private DisconnectCause cause;
    /** What this server says in one, or has said. */
    private DisconnectCause farewell = DisconnectCause.REBOOTING;

    private boolean left;
    /** A connection of the same peer that waits for this one to prove dead. */
    private CapabilitiesExchange successor;

    CapabilitiesExchange(PeerLoop loop, PeerConnection connection, PeerInitiator initiator) {
        this.loop = loop;
        this.connection = connection;
        this.initiator = initiator;
    }

    /** The peer's Origin-Host, for logs. */
    String name() {
        return capabilities != null ? capabilities.originHost() : initiator == null ? NAMELESS : initiator.name();
    }

    /** The peer's Origin-Realm; once it is up. */
    String realm() {
        return capabilities.originRealm();
    }

    /** Whether the peer is an agent that relays any application; once it is up. */
    boolean isRelay() {
        return capabilities.relay();
    }

    /** What kind of client the peer is; known once it is up. */
    ClientProfile profile() {
        return profile;
    }

    /** Whether one more line about this peer may be written: always, once it is up. */
    boolean mayBeLogged() {
        return entered || loop.strangerLines.admits();
    }

    /** Whether this peer may tell the Origin-State-Id of a host: its own, or that of anybody behind a relay. Allocates nothing. */
    boolean speaksFor(Octets originHost) {
        return (capabilities.relay() && mayRelay) || OriginStates.isSameHost(ownHost, originHost);
    }

    /** Whether this peer's rate has room for one more request. Allocates nothing. */
    boolean admits(RequestType type, long nowNanos) {
        return entry == null || entry.rate == null || entry.rate.admits(type, nowNanos);
    }

    /** Whether who says this has an application that both sides know and that its entry allows. */
    static boolean isCommon(Capabilities peer, ConfiguredPeer configured) {
        return (peer.creditControl() && configured.mayBe(ConfiguredPeer.Application.CREDIT_CONTROL))
                || (peer.relay() && configured.mayBe(ConfiguredPeer.Application.RELAY));
    }

    /** Decides on a CER, at once, or when an election is over, or an older connection has answered or not. */
    void onRequest(ByteBuf message, int offset, int length, InetAddress remote) {
        requestHeader = Unpooled.copiedBuffer(message.slice(offset, DiameterHeader.LENGTH));
        try {
            identify(loop.baseRequests.capabilities(message, offset, length), loop.baseRequests.originStateId());
        } catch (DiameterException e) {
            loop.listener.onMalformed(e.resultCode());
            mistake = e;
            refuse(e.resultCode());
            return;
        }
        PeerPolicy.Admission admission =
                loop.policy.admit(capabilities.originHost(), capabilities.originRealm(), remote);
        ResultCode refusal = refusal(admission, remote);
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        if (admission == PeerPolicy.Admission.LAB) {
            LOG.info("unknown peer {} accepted from the lab network", name());
        }
        enter();
    }

    private void identify(Capabilities peer, long stateId) {
        capabilities = peer;
        originStateId = stateId;
        ownHost = peer.originHost().getBytes(UTF_8);
        entry = loop.peers.configured(peer.originHost());
        mayRelay = entry == null || entry.configured.mayBe(ConfiguredPeer.Application.RELAY);
    }

    /** @return null if the peer may come in */
    private ResultCode refusal(PeerPolicy.Admission admission, InetAddress remote) {
        if (!connection.mayBeCalled(capabilities.originHost())) {
            if (loop.strangerLines.admits()) {
                LOG.warn("the certificate of the peer at {} does not have the DNS name {}", remote, name());
            }
            return ResultCode.UNKNOWN_PEER;
        }
        if (admission == PeerPolicy.Admission.REFUSED) {
            return ResultCode.UNKNOWN_PEER;
        }
        if (entry != null && entry.configured.tlsRequired() && !connection.isOverTls()) {
            return ResultCode.NO_COMMON_SECURITY;
        }
        boolean common = entry == null
                ? capabilities.creditControl() || capabilities.relay()
                : isCommon(capabilities, entry.configured);
        return common ? null : ResultCode.NO_COMMON_APPLICATION;
    }

    private void enter() {
        PeerInitiator rival = entry == null ? null : entry.initiator();
        if (rival == null) {
            takePlace();
        } else if (connection.isElecting()) {
            contended = true;
            rival.contend(this);
        }
    }

    /** Takes a place among the peer's connections, or has the oldest of them asked whether it still lives. */
    private void takePlace() {
        if (!connection.isElecting()) {
            return; // gone while it waited
        }
        PeerConnection oldest = loop.peers.enter(name(), connection);
        if (oldest != null) {
            oldest.exchange().probe(this);
            return;
        }
        result = ResultCode.SUCCESS;
        begin();
        connection.onElected(PeerState.Event.ACCEPTED);
    }

    /** The peer that this server has connected to has accepted it. @return whether it may have this connection */
    boolean adopt(Capabilities peer, long stateId) {
        identify(peer, stateId);
        if (loop.peers.enter(name(), connection) != null) {
            return false;
        }
        begin();
        return true;
    }

    private void begin() {
        entered = true;
        enteredNanos = System.nanoTime();
        loop.originStates.begin(name(), originStateId); // not before: anybody could say so
        profile = loop.policy.profile(name(), capabilities.productName());
        LOG.info("peer {} is up, product {}, profile {}", name(), capabilities.productName(), profile.name());
        loop.listener.onPeerUp(name());
    }

    private void refuse(ResultCode code) {
        if (connection.isElecting()) {
            result = code;
            if (loop.strangerLines.admits()) {
                LOG.info("peer {} is refused with {}", name(), code);
            }
            connection.onElected(PeerState.Event.REFUSED);
        }
    }

    /** Appends the CEA. */
    void writeAnswer(InetAddress local, ByteBuf out) {
        loop.baseMessages.capabilitiesAnswer(requestHeader, 0, result, local, mistake, out);
    }

    /** Appends the CEA to a CER that came once more. */
    void writeAnswerAgain(ByteBuf message, int offset, InetAddress local, ByteBuf out) {
        loop.baseMessages.capabilitiesAnswer(message, offset, ResultCode.SUCCESS, local, null, out);
    }

    /** The connection stands, its TLS handshake included. */
    void onConnected() {
        if (initiator != null) {
            initiator.onConnected(connection);
        }
    }

    /** A CEA has come over a connection that this server has begun. */
    void onAnswer(ByteBuf message, int offset, int length) {
        initiator.onAnswer(this, message, offset, length);
    }

    /** The peer has said in a DPR why it leaves. */
    void onDisconnectRequest(DisconnectCause newCause) {
        cause = newCause;
    }

    /** This server leaves, and says this. */
    void farewell(DisconnectCause newFarewell) {
        farewell = newFarewell;
        left = true;
    }

    DisconnectCause farewell() {
        return farewell;
    }

    boolean isInitiated() {
        return initiator != null;
    }

    /** Asks this connection's peer for a sign of life on behalf of a newer connection. Safe on any thread. */
    private void probe(CapabilitiesExchange newer) {
        loop.execute(() -> {
            if (!entered) {
                newer.goOn();
            } else if (successor != null) {
                newer.sendAway();
            } else {
                successor = newer;
                connection.sendProbe();
            }
        });
    }

    /** Takes its place now, if there is one. Safe on any thread. */
    void goOn() {
        loop.execute(this::takePlace);
    }

    /** There is no place. Safe on any thread. */
    void sendAway() {
        loop.execute(() -> refuse(ResultCode.UNABLE_TO_COMPLY));
    }

    /** The connection that this server has begun stays instead. Safe on any thread. */
    void loseElection() {
        loop.execute(() -> refuse(ResultCode.ELECTION_LOST));
    }

    /** The peer has sent something: who wants its place has to go. @return whether there was such a one */
    boolean onSignOfLife() {
        if (successor == null) {
            return false;
        }
        successor.sendAway();
        successor = null;
        return true;
    }

    /** The connection has ended. */
    void onEnd() {
        long openNanos = entered ? System.nanoTime() - enteredNanos : -1;
        if (entered) {
            entered = false;
            loop.peers.remove(name(), connection);
            loop.originStates.seen(name());
            loop.listener.onPeerDown(name());
            LOG.info("peer {} is down", name());
        }
        if (successor != null) {
            successor.goOn();
            successor = null;
        }
        PeerInitiator interested = initiator == null && entry != null ? entry.initiator() : initiator;
        if (interested != null) {
            if (contended) {
                interested.withdraw(this);
            }
            interested.onEnd(connection, left ? farewell : cause, whyEnded(), openNanos);
        }
    }

    private String whyEnded() {
        if (left) {
            return "this server has sent it a DPR that says " + farewell;
        }
        return cause == null ? "its connection has ended" : "it has sent a DPR that says " + cause;
    }
}
