package io.ocs.diameter.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.sctp.SctpChannel;
import io.netty.channel.sctp.SctpChannelOption;
import io.netty.channel.sctp.nio.NioSctpServerChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** How connections are made of sockets, whoever begins them: the transport of this machine, its options, and what stands in the pipeline. */
final class PeerPipeline {

    /** Connections that wait to be accepted: as many as come at once when a server has been away. The kernel has a bound of its own. */
    private static final int BACKLOG = 4096;

    private final DiameterConfig config;
    private final PeerTimers timers;
    private final Map<EventExecutor, PeerLoop> loops;
    private final Executor helpers;

    /**
     * Pipelines whose connections belong to these loops.
     *
     * @param helpers computes handshakes, so that they do not delay the event loops
     */
    PeerPipeline(DiameterConfig config, PeerTimers timers, Map<EventExecutor, PeerLoop> loops, Executor helpers) {
        this.config = config;
        this.timers = timers;
        this.loops = loops;
        this.helpers = helpers;
    }

    static IoHandlerFactory transport() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** For connections that peers begin; {@code tls} is null for those without it. */
    ServerBootstrap server(EventLoopGroup group, PeerTls tls) {
        Class<? extends ServerChannel> channel =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        if (tls != null) {
                            connection
                                    .pipeline()
                                    .addLast(tls.handler(connection.alloc(), config.messageTimeMax(), helpers));
                        }
                        connection.pipeline().addLast(new PeerConnection(loops.get(connection.eventLoop()), null));
                    }
                });
    }

    /** For connections that peers begin over SCTP; of all addresses that it is given the kernel takes the one that works. */
    ServerBootstrap sctpServer(EventLoopGroup group) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioSctpServerChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(SctpChannelOption.SCTP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(new ChannelInitializer<SctpChannel>() {
                    @Override
                    protected void initChannel(SctpChannel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        new SctpMessages(),
                                        new PeerConnection(loops.get(connection.eventLoop()), null));
                    }
                });
    }

    /** For a connection that this server begins, on this event loop; {@code tls} is null for one without it. */
    Bootstrap client(EventLoopGroup eventLoop, PeerTls tls, PeerInitiator initiator) {
        Class<? extends Channel> channel = Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
        return new Bootstrap()
                .group(eventLoop)
                .channel(channel)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        stepTimeMax().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(initiated(tls, initiator));
    }

    private ChannelHandler initiated(PeerTls tls, PeerInitiator initiator) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel connection) {
                if (tls != null) {
                    connection.pipeline().addLast(tls.clientHandler(connection.alloc(), stepTimeMax(), helpers));
                }
                PeerConnection made = new PeerConnection(loops.get(connection.eventLoop()), initiator);
                initiator.onMade(made);
                connection.pipeline().addLast(made);
            }
        };
    }

    /** For connecting, and for the handshake: so short that a held CER of the same peer, which waits for the outcome, is answered in time. */
    private Duration stepTimeMax() {
        return Duration.ofNanos(timers.messageNanos() / 3);
    }

    private WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(config.writeBufferMax() / 2, config.writeBufferMax());
    }

    /** Looks up the name of an address, elsewhere; one that is not found stays unresolved. */
    void resolve(InetSocketAddress address, Consumer<InetSocketAddress> then) {
        Thread lookup = new Thread(
                () -> then.accept(new InetSocketAddress(address.getHostString(), address.getPort())),
                "diameter-lookup");
        lookup.setDaemon(true);
        lookup.start(); // one at a time for each peer; a name server that does not answer delays no handshake
    }
}
