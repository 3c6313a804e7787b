package io.ocs.diameter.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.ocs.core.initiated.ClientRequests;
import io.ocs.core.shard.ChargingGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Diameter node that answers credit control over TCP and SCTP, on connections that peers begin, and on those that it begins itself. {@link #start},
 * {@link #connect} and {@link #close} are called once each, by one thread.
 */
public final class DiameterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterServer.class);
    /** Threads for signatures and certificates, so that no flood of TLS handshakes delays the event loops. */
    private static final int HANDSHAKE_THREADS = 2;

    private final DiameterConfig config;
    private final PeerTimers timers;
    private final AcceptFailures acceptFailures;
    private final ClientExchanges clients;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventExecutor, PeerLoop> loops = new ConcurrentHashMap<>();
    private final Function<EventLoop, PeerLoop> loopMaker;
    /** Starts its threads with the first handshake; has no more to do than there may be connections. */
    private final ExecutorService handshakes =
            Executors.newFixedThreadPool(HANDSHAKE_THREADS, new DefaultThreadFactory("diameter-tls", true));

    /** Null without SCTP. */
    private MultiThreadIoEventLoopGroup sctpGroup;

    private final PeerTable peers;
    private final PeerPipeline pipeline;
    private final List<Channel> listening = new ArrayList<>();
    private final List<PeerInitiator> initiators = new CopyOnWriteArrayList<>();

    /**
     * A server that does not listen yet.
     *
     * @param gateway gives every event loop its port, on that event loop, when its first connection comes
     * @param policy who may connect
     * @param configured the peer table; none of two names that differ in case only
     * @param listener for metrics
     */
    public DiameterServer(
            DiameterConfig config,
            ChargingGateway gateway,
            PeerPolicy policy,
            Collection<ConfiguredPeer> configured,
            DiameterListener listener) {
        this(config, gateway, policy, configured, listener, ClientRequestConfig.DEFAULT);
    }

    /** As above, with bounds for requests of its own. */
    public DiameterServer(
            DiameterConfig config,
            ChargingGateway gateway,
            PeerPolicy policy,
            Collection<ConfiguredPeer> configured,
            DiameterListener listener,
            ClientRequestConfig requests) {
        this(
                config,
                gateway,
                policy,
                configured,
                listener,
                PeerTimers.of(config.watchdogInterval(), config.messageTimeMax()),
                requests);
    }

    DiameterServer(
            DiameterConfig config,
            ChargingGateway gateway,
            PeerPolicy policy,
            Collection<ConfiguredPeer> configured,
            DiameterListener listener,
            PeerTimers timers,
            ClientRequestConfig requests) {
        this.config = config;
        this.timers = timers;
        acceptFailures = new AcceptFailures(listener);
        group = new MultiThreadIoEventLoopGroup(
                config.eventLoops(), new DefaultThreadFactory("diameter", true), PeerPipeline.transport());
        peers = new PeerTable(configured, config.connectionsMax(), config.connectionsTotalMax());
        pipeline = new PeerPipeline(config, timers, loops, handshakes);
        clients = new ClientExchanges(requests, group.next(), peers, listener);
        OriginStates states = new OriginStates(
                listener,
                host -> peers.configured(host) != null
                        || peers.connectionOf(host, List.of()) != null
                        || clients.origins().isConnected(host));
        AtomicLong sequence = new AtomicLong(System.currentTimeMillis()); // rises over restarts (RFC 7683 §5.2.1.4)
        loopMaker =
                loop -> new PeerLoop(loop, gateway, config, timers, policy, peers, states, clients, sequence, listener);
        addLoops(group);
    }

    private void addLoops(MultiThreadIoEventLoopGroup ofGroup) {
        for (EventExecutor executor : ofGroup) {
            loops.put(executor, loopMaker.apply((EventLoop) executor));
        }
    }

    /** The threads of the connections, which may run other short things, too. They end with this. */
    public List<ScheduledExecutorService> eventLoops() {
        List<ScheduledExecutorService> all = new ArrayList<>();
        group.forEach(all::add);
        return all;
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

    /**
     * As {@link #start}, for connections over SCTP, which have event loops of their own; once at most.
     *
     * @throws IOException also if this machine has no SCTP; the message says what to do
     */
    public List<InetSocketAddress> startSctp(List<InetSocketAddress> addresses) throws IOException {
        SctpSupport.require();
        sctpGroup = new MultiThreadIoEventLoopGroup(
                config.eventLoops(), new DefaultThreadFactory("diameter-sctp", true), NioIoHandler.newFactory());
        addLoops(sctpGroup);
        return bind(pipeline.sctpServer(sctpGroup), addresses, " over SCTP");
    }

    private List<InetSocketAddress> start(List<InetSocketAddress> addresses, PeerTls tls) throws IOException {
        return bind(pipeline.server(group, tls), addresses, tls == null ? "" : " with TLS");
    }

    private List<InetSocketAddress> bind(ServerBootstrap bootstrap, List<InetSocketAddress> addresses, String how)
            throws IOException {
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
        LOG.info("Diameter node {} of realm {} listens on {}{}", config.originHost(), config.realm(), actual, how);
        return actual;
    }

    /**
     * Begins to connect to the peers whose entries say where, and goes on trying until {@link #stop}; they may come themselves as well. To be called once,
     * after the server listens.
     *
     * @param tls for peers that are served over TLS only; null if there is none of them
     * @throws IllegalArgumentException if there is one, and {@code tls} is null
     */
    public void connect(PeerTls tls) {
        List<PeerLoop> all = new ArrayList<>();
        group.forEach(executor -> all.add(loops.get(executor)));
        for (PeerEntry entry : peers.configured()) {
            if (entry.configured.connect().isPresent()) {
                PeerTls own = entry.configured.tlsRequired() ? tls : null;
                if (entry.configured.tlsRequired() && tls == null) {
                    throw new IllegalArgumentException("no certificate to connect to " + entry.configured.originHost());
                }
                PeerLoop loop = all.get(initiators.size() % all.size());
                PeerInitiator initiator = new PeerInitiator(loop, entry, pipeline, own);
                entry.initiator(initiator);
                initiators.add(initiator);
                loop.initiate(initiator);
            }
        }
    }

    /** The peers that this server connects to and that have been away for so long, and why; safe on any thread. */
    public List<String> away(Duration atLeast) {
        long now = System.nanoTime();
        return initiators.stream()
                .flatMap(initiator -> initiator.awayFor(atLeast.toNanos(), now).stream())
                .toList();
    }

    /** The peers that are configured or connected, by name; safe on any thread. */
    public List<PeerStatus> peers() {
        return peers.statuses(System.nanoTime());
    }

    /**
     * Says farewell to a peer on all its open connections (DPR, RFC 6733 §5.4), and ends each when its answers are sent. The peer may come again; one that
     * this server connects to is left alone for as long as the cause would ask of this server. Safe on any thread.
     *
     * @return how many connections were open
     */
    public int disconnect(String originHost, DisconnectCause cause) {
        List<PeerConnection> open = peers.connectionsOf(originHost);
        open.forEach(connection -> connection.leave(cause));
        return open.size();
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
        if (sctpGroup != null) {
            sctpGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        handshakes.shutdownNow(); // after those who give it work
    }
}
