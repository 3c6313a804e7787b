package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;

/**
 * Credit control on the wire and in normal form: the one class that knows both. Bears with what real clients send and writes what all of them accept.
 * Allocates nothing for a message that it can read. Belongs to one event loop.
 */
public final class CreditControlCodec {

    private final CreditControlDecoder decoder;
    private final CreditControlEncoder encoder;

    public CreditControlCodec(LocalNode node) {
        decoder = new CreditControlDecoder(node);
        encoder = new CreditControlEncoder(node);
    }

    /**
     * Reads the CCR at {@code offset}, whose length a {@link DiameterFrameDecoder} has checked, into a request and the header's part of its envelope.
     *
     * @throws DiameterException if the message cannot be accepted; the request is then half filled
     */
    public void decode(ByteBuf buffer, int offset, int length, CreditControlRequest request, Envelope envelope)
            throws DiameterException {
        decoder.decode(buffer, offset, length, request, envelope);
    }

    /** Origin-State-Id (RFC 6733 §8.16) of the request that was decoded last; 0 says nothing. */
    public long originStateId() {
        return decoder.originStateId();
    }

    /** Appends the CCA of an answered exchange. */
    public void encode(CreditControlExchange exchange, ByteBuf out) {
        encoder.encode(exchange, null, out);
    }

    /** As {@link #encode(CreditControlExchange, ByteBuf)}, with this overload report if the client understands one; null if there is none. */
    public void encode(CreditControlExchange exchange, OverloadReport report, ByteBuf out) {
        encoder.encode(exchange, report, out);
    }
}
