package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of the generator: a network element with a window of virtual sessions. In a closed loop each answer is followed at
 * once by that session's next request; in an open loop the session waits in a line until {@link LoadLoop} sends for it. Everything but
 * the futures belongs to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as in the parent
final class LoadConnection extends DiameterHandler {
    /** Several connections of one network element, well below what a server allows it. */
    private static final int CONNECTIONS_PER_HOST = 16;

    /** The intended time of what only tidies up. */
    private static final long NEVER_MEASURED = Long.MAX_VALUE;

    private final LoadPlan plan;
    private final int index;
    private final String originHost;
    private final Template[] templates;
    private final VirtualSession[] sessions;
    private final int slotMask;
    private final ArrayDeque<VirtualSession> free;
    private final SplittableRandom random;
    private final Distribution.Choice choice;
    private final AnswerReader answer = new AnswerReader();
    private final Clock clock = new Clock();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private LoadLoop loop;
    private Tally tally;
    private long begun;
    private int sent;
    private int inFlight;
    private boolean finishing;
    private boolean disconnecting;

    LoadConnection(LoadPlan plan, int index) {
        this.plan = plan;
        this.index = index;
        int window = plan.shape().window();
        int digits = plan.subscribers().digits();
        originHost = "bench%04d.example.com".formatted(index / CONNECTIONS_PER_HOST);
        templates = new TemplateBuilder(plan.mix(), originHost, plan.runId(), digits).buildAll();
        sessions = new VirtualSession[window];
        for (int slot = 0; slot < window; slot++) {
            sessions[slot] = new VirtualSession(slot, digits);
        }
        slotMask = Integer.highestOneBit(Math.max(1, 2 * window - 1)) - 1;
        free = new ArrayDeque<>(window + 1);
        random = new SplittableRandom(plan.runId() * 31 + index);
        choice = plan.subscribers().distribution().of(plan.subscribers().count());
    }

    /** Done when the capabilities are exchanged. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Done when nothing is in flight any more after {@link #finish()}. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** From here on all sessions may send; in a closed loop they do. */
    void start(LoadLoop startLoop) {
        loop = startLoop;
        tally = loop.tally();
        clock.read();
        for (VirtualSession session : sessions) {
            if (loop.isOpen()) {
                free.add(session);
            } else {
                sendNext(session, clock.nanos);
            }
        }
        flush();
    }

    /** Sends one request that should have left at {@code intendedNanos}; false if every session waits for an answer. */
    boolean sendDue(long intendedNanos) {
        VirtualSession session = free.poll();
        if (session == null) {
            return false;
        }
        sendNext(session, intendedNanos);
        return true;
    }

    void readClock() {
        clock.read();
    }

    /** Ends the open sessions and nothing else. */
    void finish() {
        finishing = true;
        clock.read();
        for (VirtualSession session : sessions) {
            if (!session.awaitsAnswer) {
                finish(session);
            }
        }
        flush();
        completeIfDrained();
    }

    /** Counts what was not answered and says goodbye; the server closes. */
    void disconnect() {
        disconnecting = true;
        tally.lost(inFlight);
        inFlight = 0;
        if (context().channel().isActive()) {
            BaseMessages.disconnectRequest(out(), originHost);
            flush();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress local = (InetSocketAddress) context.channel().localAddress();
        BaseMessages.capabilitiesRequest(out(), originHost, local);
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        super.channelInactive(context);
        free.clear();
        if (!disconnecting && loop != null) {
            tally.disconnected();
            tally.lost(inFlight);
            inFlight = 0;
        }
        ready.completeExceptionally(new IllegalStateException("the server closed the connection"));
        drained.complete(null);
    }

    @Override
    void onRead() {
        clock.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (loop != null) {
            loop.sendDue(this, clock.nanos);
            tally.publish();
        }
        flush();
        completeIfDrained();
    }

    @Override
    void onMessage(ByteBuf in, int offset, int length) {
        int flagsAndCommand = in.getInt(offset + Protocol.FLAGS_OFFSET);
        int command = flagsAndCommand & 0xFF_FFFF;
        if (flagsAndCommand < 0) {
            onRequest(in, offset, command);
        } else if (command == Protocol.CREDIT_CONTROL) {
            onCreditControlAnswer(in, offset, length);
        } else if (command == Protocol.CAPABILITIES_EXCHANGE) {
            onCapabilitiesAnswer(in, offset, length);
        } else if (command == Protocol.DISCONNECT_PEER) {
            context().close();
        }
    }

    private void onRequest(ByteBuf in, int offset, int command) {
        boolean known = command == Protocol.DEVICE_WATCHDOG || command == Protocol.DISCONNECT_PEER;
        int resultCode = known ? Protocol.SUCCESS : Protocol.COMMAND_UNSUPPORTED;
        BaseMessages.plainAnswer(in, offset, out(), originHost, resultCode);
    }

    private void onCapabilitiesAnswer(ByteBuf in, int offset, int length) {
        if (answer.read(in, offset, length) && answer.resultCode() == Protocol.SUCCESS) {
            ready.complete(null);
        } else {
            ready.completeExceptionally(new IllegalStateException("refused by the server: " + answer.resultCode()));
        }
    }

    private void onCreditControlAnswer(ByteBuf in, int offset, int length) {
        if (loop == null || disconnecting) {
            return; // Nothing was asked yet, or all that had no answer is counted as lost.
        }
        int hopByHop = in.getInt(offset + Protocol.HOP_BY_HOP_OFFSET);
        int slot = hopByHop & slotMask;
        VirtualSession session = slot < sessions.length ? sessions[slot] : null;
        if (session == null || !session.awaitsAnswer || session.hopByHop != hopByHop) {
            tally.mismatched();
            return;
        }
        session.awaitsAnswer = false;
        inFlight--;
        boolean sound = answer.read(in, offset, length)
                && in.getInt(offset + Protocol.END_TO_END_OFFSET) == session.endToEnd
                && answer.matches(in, session);
        if (sound) {
            count(session);
        } else {
            tally.mismatched();
            session.abandon();
        }
        onFree(session);
    }

    private void count(VirtualSession session) {
        int resultCode = answer.resultCode();
        boolean success = resultCode == Protocol.SUCCESS;
        for (int service = 0; service < answer.services(); service++) {
            int code = answer.serviceResult(service);
            success &= code == Protocol.SUCCESS;
            tally.service(session, code);
        }
        tally.answered(session, resultCode, success, clock.nanos);
        boolean staysOpen = resultCode == Protocol.SUCCESS
                || (resultCode == Protocol.TOO_BUSY && session.requestType == Protocol.UPDATE);
        if (!staysOpen) {
            session.abandon();
        }
    }

    private void onFree(VirtualSession session) {
        if (finishing) {
            finish(session);
        } else if (loop.isOpen()) {
            free.add(session);
        } else {
            sendNext(session, clock.nanos);
        }
    }

    private void finish(VirtualSession session) {
        if (session.isOpen() && context().channel().isActive()) {
            session.terminate();
            send(session, NEVER_MEASURED);
        }
    }

    private void sendNext(VirtualSession session, long intendedNanos) {
        if (session.isOpen()) {
            session.proceed();
        } else {
            begin(session);
        }
        send(session, intendedNanos);
    }

    private void begin(VirtualSession session) {
        Mix mix = plan.mix();
        boolean first = session.requestType == 0 && begun < sessions.length;
        int updates = first ? random.nextInt(mix.updates() + 1) : mix.updates();
        long subscriber = plan.subscribers().first() + choice.next(random);
        long id = begun++ * plan.shape().connections() + index;
        session.begin(mix.isEvent() ? Protocol.EVENT : Protocol.INITIAL, id, subscriber, updates);
    }

    private void send(VirtualSession session, long intendedNanos) {
        sent++;
        session.hopByHop = sent * (slotMask + 1) | session.slot;
        session.endToEnd = sent * CONNECTIONS_PER_HOST + index % CONNECTIONS_PER_HOST;
        session.intendedNanos = intendedNanos;
        session.awaitsAnswer = true;
        inFlight++;
        templates[session.requestType].append(out(), session, clock.timestampS());
    }

    private void completeIfDrained() {
        if (finishing && inFlight == 0) {
            drained.complete(null);
        }
    }
}
