package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: a restart is told once, of the Origin-Host of the message that shows it, and only by a value that has risen. */
class OriginStatesTest {

    private static final String PEER = "client.example.com";

    private ServerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private TestClient client(String host, long state) throws Exception {
        return client(BadInput.append(Ccr.cer(host, 4), u32(278, state)));
    }

    private TestClient relay(String host, long state) throws Exception {
        return client(BadInput.append(Ccr.cer(host, 0xffffffffL), u32(278, state)));
    }

    private TestClient client(byte[] cer) throws Exception {
        TestClient client = new TestClient(fixture.address);
        assertThat(client.ask(cer).resultCode()).isEqualTo(2001);
        return client;
    }

    private static void ccr(TestClient client, String host, byte[] state) throws Exception {
        byte[] request = Ccr.initial().put(264, text(264, host)).add(state).bytes();
        assertThat(client.ask(request).resultCode()).isEqualTo(2001);
    }

    private List<String> restarts() {
        List<String> all = new ArrayList<>(fixture.events);
        return all.stream().filter(event -> event.startsWith("restart")).toList();
    }

    @Test
    void aPeerThatComesAgainWithAHigherValueWasRestarted() throws Exception {
        client(PEER, 5).close();
        client(PEER, 5).close();
        assertThat(restarts()).isEmpty();
        client("Client.Example.com", 6).close();
        assertThat(restarts()).containsExactly("restart " + PEER);
        client(PEER, 6).close();
        client(PEER, 4).close();
        client(PEER, 0).close();
        client(PEER, 6).close();
        assertThat(restarts()).hasSize(1);
    }

    @Test
    void theValueIsThatOfTheMessagesHostAndNotOfTheConnection() throws Exception {
        try (TestClient agent = relay("agent.example.com", 100)) {
            ccr(agent, "a.example.com", u32(278, 1));
            ccr(agent, "b.example.com", u32(278, 50));
            ccr(agent, "a.example.com", u32(278, 1));
            ccr(agent, "agent.example.com", u32(278, 100));
            assertThat(restarts()).isEmpty();
            ccr(agent, "a.example.com", u32(278, 2));
            ccr(agent, "a.example.com", u32(278, 2));
            ccr(agent, "b.example.com", u32(278, 50));
            assertThat(restarts()).containsExactly("restart a.example.com");
        }
    }

    @Test
    void aWatchdogTellsItToo() throws Exception {
        try (TestClient client = client(PEER, 5)) {
            client.ask(BadInput.append(Ccr.dwr(PEER), u32(278, 5)));
            assertThat(restarts()).isEmpty();
            client.ask(BadInput.append(Ccr.dwr(PEER), u32(278, 6)));
            assertThat(restarts()).containsExactly("restart " + PEER);
        }
    }

    @Test
    void aWatchdogSpeaksForItsPeerAlone() throws Exception {
        try (TestClient agent = relay("agent.example.com", 100)) {
            ccr(agent, "a.example.com", u32(278, 1));
            agent.ask(BadInput.append(Ccr.dwr("a.example.com"), u32(278, 2)));
            assertThat(restarts()).isEmpty();
            agent.ask(BadInput.append(Ccr.dwr("Agent.example.com"), u32(278, 101)));
            assertThat(restarts()).containsExactly("restart agent.example.com");
        }
    }

    @Test
    void aWatchdogAfterTheFarewellSaysNothing() throws Exception {
        try (TestClient client = client(PEER, 5)) {
            client.ask(Ccr.dpr(PEER));
            assertThat(client.ask(BadInput.append(Ccr.dwr(PEER), u32(278, 6))).command())
                    .isEqualTo(280);
            assertThat(restarts()).isEmpty();
        }
    }

    @Test
    void whoIsNoRelaySpeaksForItselfAlone() throws Exception {
        try (TestClient other = client("other.example.com", 3);
                TestClient client = client(PEER, 5)) {
            ccr(client, "other.example.com", u32(278, 4));
            ccr(client, "other.example.con", u32(278, 1));
            ccr(client, "other.example.con", u32(278, 2));
            assertThat(restarts()).isEmpty();
            ccr(client, "CLIENT.example.com", u32(278, 6));
            ccr(other, "other.example.com", u32(278, 4));
            assertThat(restarts()).containsExactly("restart " + PEER, "restart other.example.com");
        }
    }

    @Test
    void afterACerThatSaysNothingTheNextValueIsTheFirst() throws Exception {
        try (TestClient client = client(PEER, 5)) {
            ccr(client, PEER, u32(278, 5));
        }
        try (TestClient client = client(PEER, 0)) {
            client.ask(BadInput.append(Ccr.dwr(PEER), u32(278, 6)));
            assertThat(restarts()).isEmpty();
        }
        try (TestClient client = client(Ccr.cer(PEER, 4))) {
            ccr(client, PEER, u32(278, 5)); // as the event loop has seen it before
            ccr(client, PEER, u32(278, 8));
            assertThat(restarts()).containsExactly("restart " + PEER);
        }
    }

    @Test
    void whatIsRefusedOrUnreadableSaysNothing() throws Exception {
        try (TestClient client = client(PEER, 5)) {
            client.ask(Ccr.initial().without(461).add(u32(278, 6)).bytes());
            ccr(client, PEER, optional(278, new byte[3]));
            assertThat(restarts()).isEmpty();
        }
        try (TestClient refused = new TestClient(fixture.address)) {
            refused.ask(BadInput.append(Ccr.cer(PEER, 16777238), u32(278, 9)));
        }
        assertThat(restarts()).isEmpty();
    }
}
