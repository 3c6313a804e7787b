package io.ocs.diameter.peer;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The end of the pipeline of a listening socket, behind Netty's acceptor, which has seen the failure first and accepts nothing for a second. So the loop
 * does not spin, its connections are served on, and it is told once a second, not in the log.
 */
@ChannelHandler.Sharable
final class AcceptFailures extends ChannelInboundHandlerAdapter {

    private final DiameterListener listener;

    AcceptFailures(DiameterListener listener) {
        this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.onAcceptFailed(cause);
    }
}
