package io.ocs.bench;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A Diameter server that charges nothing: the most that this network library and this way of reading and writing messages can do on
 * a machine. It speaks the base protocol properly and grants every CCR. What a charging server loses against it is the price of
 * charging.
 */
public final class NoLogicServer implements AutoCloseable {
    private final EventLoopGroup eventLoops;
    private final Channel listener;

    /**
     * Listens on loopback.
     * @param port 0 for any free one
     * @param threads event loops, ≥ 1
     */
    public NoLogicServer(int port, int threads) {
        this(port, threads, NoLogicHandler::new);
    }

    NoLogicServer(int port, int threads, Supplier<? extends ChannelHandler> handlers) {
        eventLoops = Transport.eventLoops(threads, "no-logic");
        listener = Transport.server(eventLoops)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handlers.get());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        Transport.stop(eventLoops);
    }

    /**
     * Arguments: port (default 0), event loops (default 1). Prints one line {@code ready PORT diameter=HOST:PORT http=HOST:PORT} and serves until it
     * is ended; the HTTP address gives the octets allocated so far, by the same name as the charging server's.
     */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        HttpServer metrics = serveMetrics();
        NoLogicServer server = new NoLogicServer(port, threads);
        int diameterPort = server.address().getPort();
        int httpPort = metrics.getAddress().getPort();
        System.out.printf("ready %d diameter=127.0.0.1:%d http=127.0.0.1:%d%n", diameterPort, diameterPort, httpPort);
        server.listener.closeFuture().syncUninterruptibly();
    }

    private static HttpServer serveMetrics() throws IOException {
        System.setProperty(
                "sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for a delayed acknowledgement
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/metrics", exchange -> {
            long allocated = 0;
            for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                allocated += Math.max(bytes, 0);
            }
            byte[] body = (Metrics.ALLOCATED_BYTES + " " + allocated + "\n").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        return http;
    }
}
