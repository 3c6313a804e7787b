package io.ocs.diameter.peer;

import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on a free port of the loopback, before a fake gateway. */
final class ServerFixture implements AutoCloseable, DiameterListener {

    static final String HOST = "ocs.example.com";
    /** Half of the ring of the fake gateway. */
    static final int IN_FLIGHT_MAX = 1024;

    static final Duration RECONNECT_MIN = Duration.ofMillis(100);
    static final Duration RECONNECT_MAX = Duration.ofMillis(400);

    static final PeerPolicy ANYONE = (host, realm, address) -> PeerPolicy.Admission.LAB;

    final FakeGateway gateway = new FakeGateway();
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<ResultCode> answers = new LinkedBlockingQueue<>();
    final DiameterServer server;
    final InetSocketAddress address;

    ServerFixture() throws IOException {
        this(config(64, 1), ANYONE, timers(Duration.ofSeconds(30)));
    }

    ServerFixture(DiameterConfig config, PeerPolicy policy, PeerTimers timers) throws IOException {
        this(config, policy, List.of(), timers);
    }

    ServerFixture(DiameterConfig config, PeerPolicy policy, List<ConfiguredPeer> configured, PeerTimers timers)
            throws IOException {
        server = new DiameterServer(config, gateway, policy, configured, this, timers);
        address = server.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .get(0);
    }

    static DiameterConfig config(int connectionsMax, int eventLoops) {
        return config(connectionsMax, DiameterConfig.CONNECTIONS_TOTAL_MAX, eventLoops);
    }

    static DiameterConfig config(int connectionsMax, int connectionsTotalMax, int eventLoops) {
        return new DiameterConfig(
                HOST,
                "example.com",
                "OCS",
                7,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                64 * 1024,
                connectionsMax,
                connectionsTotalMax,
                eventLoops,
                256 * 1024,
                IN_FLIGHT_MAX);
    }

    /** Short time-outs, with the watchdog given. */
    static PeerTimers timers(Duration watchdog) {
        return new PeerTimers(
                Duration.ofMillis(20).toNanos(),
                watchdog.toNanos(),
                watchdog.toNanos() / 10,
                Duration.ofMillis(1500).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(2).toNanos(),
                RECONNECT_MIN.toNanos(),
                RECONNECT_MAX.toNanos());
    }

    TestClient client() throws IOException {
        return client("client.example.com");
    }

    TestClient client(String originHost) throws IOException {
        return TestClient.open(address, originHost);
    }

    String nextEvent() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void onAnswer(RequestType type, ResultCode code, long latencyNanos) {
        answers.add(code);
    }

    @Override
    public void onMalformed(ResultCode code) {
        events.add("malformed " + code.code());
    }

    @Override
    public void onAnswerWithoutConnection() {
        events.add("lost answer");
    }

    @Override
    public void onRestart(String originHost) {
        events.add("restart " + originHost);
    }

    @Override
    public void onRateExceeded() {
        events.add("rate");
    }

    @Override
    public void onPeerUp(String originHost) {
        events.add("up " + originHost);
    }

    @Override
    public void onPeerDown(String originHost) {
        events.add("down " + originHost);
    }

    @Override
    public void close() {
        server.close();
        gateway.close();
    }
}
