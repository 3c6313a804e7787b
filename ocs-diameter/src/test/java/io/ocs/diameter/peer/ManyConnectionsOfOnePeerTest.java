package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.ocs.core.ResultCode;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: of several connections of one peer, those that flood, and those that do not read, cost neither the others nor other peers anything. */
@Timeout(60)
class ManyConnectionsOfOnePeerTest {

    private static final String BUSY = "busy.example.com";
    private static final int BURST = 200;
    /** New sessions and events that one connection may have under way; with updates. */
    private static final int IN_FLIGHT_NEW = ServerFixture.IN_FLIGHT_MAX * 60 / 100;

    private static final int IN_FLIGHT_UPDATES = ServerFixture.IN_FLIGHT_MAX * 85 / 100;
    /** Of the fake gateway. */
    private static final int RING = 2 * ServerFixture.IN_FLIGHT_MAX;
    /** What the allocator of buffers may grow by: it takes memory in chunks of megabytes. */
    private static final long GROWTH_MAX = 48L * 1024 * 1024;

    private ServerFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static void assertServed(TestClient client) throws IOException {
        assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
    }

    private static byte[] times(int count, byte[] message) {
        return AvpBuilder.join(Collections.nCopies(count, message));
    }

    /** Connects with so little room for what comes in that it is soon full. */
    private TestClient narrow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        TestClient client = new TestClient(fixture.address, socket);
        assertThat(client.ask(Ccr.cer(BUSY, 4)).resultCode()).isEqualTo(2001);
        return client;
    }

    /**
     * One connection is flooded all the time, and one never reads, until it is closed: in every round of that the third one, and another peer, are answered,
     * and the memory of all is bounded.
     */
    @Test
    void oneFloodsAndOneDoesNotRead() throws Exception {
        try (TestClient flooding = fixture.client(BUSY);
                TestClient slow = narrow();
                TestClient third = fixture.client(BUSY);
                TestClient other = fixture.client("other.example.com")) {
            byte[] flood = times(BURST, Ccr.initial().bytes());
            byte[] unread = times(BURST, Ccr.dwr(BUSY)); // answered by the loop itself
            long before = memory();
            long most = 0;
            int rounds = 0;
            while (sends(slow, unread)) {
                flooding.send(flood);
                assertServed(third);
                assertServed(other);
                for (int i = 0; i < BURST; i++) {
                    assertThat(flooding.receive().resultCode()).isIn(2001, 3004);
                }
                most = Math.max(most, memory() - before);
                rounds++;
            }
            assertThat(rounds)
                    .as("rounds until the one that does not read is closed")
                    .isBetween(2, 5_000);
            assertThat(most).as("octets of buffers").isLessThan(GROWTH_MAX);
            assertThat(Eventually.seen(this::linksOfBusy, links -> links == 2)).isEqualTo(2);
            assertServed(flooding);
            assertServed(third);
            assertServed(other);
        }
    }

    private static long memory() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    private int linksOfBusy() {
        return fixture.server.peers().stream()
                .filter(peer -> peer.originHost().equals(BUSY))
                .mapToInt(peer -> peer.links().size())
                .sum();
    }

    private static boolean sends(TestClient client, byte[] octets) {
        try {
            client.send(octets);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
            return false;
        }
    }

    /** However many connections flood, together they leave room to others: first each may have its share, then, half full, the peer has no more than one. */
    @Test
    void theFloodOfManyConnectionsLeavesRoom() throws Exception {
        try (TestClient other = fixture.client("other.example.com")) {
            fixture.gateway.held(true);
            List<TestClient> flooding = new ArrayList<>();
            int passed = 0;
            for (int i = 0; i < 4; i++) {
                TestClient client = fixture.client(BUSY);
                flooding.add(client);
                passed += BURST * 5
                        - refused(client, times(BURST * 5, Ccr.dataUpdate().bytes()));
            }
            assertThat(passed)
                    .as("more than one connection may, and no more than half of the way besides")
                    .isBetween(IN_FLIGHT_UPDATES, RING / 2 + RING / 100 + 1);
            other.send(times(IN_FLIGHT_NEW, Ccr.initial().bytes()));
            assertThat(other.ask(Ccr.dwr("other.example.com")).command())
                    .as("no 3004 before it")
                    .isEqualTo(280);
            fixture.gateway.held(false);
            for (int i = 0; i < IN_FLIGHT_NEW; i++) {
                assertThat(other.receive().resultCode()).isEqualTo(2001);
            }
            for (TestClient client : flooding) {
                assertThat(client.ask(Ccr.dwr(BUSY)).resultCode()).isIn(2001, 3004);
                client.close();
            }
            assertThat(fixture.answers).contains(ResultCode.TOO_BUSY);
        }
    }

    /** Sends, and counts what is refused at once: all that comes before the answer to a watchdog behind it. */
    private static int refused(TestClient client, byte[] requests) throws IOException {
        client.send(requests);
        client.send(Ccr.dwr(BUSY));
        int count = 0;
        for (Parsed answer = client.receive(); answer.command() != 280; answer = client.receive()) {
            assertThat(answer.resultCode()).isEqualTo(3004);
            count++;
        }
        return count;
    }
}
