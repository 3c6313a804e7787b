package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.FakeGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** Goal: two nodes that connect to each other at once agree on one connection, whoever is faster. */
class MutualConnectTest {

    private static final String REALM = "example.com";
    private static final String LOWER = "ocs1.example.com";
    private static final String HIGHER = "ocs2.example.com";
    private static final int SETTLED_MS = 3 * (int) ServerFixture.RECONNECT_MAX.toMillis();

    /** A node that counts its peers. */
    private static final class Node implements DiameterListener, AutoCloseable {

        private final FakeGateway gateway = new FakeGateway();
        private final AtomicInteger up = new AtomicInteger();
        private final AtomicInteger changes = new AtomicInteger();
        private final DiameterServer server;

        Node(String host, int port, String peer, int peerPort) throws IOException {
            DiameterConfig config = DiameterConfig.of(host, REALM, 1);
            ConfiguredPeer configured = new ConfiguredPeer(
                    peer,
                    REALM,
                    Set.of(ConfiguredPeer.Application.values()),
                    1,
                    0,
                    false,
                    Optional.of(InetSocketAddress.createUnresolved("127.0.0.1", peerPort)));
            server = new DiameterServer(
                    config,
                    gateway,
                    ServerFixture.ANYONE,
                    List.of(configured),
                    this,
                    ServerFixture.timers(Duration.ofSeconds(30)),
                    ClientRequestConfig.DEFAULT);
            server.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }

        @Override
        public void onPeerUp(String originHost) {
            up.incrementAndGet();
            changes.incrementAndGet();
        }

        @Override
        public void onPeerDown(String originHost) {
            up.decrementAndGet();
            changes.incrementAndGet();
        }

        @Override
        public void close() {
            server.close();
            gateway.close();
        }
    }

    /** Each node has to know the other's port before there is one. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket two = new ServerSocket(0)) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    @RepeatedTest(6)
    void oneConnectionStays() throws Exception {
        int[] ports = freePorts();
        try (Node lower = new Node(LOWER, ports[0], HIGHER, ports[1]);
                Node higher = new Node(HIGHER, ports[1], LOWER, ports[0])) {
            Thread other = new Thread(() -> lower.server.connect(null), "connect");
            other.start();
            higher.server.connect(null);
            other.join();
            await(lower);
            await(higher);
            int changes = lower.changes.get() + higher.changes.get();
            letAttemptsFallDue();
            assertThat(lower.up).hasValue(1);
            assertThat(higher.up).hasValue(1);
            assertThat(lower.changes.get() + higher.changes.get())
                    .as("nothing changes any more")
                    .isEqualTo(changes);
        }
    }

    /** That something does not happen takes time to see: longer than any wait for the next attempt. */
    private static void letAttemptsFallDue() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLED_MS);
        Eventually.seen(System::nanoTime, now -> now - until >= 0);
    }

    private static void await(Node node) {
        assertThat(Eventually.seen(() -> node.server.away(Duration.ZERO), away -> node.up.get() == 1 && away.isEmpty()))
                .isEmpty();
    }
}
