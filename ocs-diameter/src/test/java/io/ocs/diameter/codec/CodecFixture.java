package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlExchange.Envelope;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.support.Parsed;

/** A codec without sockets. */
final class CodecFixture {

    final CreditControlCodec codec = new CreditControlCodec(new LocalNode("ocs.example.com", "example.com", "OCS", 1));
    final Envelope envelope = new Envelope();

    CreditControlRequest decode(byte[] message) throws DiameterException {
        CreditControlRequest request = new CreditControlRequest();
        codec.decode(Unpooled.wrappedBuffer(message), 0, message.length, request, envelope);
        return request;
    }

    /** An exchange that holds the request of this message. */
    CreditControlExchange exchange(byte[] message) throws DiameterException {
        CreditControlExchange exchange = new CreditControlExchange();
        exchange.swap(decode(message));
        exchange.envelope.copyFrom(envelope);
        exchange.answer.clear();
        return exchange;
    }

    byte[] encode(CreditControlExchange exchange) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(exchange, out);
        return ByteBufUtil.getBytes(out);
    }

    Parsed answer(CreditControlExchange exchange) {
        return Parsed.of(encode(exchange));
    }
}
