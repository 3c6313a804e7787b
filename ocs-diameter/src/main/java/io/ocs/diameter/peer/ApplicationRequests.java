package io.ocs.diameter.peer;

import static io.ocs.diameter.codec.DiameterHeader.APPLICATION_BASE;
import static io.ocs.diameter.codec.DiameterHeader.APPLICATION_CREDIT_CONTROL;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.codec.DiameterException;
import io.ocs.diameter.codec.DiameterHeader;
import io.ocs.diameter.codec.OverloadReport;

/** The requests of one connection: submits them to the shards, or answers them at once; and encodes the answers. Runs on the connection's event loop only. */
final class ApplicationRequests {

    /** Fullness of the rings in percent beyond which no peer may have more under way than one connection may, however many it has. */
    private static final int CROWDED = 50;

    private final PeerLoop loop;
    private final CapabilitiesExchange exchange;
    private final HeardOrigins heard;
    private Outbox outbox;
    private int slot;
    private int generation;
    private int inFlight;
    /** Of all connections of the peer; null until it is up. */
    private PeerLoads.Load load;
    /** Null until a client shows that it understands overload reports. */
    private OverloadControl overload;

    ApplicationRequests(PeerLoop loop, CapabilitiesExchange exchange, HeardOrigins heard) {
        this.loop = loop;
        this.exchange = exchange;
        this.heard = heard;
    }

    void begin(Outbox newOutbox) {
        outbox = newOutbox;
    }

    void seat(int newSlot, int newGeneration) {
        slot = newSlot;
        generation = newGeneration;
    }

    int slot() {
        return slot;
    }

    /** The peer is up. */
    void join() {
        load = loop.loads.join(exchange.name());
    }

    /** The connection has ended. */
    void leave() {
        if (load != null) {
            loop.loads.leave(exchange.name(), load, inFlight);
            load = null;
        }
    }

    /** Requests that wait for the shards. */
    int inFlight() {
        return inFlight;
    }

    /** Takes a request of an open connection. */
    void process(ByteBuf message, int offset, int length, long readNanos) {
        int command = DiameterHeader.command(message, offset);
        long application = DiameterHeader.application(message, offset);
        boolean creditControl = command == DiameterHeader.CREDIT_CONTROL;
        if (application != APPLICATION_CREDIT_CONTROL && (creditControl || application != APPLICATION_BASE)) {
            reject(message, offset, length, ResultCode.APPLICATION_UNSUPPORTED, readNanos);
        } else if (!creditControl) {
            reject(message, offset, length, ResultCode.COMMAND_UNSUPPORTED, readNanos);
        } else {
            creditControl(message, offset, length, readNanos);
        }
    }

    private void creditControl(ByteBuf message, int offset, int length, long readNanos) {
        CreditControlRequest request = loop.port().request();
        try {
            loop.codec.decode(message, offset, length, request, loop.envelope);
        } catch (DiameterException e) {
            reject(message, offset, length, e, readNanos);
            return;
        }
        request.client(exchange.profile());
        if (loop.tap.isOn()) {
            loop.tap.onRequest(request, message, offset, length);
        }
        if (exchange.speaksFor(request.originHost)) {
            loop.originStatesSeen.note(request.originHost, loop.codec.originStateId());
        }
        loop.envelope.connection = slot;
        loop.envelope.generation = generation;
        loop.envelope.route = heard.route(request.originHost, message, offset, length);
        loop.envelope.receivedNanos = readNanos;
        if (loop.envelope.overloadControl) {
            overloadControl(readNanos).onRequest();
        }
        RequestType type = request.type();
        if (isAdmitted(type, readNanos) && loop.port().submit(loop.envelope)) {
            inFlight++;
            load.inFlight++;
            loop.onSubmitted();
        } else {
            tooBusy(message, offset, length, request, readNanos);
        }
    }

    private OverloadControl overloadControl(long now) {
        if (overload == null) {
            overload = new OverloadControl(loop.overloadSequence, now);
        }
        return overload;
    }

    private boolean isAdmitted(RequestType type, long readNanos) {
        int max = loop.config.inFlightMax(type);
        if (inFlight >= max || (load.inFlight >= max && loop.port().fullnessPercent() > CROWDED)) {
            return false;
        }
        if (!exchange.admits(type, readNanos)) {
            loop.listener.onRateExceeded();
            return false;
        }
        return true;
    }

    private void tooBusy(ByteBuf message, int offset, int length, CreditControlRequest request, long readNanos) {
        noteRefusal(loop.envelope.overloadControl);
        ByteBuf batch = outbox.batch();
        int begin = batch.writerIndex();
        loop.errorAnswer.encodeTooBusy(message, offset, length, report(), batch);
        if (loop.tap.isOn()) {
            loop.tap.onAnswer(request, batch, begin, batch.writerIndex() - begin);
        }
        loop.listener.onAnswer(request.type(), request.context(), ResultCode.TOO_BUSY, System.nanoTime() - readNanos);
    }

    private void noteRefusal(boolean understood) {
        if (understood && overload != null) {
            overload.onRefused();
        }
    }

    /** Null as long as nobody understands one. */
    private OverloadReport report() {
        return overload == null ? null : overload.report();
    }

    /** Answers a request that cannot be accepted. */
    void reject(ByteBuf message, int offset, int length, DiameterException mistake, long readNanos) {
        loop.errorAnswer.encode(message, offset, length, mistake, outbox.batch());
        rejected(message, offset, mistake.resultCode(), readNanos);
    }

    /** Answers a request with this code, which says what is wrong. */
    void reject(ByteBuf message, int offset, int length, ResultCode code, long readNanos) {
        loop.errorAnswer.encode(message, offset, length, code, outbox.batch());
        rejected(message, offset, code, readNanos);
    }

    private void rejected(ByteBuf message, int offset, ResultCode code, long readNanos) {
        if (code != ResultCode.TOO_BUSY) {
            loop.listener.onMalformed(code);
        }
        if (DiameterHeader.command(message, offset) == DiameterHeader.CREDIT_CONTROL) {
            RequestType type = loop.errorAnswer.requestType(message);
            loop.listener.onAnswer(type, null, code, System.nanoTime() - readNanos);
        }
    }

    /** A shard has answered a request; {@code open} is false if nobody is there to be told. */
    void onAnswer(CreditControlExchange answered, boolean open) {
        inFlight--;
        load.inFlight--;
        if (answered.answer.resultCode() == ResultCode.TOO_BUSY) {
            noteRefusal(answered.envelope.overloadControl);
        }
        if (open) {
            encode(answered);
        } else if (loop.tap.isOn()) {
            loop.tap.onAnswer(answered.request(), Unpooled.EMPTY_BUFFER, 0, 0);
        }
    }

    private void encode(CreditControlExchange answered) {
        ByteBuf batch = outbox.batch();
        int begin = batch.writerIndex();
        loop.codec.encode(answered, report(), batch);
        if (loop.tap.isOn()) {
            loop.tap.onAnswer(answered.request(), batch, begin, batch.writerIndex() - begin);
        }
    }

    /** Looks at overload, if anybody understands reports of it. */
    void tick(long now) {
        if (overload != null) {
            overload.tick(loop.port().fullnessPercent(), now);
        }
    }
}
