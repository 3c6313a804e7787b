package io.ocs.diameter.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * What one connection has to send: messages are appended to one buffer, and the buffer is flushed once per batch. Belongs to the connection's event
 * loop. A failed write or close is told to the connection by {@code exceptionCaught} or {@code channelInactive}, so no future is looked at.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outbox {

    private static final int CAPACITY = 1024;

    private final ChannelHandlerContext context;
    private ByteBuf batch;
    private int capacity = CAPACITY;

    Outbox(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The buffer to append to. */
    ByteBuf batch() {
        if (batch == null) {
            batch = context.alloc().ioBuffer(capacity);
        }
        return batch;
    }

    void flush() {
        if (batch != null) {
            ByteBuf full = batch;
            batch = null;
            capacity = Math.max(CAPACITY, Integer.highestOneBit(full.readableBytes()) << 1); // as large as the last one
            context.writeAndFlush(full, context.voidPromise());
        }
    }

    /**
     * Sends what waits and then the end of the stream; the connection stays to throw away what still comes in, because closing it with unread octets
     * would reset it, and the peer might lose the last answer.
     */
    void finish() {
        if (batch == null) {
            close();
        } else if (!(context.channel() instanceof DuplexChannel duplex)) {
            closeBehind();
        } else {
            flush();
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.closeOutbound();
            } else {
                duplex.shutdownOutput();
            }
        }
    }

    /** SCTP has no half-closed state: its end waits until what was sent before it has arrived (RFC 4960 §9.2). */
    private void closeBehind() {
        ByteBuf full = batch;
        batch = null;
        context.writeAndFlush(full).addListener(ChannelFutureListener.CLOSE);
    }

    void close() {
        context.close();
    }

    /** Forgets what waits. */
    void release() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }
}
