package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.sctp.SctpMessage;
import io.ocs.diameter.codec.DiameterHeader;

/**
 * The first handler of a connection over SCTP, which makes it look like one of octets to the others (RFC 6733 §2.1.1). What is sent goes as one SCTP message
 * for each Diameter message, in order and on stream 0, so that no answer passes the CEA. What comes may come on any stream; the kernel hands on a message
 * whole, or in pieces with nothing of another one in between, so that its octets are those of one Diameter message at a time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the connection
final class SctpMessages extends ChannelDuplexHandler {

    /** Payload protocol identifier of Diameter in clear text. */
    static final int CLEAR_TEXT = 46;

    private static final int STREAM = 0;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        SctpMessage message = (SctpMessage) read;
        if (message.messageInfo().bytes() < 0) { // the association is no more
            message.release();
            ctx.close();
        } else {
            ctx.fireChannelRead(message.content());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object written, ChannelPromise promise) {
        ByteBuf batch = (ByteBuf) written;
        try {
            int length = DiameterHeader.messageLength(batch, batch.readerIndex());
            while (length < batch.readableBytes()) {
                ctx.write(message(batch.readRetainedSlice(length)), ctx.voidPromise());
                length = DiameterHeader.messageLength(batch, batch.readerIndex());
            }
            ctx.write(message(batch.readRetainedSlice(length)), promise);
        } finally {
            batch.release();
        }
    }

    private static SctpMessage message(ByteBuf diameter) {
        return new SctpMessage(CLEAR_TEXT, STREAM, diameter);
    }
}
