package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests.Reach;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: however many hosts have come and gone, those that come now are known as the first ones were: their restarts are seen, and they are reached. */
@Timeout(60)
class ManyHostsTest {

    /** As many as are remembered, and as one relay may speak for. */
    private static final int HOSTS = 10_000;
    /** Requests under way at a time, fewer than are refused for load. */
    private static final int BURST = 500;

    private ServerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private TestClient relay(String host) throws Exception {
        TestClient relay = new TestClient(fixture.address);
        assertThat(relay.ask(Ccr.cer(host, 0xffffffffL)).resultCode()).isEqualTo(2001);
        return relay;
    }

    private static byte[] ccr(String host, long state) {
        return Ccr.initial().put(264, text(264, host)).add(u32(278, state)).bytes();
    }

    private static void ask(TestClient client, String host, long state) throws Exception {
        assertThat(client.ask(ccr(host, state)).resultCode()).isEqualTo(2001);
    }

    /** Hosts of this name and a number send a request each. */
    private static void crowd(TestClient relay, String name, int count) throws Exception {
        for (int from = 0; from < count; from += BURST) {
            for (int i = from; i < Math.min(count, from + BURST); i++) {
                relay.send(ccr(name + i + ".example.com", 1));
            }
            for (int i = from; i < Math.min(count, from + BURST); i++) {
                assertThat(relay.receive().resultCode()).isEqualTo(2001);
            }
        }
    }

    private List<String> restarts() {
        return List.copyOf(fixture.events).stream()
                .filter(event -> event.startsWith("restart"))
                .toList();
    }

    private void awaitDown(String host) throws InterruptedException {
        String event = fixture.nextEvent();
        while (event != null && !event.equals("down " + host)) {
            event = fixture.nextEvent();
        }
        assertThat(event).isEqualTo("down " + host);
    }

    @Test
    void whoComesWhenManyHaveGoneIsKnown() throws Exception {
        try (TestClient staying = relay("staying.example.com");
                TestClient going = relay("going.example.com")) {
            ask(staying, "stays.example.com", 1);
            crowd(going, "gone", HOSTS);
            going.cut();
            awaitDown("going.example.com");
            try (TestClient coming = relay("coming.example.com")) {
                ask(coming, "comes.example.com", 1);
                ask(coming, "comes.example.com", 2);
                ask(staying, "stays.example.com", 2);
                assertThat(restarts()).containsExactly("restart comes.example.com", "restart stays.example.com");
                assertReached(coming, "comes.example.com");
            }
        }
    }

    /** While all that are remembered are connected, there is no room for more: they are served without. */
    @Test
    void whoComesWhenManyAreConnectedIsServed() throws Exception {
        try (TestClient first = relay("first.example.com");
                TestClient second = relay("second.example.com")) {
            crowd(first, "there", HOSTS);
            ask(second, "comes.example.com", 1);
            ask(second, "comes.example.com", 1);
            ask(first, "there0.example.com", 2);
            assertThat(restarts()).containsExactly("restart there0.example.com");
        }
    }

    /** By the Session-Id alone, as after a restart of this server. */
    private void assertReached(TestClient relay, String host) throws Exception {
        Octets session = new Octets(64);
        session.set(host + ";1;1");
        CompletableFuture<ClientAnswer> future = fixture.server
                .clients()
                .send(new ClientRequest(ClientRequest.Kind.RE_AUTHORIZE, session, 0), Reach.ONE);
        Parsed request = relay.receive();
        assertThat(request.text(293)).isEqualTo(host);
        relay.send(message(
                0x40, request.command(), 4, request.hopByHop(), request.endToEnd(), u32(268, 2001), text(264, host)));
        assertThat(future.get(10, TimeUnit.SECONDS).status()).isEqualTo(ClientAnswer.Status.ACCEPTED);
    }
}
