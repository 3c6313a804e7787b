package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Frames in place and answers in one flush: each whole message is handed on where it lies in the receive buffer, what is written to
 * {@link #out()} meanwhile leaves when the socket has no more to read. One connection, one event loop. A write or a close that
 * fails shows in {@link #exceptionCaught} and {@link #channelInactive}, not in futures.
 */
@SuppressWarnings("FutureReturnValueIgnored")
abstract class DiameterHandler extends ChannelInboundHandlerAdapter {
    private static final int OUT_CAPACITY = 64 * 1024;
    private static final int LENGTH_MAX = 64 * 1024;

    private ChannelHandlerContext context;
    private ByteBuf rest;
    private ByteBuf out;

    /** A whole message, valid during the call. */
    abstract void onMessage(ByteBuf in, int offset, int length);

    /** Octets have arrived; the messages among them follow. */
    void onRead() {}

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        ByteBuf in = joined((ByteBuf) octets);
        try {
            onRead();
            if (frames(in)) {
                keepRest(in);
            } else {
                context.close();
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    /** A broken connection is closed; who counts losses sees it in {@link #channelInactive}. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            cause.printStackTrace();
        }
        context.close();
    }

    final ChannelHandlerContext context() {
        return context;
    }

    /** Where to append what shall leave with the next {@link #flush()}. */
    final ByteBuf out() {
        if (out == null) {
            out = context.alloc().directBuffer(OUT_CAPACITY);
        }
        return out;
    }

    final void flush() {
        if (out != null) {
            ByteBuf full = out;
            out = null;
            context.writeAndFlush(full, context.voidPromise());
        }
    }

    private ByteBuf joined(ByteBuf octets) {
        if (rest == null) {
            return octets;
        }
        ByteBuf in = rest.writeBytes(octets);
        octets.release();
        rest = null;
        return in;
    }

    /** @return false if the octets are no Diameter message of this version and of a length that is allowed */
    private boolean frames(ByteBuf in) {
        int offset = in.readerIndex();
        int end = in.writerIndex();
        while (end - offset >= Protocol.HEADER_LENGTH) {
            int word = in.getInt(offset);
            int length = word & 0xFF_FFFF;
            if (word >>> 24 != 1 || length < Protocol.HEADER_LENGTH || length > LENGTH_MAX || (length & 3) != 0) {
                return false;
            }
            if (length > end - offset) {
                break;
            }
            onMessage(in, offset, length);
            offset += length;
        }
        in.readerIndex(offset);
        return true;
    }

    private void keepRest(ByteBuf in) {
        if (in.isReadable()) {
            rest = context.alloc().directBuffer(OUT_CAPACITY).writeBytes(in);
        }
    }
}
