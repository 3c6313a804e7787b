package io.ocs.diameter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.Octets;
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
 * another one only if the oldest of them does not answer a watchdog; so a client that was started again is not locked out by its former self. Runs on
 * the connection's event loop only, except for {@link #probe}.
 */
final class CapabilitiesExchange {

    private static final Logger LOG = LoggerFactory.getLogger(CapabilitiesExchange.class);

    private final PeerLoop loop;
    private final PeerConnection connection;
    private ByteBuf requestHeader;
    private Capabilities capabilities;
    private byte[] ownHost;
    private long originStateId;
    private ResultCode result;
    private DiameterException mistake;
    private ClientProfile profile = ClientProfile.DEFAULT;
    private boolean entered;
    /** A connection of the same peer that waits for this one to prove dead. */
    private CapabilitiesExchange successor;

    CapabilitiesExchange(PeerLoop loop, PeerConnection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /** The peer's Origin-Host, for logs. */
    String name() {
        return capabilities == null ? "without a name" : capabilities.originHost();
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
        return capabilities.relay() || OriginStates.isSameHost(ownHost, originHost);
    }

    /** Decides on a CER, at once or when an older connection has answered or not. */
    void onRequest(ByteBuf message, int offset, int length, InetAddress remote) {
        requestHeader = Unpooled.copiedBuffer(message.slice(offset, DiameterHeader.LENGTH));
        try {
            capabilities = loop.baseRequests.capabilities(message, offset, length);
            originStateId = loop.baseRequests.originStateId();
            ownHost = capabilities.originHost().getBytes(UTF_8);
        } catch (DiameterException e) {
            loop.listener.onMalformed(e.resultCode());
            mistake = e;
            refuse(e.resultCode());
            return;
        }
        PeerPolicy.Admission admission =
                loop.policy.admit(capabilities.originHost(), capabilities.originRealm(), remote);
        if (!connection.mayBeCalled(capabilities.originHost())) {
            if (loop.strangerLines.admits()) {
                LOG.warn("the certificate of the peer at {} does not have the DNS name {}", remote, name());
            }
            refuse(ResultCode.UNKNOWN_PEER);
        } else if (admission == PeerPolicy.Admission.REFUSED) {
            refuse(ResultCode.UNKNOWN_PEER);
        } else if (!capabilities.creditControl()) {
            refuse(ResultCode.NO_COMMON_APPLICATION);
        } else {
            if (admission == PeerPolicy.Admission.LAB) {
                LOG.info("unknown peer {} accepted from the lab network", name());
            }
            enter();
        }
    }

    /** Takes a place among the peer's connections, or has the oldest of them asked whether it still lives. */
    private void enter() {
        if (!connection.isElecting()) {
            return; // gone while it waited
        }
        PeerConnection oldest = loop.peers.enter(name(), connection);
        if (oldest != null) {
            oldest.exchange().probe(this);
            return;
        }
        entered = true;
        result = ResultCode.SUCCESS;
        loop.originStates.begin(name(), originStateId); // not before: anybody could say so
        profile = loop.policy.profile(name(), capabilities.productName());
        LOG.info("peer {} is up, product {}, profile {}", name(), capabilities.productName(), profile.name());
        loop.listener.onPeerUp(name());
        connection.onElected(PeerState.Event.ACCEPTED);
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
        loop.baseMessages.capabilitiesAnswer(message, offset, result, local, null, out);
    }

    /** Asks this connection's peer for a sign of life on behalf of a newer connection. Safe on any thread. */
    private void probe(CapabilitiesExchange newer) {
        loop.execute(() -> {
            if (!entered) {
                newer.tryAgain();
            } else if (successor != null) {
                newer.sendAway();
            } else {
                successor = newer;
                connection.sendProbe();
            }
        });
    }

    private void tryAgain() {
        loop.execute(this::enter);
    }

    private void sendAway() {
        loop.execute(() -> refuse(ResultCode.UNABLE_TO_COMPLY));
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
        if (entered) {
            entered = false;
            loop.peers.remove(name(), connection);
            loop.listener.onPeerDown(name());
            LOG.info("peer {} is down", name());
        }
        if (successor != null) {
            successor.tryAgain();
            successor = null;
        }
    }
}
