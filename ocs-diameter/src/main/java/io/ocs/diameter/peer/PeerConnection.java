package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.diameter.codec.ClientRequestCodec;
import io.ocs.diameter.codec.DiameterException;
import io.ocs.diameter.codec.DiameterFrameDecoder;
import io.ocs.diameter.codec.DiameterHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, whoever has begun it: cuts its octets into messages, moves its {@link PeerState}, and answers what passes between peers;
 * {@link ApplicationRequests} has the rest. Runs on its event loop only.
 */
final class PeerConnection extends ChannelInboundHandlerAdapter implements DiameterFrameDecoder.FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    /** Longest message in octets of somebody who has not said who it is: a CER that names many applications and vendors. */
    private static final int CER_LENGTH_MAX = 8 * 1024;

    private final PeerLoop loop;
    private final DiameterFrameDecoder frames;
    private final Silence silence;
    private final CapabilitiesExchange exchange;
    private final HeardOrigins heard;
    private final ApplicationRequests requests;
    private Outbox outbox;
    private InetAddress local;
    private InetAddress remote;
    private int remotePort;
    /** Null without TLS. */
    private SslHandler tls;

    private PeerState state;
    private boolean seated;
    private boolean disconnectWhenAnswered;
    private boolean answersPending;
    /** Whether a CER is none that decides anything any more. */
    private boolean repeatedCer;

    private long readNanos;

    // The message that is being handled.
    private ByteBuf message;
    private int offset;
    private int length;

    /** @param initiator who begins this connection; null if the peer does */
    PeerConnection(PeerLoop loop, PeerInitiator initiator) {
        this.loop = loop;
        state = initiator == null ? PeerState.WAIT_CER : PeerState.WAIT_CEA;
        repeatedCer = initiator != null;
        frames = new DiameterFrameDecoder(Math.min(CER_LENGTH_MAX, loop.config.messageLengthMax()));
        silence = new Silence(loop.timers, loop.random);
        exchange = new CapabilitiesExchange(loop, this, initiator);
        heard = new HeardOrigins(loop, this);
        requests = new ApplicationRequests(loop, exchange, heard);
    }

    void seat(int slot, int generation) {
        requests.seat(slot, generation);
        seated = true;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        outbox = new Outbox(ctx);
        requests.begin(outbox);
        tls = ctx.pipeline().get(SslHandler.class);
        silence.begin(System.nanoTime());
        InetSocketAddress localSocket = (InetSocketAddress) ctx.channel().localAddress();
        InetSocketAddress remoteSocket = (InetSocketAddress) ctx.channel().remoteAddress();
        if (localSocket == null || remoteSocket == null || !loop.add(this)) { // no addresses: it has gone already
            outbox.close();
            return;
        }
        local = localSocket.getAddress();
        remote = remoteSocket.getAddress();
        remotePort = remoteSocket.getPort();
        if (tls == null) {
            exchange.onConnected();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess() && seated) {
            exchange.onConnected();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf in = (ByteBuf) read;
        try {
            readNanos = System.nanoTime();
            silence.onRead(readNanos);
            if (exchange.onSignOfLife()) {
                silence.probeEnded();
            }
            if (state != PeerState.CLOSED) {
                frames.decode(in, ctx.alloc(), this);
                silence.partial(frames.hasPartial(), readNanos);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loop.flushSubmitted();
        outbox.flush();
    }

    @Override
    public boolean onFrame(ByteBuf buffer, int frameOffset, int frameLength) {
        message = buffer;
        offset = frameOffset;
        length = frameLength;
        silence.onFrame();
        if (DiameterHeader.isRequest(buffer, frameOffset)) {
            onRequest();
        } else {
            onAnswerMessage();
        }
        message = null;
        return state != PeerState.CLOSED;
    }

    @Override
    public void onFault(ByteBuf buffer, int frameOffset, DiameterException fault) {
        if (DiameterHeader.isRequest(buffer, frameOffset) && !isBeforeCapabilities()) {
            loop.errorAnswer.encode(buffer, frameOffset, DiameterHeader.LENGTH, fault, outbox.batch());
        }
        loop.listener.onMalformed(fault.resultCode());
        disconnect(fault.getMessage());
    }

    private void onRequest() {
        try {
            if (!isBeforeCapabilities()) { // a CER is answered with a CEA, whatever is wrong with it
                DiameterHeader.checkFlags(message, offset);
            }
            switch (DiameterHeader.command(message, offset)) {
                case DiameterHeader.CAPABILITIES_EXCHANGE -> on(PeerState.Event.CER);
                case DiameterHeader.DEVICE_WATCHDOG -> {
                    checkBase(false);
                    on(PeerState.Event.DWR);
                }
                case DiameterHeader.DISCONNECT_PEER -> {
                    checkBase(true);
                    on(PeerState.Event.DPR);
                }
                default -> on(PeerState.Event.REQUEST);
            }
        } catch (DiameterException e) {
            reject(e);
        }
    }

    private void checkBase(boolean disconnect) throws DiameterException {
        if (isBeforeCapabilities()) {
            return; // whatever it says, it should have been a CER or a CEA
        }
        if (disconnect) {
            exchange.onDisconnectRequest(DisconnectCause.of(loop.baseRequests.disconnect(message, offset, length)));
        } else {
            loop.baseRequests.watchdog(message, offset, length);
            noteOriginState();
        }
    }

    private boolean isBeforeCapabilities() {
        return state == PeerState.WAIT_CER || state == PeerState.WAIT_CEA;
    }

    /** Of the DWR that was read last, which is never that of another host: nobody relays it. */
    private void noteOriginState() {
        if (state == PeerState.OPEN && loop.baseRequests.originHost().equalsIgnoreCase(exchange.name())) {
            loop.originStates.note(exchange.name(), loop.baseRequests.originStateId());
        }
    }

    private void onAnswerMessage() {
        switch (DiameterHeader.command(message, offset)) {
            case DiameterHeader.CAPABILITIES_EXCHANGE -> on(PeerState.Event.CEA);
            case DiameterHeader.DEVICE_WATCHDOG -> on(PeerState.Event.DWA);
            case DiameterHeader.DISCONNECT_PEER -> on(PeerState.Event.DPA);
            default -> {
                if (isBeforeCapabilities()) {
                    on(PeerState.Event.DWA); // an answer to nothing instead of a CER or CEA
                } else if (ClientRequestCodec.isAnswer(DiameterHeader.command(message, offset))) {
                    loop.clients.onAnswer(loop, this, message, offset, length);
                } else {
                    loop.listener.onUnexpectedAnswer();
                }
            }
        }
    }

    private void on(PeerState.Event event) {
        PeerState.Transition transition = state.on(event);
        state = transition.next();
        switch (transition.action()) {
            case NOTHING -> {}
            case PROCESS_CER -> exchange.onRequest(message, offset, length, remote);
            case PROCESS_CEA -> exchange.onAnswer(message, offset, length);
            case SEND_CEA -> sendCea();
            case SEND_CEA_AND_DISCONNECT -> {
                exchange.writeAnswer(local, outbox.batch());
                disconnect("refused");
            }
            case PROCESS_REQUEST -> requests.process(message, offset, length, readNanos);
            case ANSWER_TOO_BUSY -> requests.reject(message, offset, length, ResultCode.TOO_BUSY, readNanos);
            case SEND_DWA -> loop.baseMessages.watchdogAnswer(message, offset, outbox.batch());
            case SEND_DPA -> {
                loop.baseMessages.disconnectAnswer(message, offset, outbox.batch());
                silence.closing(readNanos);
            }
            case SEND_DPR -> {
                loop.baseMessages.disconnectRequest(
                        loop.nextIdentifier(), exchange.farewell().ordinal(), outbox.batch());
                outbox.flush();
                silence.closing(System.nanoTime());
            }
            case DISCONNECT_WHEN_ANSWERED -> {
                disconnectWhenAnswered = true;
                disconnectIfAnswered();
            }
            case DISCONNECT -> disconnect("on " + event);
        }
    }

    CapabilitiesExchange exchange() {
        return exchange;
    }

    /** Whether the peer may call itself so: over TLS, its certificate has to name it. */
    boolean mayBeCalled(String originHost) {
        return tls == null || PeerTls.names(tls.engine().getSession(), originHost);
    }

    boolean isOverTls() {
        return tls != null;
    }

    boolean isStranger() {
        return state == PeerState.WAIT_CER;
    }

    /** Whether it has ended, and stays only so that its peer can read the last answer. */
    boolean isLingering() {
        return state == PeerState.CLOSED && silence.isLingering();
    }

    long connectedNanos() {
        return silence.connectedNanos();
    }

    /** Makes room for somebody else. */
    void turnAway() {
        if (isStranger() && loop.strangerLines.admits()) {
            LOG.info(
                    "a connection from {} is closed, because there are too many and it has not said who it is", remote);
        }
        state = PeerState.CLOSED;
        silence.lingered();
        outbox.close();
    }

    boolean isElecting() {
        return state == PeerState.ELECTING;
    }

    /** The end of the capabilities exchange; on this event loop. */
    void onElected(PeerState.Event outcome) {
        frames.messageLengthMax(loop.config.messageLengthMax());
        if (outcome == PeerState.Event.ACCEPTED && state != PeerState.CLOSED) {
            requests.join();
        }
        on(outcome);
        outbox.flush();
    }

    private void sendCea() {
        if (repeatedCer) {
            exchange.writeAnswerAgain(message, offset, local, outbox.batch());
        } else {
            repeatedCer = true;
            exchange.writeAnswer(local, outbox.batch());
        }
    }

    private void reject(DiameterException mistake) {
        if (state == PeerState.ELECTING) {
            on(PeerState.Event.REQUEST);
            return;
        }
        requests.reject(message, offset, length, mistake, readNanos);
    }

    /** Encodes an answer. @return whether it is the first one of the batch */
    boolean answer(CreditControlExchange answered, long nowNanos) {
        encode(answered);
        long latencyNanos = nowNanos - answered.envelope.receivedNanos;
        loop.noteAnswer(answered, latencyNanos);
        boolean first = !answersPending;
        answersPending = true;
        return first;
    }

    /** A fault here must not keep the answers behind it from their own connections. */
    private void encode(CreditControlExchange answered) {
        try {
            requests.onAnswer(answered, state != PeerState.CLOSED);
        } catch (RuntimeException | LinkageError e) { // a class cannot be loaded: no file descriptor may be left
            fault(e);
        }
    }

    /** After the last answer of a batch. */
    void onAnswersEncoded() {
        answersPending = false;
        outbox.flush();
        disconnectIfAnswered();
    }

    private void disconnectIfAnswered() {
        if (disconnectWhenAnswered && requests.inFlight() == 0 && state != PeerState.CLOSED) {
            disconnect("as agreed");
        }
    }

    /** All time-outs of this connection. */
    void tick(long now) {
        requests.tick(now);
        switch (silence.check(state, now)) {
            case NONE -> {}
            case ASK -> sendWatchdog();
            case SUSPECT -> LOG.warn("peer {} does not answer the watchdog", exchange.name());
            case PREDECESSOR_DEAD -> {
                disconnect("silent, and its peer has come again");
                outbox.close();
            }
            case GONE -> on(PeerState.Event.TIMEOUT);
            case LINGERED -> outbox.close();
        }
    }

    /**
     * Sends a request of this server's own. Safe on any thread.
     *
     * @param unsent is run on the event loop if the connection is not open (any more)
     */
    void send(ClientMessage request, Runnable unsent) {
        loop.execute(() -> {
            if (state == PeerState.OPEN) {
                write(request);
            } else {
                unsent.run();
            }
        });
    }

    private void write(ClientMessage request) {
        loop.clientCodec.write(
                request.request(),
                request.host(),
                request.realm(),
                request.hopByHop(),
                request.endToEnd(),
                request.again(),
                outbox.batch());
        outbox.flush();
        loop.listener.onClientRequestSent(request.request().kind());
    }

    void sendCer(int identifier) {
        loop.baseMessages.capabilitiesRequest(identifier, local, outbox.batch());
        outbox.flush();
    }

    private void sendWatchdog() {
        loop.baseMessages.watchdogRequest(loop.nextIdentifier(), outbox.batch());
        outbox.flush();
    }

    /** Asks whether the peer still lives, because it has come again. */
    void sendProbe() {
        silence.probe(System.nanoTime());
        sendWatchdog();
    }

    void stop() {
        on(PeerState.Event.STOP);
    }

    /** Says farewell to the peer, and why, if the connection is open. Safe on any thread. */
    void leave(DisconnectCause cause) {
        loop.execute(() -> {
            if (state == PeerState.OPEN) {
                exchange.farewell(cause);
                stop();
            }
        });
    }

    /** Where the peer is; safe on any thread once the connection is open. */
    String address() {
        return NetUtil.toSocketAddressString(remote.getHostAddress(), remotePort);
    }

    /** Whether this server has begun it. */
    boolean isInitiated() {
        return exchange.isInitiated();
    }

    /** Ends the connection. */
    void drop(String reason) {
        disconnect(reason);
    }

    /** Sends what waits, then ends the connection. */
    private void disconnect(String reason) {
        if (exchange.mayBeLogged()) {
            LOG.info("peer {} disconnected: {}", exchange.name(), reason);
        }
        state = PeerState.CLOSED;
        silence.lingering(System.nanoTime());
        frames.close();
        outbox.finish();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            LOG.warn(
                    "peer {} reads too slowly: more than {} octets wait",
                    exchange.name(),
                    loop.config.writeBufferMax());
            state = PeerState.CLOSED;
            outbox.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = PeerState.CLOSED;
        frames.close();
        outbox.release();
        exchange.onEnd();
        heard.onEnd();
        requests.leave();
        loop.clients.onConnectionEnd(this);
        if (seated) {
            seated = false;
            loop.remove(requests.slot());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause.getCause() instanceof SSLException) {
            if (exchange.mayBeLogged()) {
                LOG.info(
                        "connection from {} is closed: {}",
                        remote,
                        cause.getCause().getMessage());
            }
            outbox.close();
        } else if (cause instanceof IOException) {
            LOG.debug("connection of peer {} broke", exchange.name(), cause);
            outbox.close();
        } else {
            fault(cause);
        }
    }

    /** A fault of this program: nothing half-written is sent, and the peer learns by the closed connection that answers are missing. */
    void fault(Throwable cause) {
        LOG.error("fault on the connection of peer {}: it is closed", exchange.name(), cause);
        state = PeerState.CLOSED;
        outbox.release();
        outbox.close();
    }
}
