package io.ocs.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Runs a {@link LoadPlan} against a Diameter server: connects, exchanges capabilities, warms up, measures, ends the open sessions and
 * disconnects. The path of a request allocates nothing; a read or a write of many does.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);
    private static final Duration DISCONNECT_MAX = Duration.ofSeconds(2);

    /** How often those who look on are called. */
    private static final long TICK_NANOS = 50_000_000;

    private final LoadPlan plan;
    private final Duration drainMax;
    private final EventLoopGroup eventLoops;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final List<Long> threads = new ArrayList<>();
    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();

    private LoadGenerator(LoadPlan plan, Duration drainMax) {
        this.plan = plan;
        this.drainMax = drainMax;
        this.eventLoops = Transport.eventLoops(plan.threads(), "load");
    }

    /**
     * Runs the plan; returns when it is over, some seconds after the measured time if the server is slow to answer.
     * @throws IllegalStateException if the server cannot be reached, or refuses the capabilities of any connection
     */
    public static LoadResult run(LoadPlan plan, InetSocketAddress server, WindowListener listener)
            throws InterruptedException {
        return run(plan, server, listener, DRAIN_MAX);
    }

    static LoadResult run(LoadPlan plan, InetSocketAddress server, WindowListener listener, Duration drainMax)
            throws InterruptedException {
        try (LoadGenerator generator = new LoadGenerator(plan, drainMax)) {
            generator.connect(server);
            return generator.measure(listener);
        }
    }

    @Override
    public void close() {
        Transport.stop(eventLoops);
    }

    private void connect(InetSocketAddress server) throws InterruptedException {
        Bootstrap bootstrap = Transport.client(eventLoops);
        for (int index = 0; index < plan.shape().connections(); index++) {
            LoadConnection connection = new LoadConnection(plan, index);
            connections.add(connection);
            ChannelFuture connected =
                    bootstrap.clone().handler(connection).connect(server).await();
            if (!connected.isSuccess()) {
                throw new IllegalStateException("cannot connect to " + server, connected.cause());
            }
        }
        for (LoadConnection connection : connections) {
            if (!isDone(connection.ready(), CONNECT_MAX)) {
                throw new IllegalStateException("no answer to the capabilities exchange from " + server);
            }
        }
    }

    private LoadResult measure(WindowListener listener) throws InterruptedException {
        long startNanos = System.nanoTime();
        long fromNanos = startNanos + plan.warmup().toNanos();
        long toNanos = fromNanos + plan.measured().toNanos();
        List<LoadLoop> loops = loops(startNanos, fromNanos, toNanos);
        loops.forEach(LoadLoop::start);

        sleepUntil(fromNanos);
        long answeredBefore = answered(loops);
        long cpuBefore = cpuNanos();
        listener.onBegin(answeredBefore);
        watchUntil(toNanos, loops, listener);
        long answeredAfter = answered(loops);
        long cpuAfter = cpuNanos();
        listener.onEnd(answeredAfter);

        drainAndDisconnect(loops);
        Tally total = new Tally(fromNanos, toNanos);
        loops.forEach(loop -> total.add(loop.tally()));
        return result(total, (cpuAfter - cpuBefore) / Math.max(1, answeredAfter - answeredBefore));
    }

    private List<LoadLoop> loops(long startNanos, long fromNanos, long toNanos) throws InterruptedException {
        Map<EventLoop, List<LoadConnection>> byLoop = new LinkedHashMap<>();
        for (LoadConnection connection : connections) {
            EventLoop eventLoop = connection.context().channel().eventLoop();
            byLoop.computeIfAbsent(eventLoop, key -> new ArrayList<>()).add(connection);
        }
        List<LoadLoop> loops = new ArrayList<>();
        for (Map.Entry<EventLoop, List<LoadConnection>> entry : byLoop.entrySet()) {
            threads.add(entry.getKey()
                    .submit(() -> Thread.currentThread().getId())
                    .sync()
                    .getNow());
            long rate = share(entry.getValue().size());
            Tally tally = new Tally(fromNanos, toNanos);
            loops.add(new LoadLoop(
                    entry.getKey(),
                    entry.getValue(),
                    tally,
                    rate,
                    startNanos,
                    toNanos,
                    plan.cut() ? toNanos : Long.MAX_VALUE));
        }
        return loops;
    }

    /** Of the open loop's rate for so many of the connections; 0 in a closed loop only. */
    private long share(int count) {
        long rate = plan.shape().ratePerSecond();
        return rate == 0 ? 0 : Math.max(1, rate * count / connections.size());
    }

    /** After this the event loops have ended, so that the tallies can be read. */
    private void drainAndDisconnect(List<LoadLoop> loops) throws InterruptedException {
        isDone(all(connections.stream().map(LoadConnection::drained).toList()), drainMax);
        loops.forEach(LoadLoop::disconnect);
        List<Channel> channels =
                connections.stream().map(each -> each.context().channel()).toList();
        long untilNanos = System.nanoTime() + DISCONNECT_MAX.toNanos();
        for (Channel channel : channels) {
            if (!channel.closeFuture().await(Math.max(1, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                channel.close().sync();
            }
        }
        Transport.stop(eventLoops);
    }

    private LoadResult result(Tally total, long clientCpuNanosPerRequest) {
        Map<Integer, Long> byType = new TreeMap<>();
        for (int type = Protocol.INITIAL; type <= Protocol.EVENT; type++) {
            byType.put(type, total.requests(type));
        }
        return new LoadResult(
                plan,
                byType.values().stream().mapToLong(Long::longValue).sum(),
                total.answeredInWindow() * 1000 / plan.measured().toMillis(),
                byType,
                total.messageCodes(),
                total.serviceCodes(),
                total.latencyNanos(),
                total.acceptedNanos(),
                total.acceptedInWindow() * 1000 / plan.measured().toMillis(),
                total.refused(),
                total.tooBusy(),
                total.mismatches(),
                total.lost(),
                total.unsent(),
                total.disconnects(),
                clientCpuNanosPerRequest);
    }

    private long cpuNanos() {
        return threads.stream().mapToLong(cpu::getThreadCpuTime).sum();
    }

    private static long answered(List<LoadLoop> loops) {
        return loops.stream().mapToLong(loop -> loop.tally().answered()).sum();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** @return false if it took too long; what failed throws its cause */
    private static boolean isDone(CompletableFuture<Void> future, Duration max) throws InterruptedException {
        try {
            future.get(max.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void watchUntil(long nanos, List<LoadLoop> loops, WindowListener listener)
            throws InterruptedException {
        Progress progress = new Progress() {
            @Override
            public long answered() {
                return LoadGenerator.answered(loops);
            }

            @Override
            public Histogram takeLatencyNanos() throws InterruptedException {
                Histogram taken = Tally.emptyHistogram();
                for (LoadLoop loop : loops) {
                    taken.add(loop.takeLatencyNanos());
                }
                return taken;
            }
        };
        for (long now = System.nanoTime(); now < nanos; now = System.nanoTime()) {
            sleepUntil(Math.min(nanos, now + TICK_NANOS));
            listener.onTick(progress);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        while (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
            left = nanos - System.nanoTime();
        }
    }
}
