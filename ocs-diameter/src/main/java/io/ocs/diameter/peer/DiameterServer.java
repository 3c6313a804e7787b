package io.ocs.diameter.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.ocs.core.initiated.ClientRequests;
import io.ocs.core.shard.ChargingGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Diameter node that answers credit control over TCP. {@link #start} and {@link #close} are called once each, by one thread.
 */
public final class DiameterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterServer.class);
    /** Threads for signatures and certificates, so that no flood of TLS handshakes delays the event loops. */
    private static final int HANDSHAKE_THREADS = 2;
    /** Connections that wait to be accepted: as many as come at once when a server has been away. The kernel has a bound of its own. */
    private static final int BACKLOG = 4096;

    private final DiameterConfig config;
    private final PeerTimers timers;
    private final AcceptFailures acceptFailures;
    private final ClientExchanges clients;
    private final MultiThreadIoEventLoopGroup group;
    private final IdentityHashMap<EventExecutor, PeerLoop> loops = new IdentityHashMap<>();
    /** Starts its threads with the first handshake; has no more to do than there may be connections. */
    private final ExecutorService handshakes =
            Executors.newFixedThreadPool(HANDSHAKE_THREADS, new DefaultThreadFactory("diameter-tls", true));

    private final List<Channel> listening = new ArrayList<>();

    /**
     * A server that does not listen yet.
     *
     * @param gateway gives every event loop its port, on that event loop, when its first connection comes
     * @param policy who may connect
     * @param listener for metrics
     */
    public DiameterServer(
            DiameterConfig config, ChargingGateway gateway, PeerPolicy policy, DiameterListener listener) {
        this(config, gateway, policy, listener, ClientRequestConfig.DEFAULT);
    }

    /** As above, with bounds for requests of its own. */
    public DiameterServer(
            DiameterConfig config,
            ChargingGateway gateway,
            PeerPolicy policy,
            DiameterListener listener,
            ClientRequestConfig requests) {
        this(
                config,
                gateway,
                policy,
                listener,
                PeerTimers.of(config.watchdogInterval(), config.messageTimeMax()),
                requests);
    }

    DiameterServer(
            DiameterConfig config,
            ChargingGateway gateway,
            PeerPolicy policy,
            DiameterListener listener,
            PeerTimers timers,
            ClientRequestConfig requests) {
        this.config = config;
        this.timers = timers;
        acceptFailures = new AcceptFailures(listener);
        IoHandlerFactory transport = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(
                config.eventLoops(), new DefaultThreadFactory("diameter", true), transport);
        PeerTable peers = new PeerTable(config.connectionsMax(), config.connectionsTotalMax());
        OriginStates states = new OriginStates(listener);
        clients = new ClientExchanges(requests, group.next(), peers, listener);
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            loops.put(executor, new PeerLoop(loop, gateway, config, timers, policy, peers, states, clients, listener));
        }
    }

    /** The way to the clients for requests of the server's own, RAR and ASR. */
    public ClientRequests clients() {
        return clients;
    }

    /**
     * Begins to listen; port 0 takes any free port.
     *
     * @return the addresses it listens on, in the order given
     * @throws IOException if one of them cannot be had; nothing is listening then
     */
    public List<InetSocketAddress> start(List<InetSocketAddress> addresses) throws IOException {
        return start(addresses, null);
    }

    /** As {@link #start}, for connections that begin with TLS; either may be called, or both, once. */
    public List<InetSocketAddress> startTls(List<InetSocketAddress> addresses, PeerTls tls) throws IOException {
        return start(addresses, Objects.requireNonNull(tls, "tls"));
    }

    private List<InetSocketAddress> start(List<InetSocketAddress> addresses, PeerTls tls) throws IOException {
        ServerBootstrap bootstrap = bootstrap(tls);
        List<InetSocketAddress> actual = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                close();
                throw new IOException(
                        "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
            }
            bound.channel().pipeline().addLast(acceptFailures); // the acceptor is there by now
            listening.add(bound.channel());
            actual.add((InetSocketAddress) bound.channel().localAddress());
        }
        String how = tls == null ? "" : " with TLS";
        LOG.info("Diameter node {} of realm {} listens on {}{}", config.originHost(), config.realm(), actual, how);
        return actual;
    }

    private ServerBootstrap bootstrap(PeerTls tls) {
        Class<? extends ServerChannel> channel =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(config.writeBufferMax() / 2, config.writeBufferMax()))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        if (tls != null) {
                            connection
                                    .pipeline()
                                    .addLast(tls.handler(connection.alloc(), config.messageTimeMax(), handshakes));
                        }
                        connection.pipeline().addLast(new PeerConnection(loops.get(connection.eventLoop())));
                    }
                });
    }

    /** As {@link #stop}, within ten seconds. */
    @Override
    public void close() {
        stop(Duration.ofNanos(2 * timers.closingNanos()));
    }

    /** Stops to listen, tells the peers, waits so long for the answers that are due and for the peers to go, then ends. */
    public void stop(Duration waitMax) {
        if (group.isShuttingDown()) {
            return;
        }
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        clients.stop();
        CompletableFuture<?>[] stops =
                loops.values().stream().map(PeerLoop::stop).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(stops).get(waitMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("peers are still connected after {} ms: closed", waitMax.toMillis());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a peer loop could not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        handshakes.shutdownNow(); // after those who give it work
    }
}
