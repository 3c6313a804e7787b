package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: who is who, on both sides: names, realms, addresses, and the state that this server tells. */
class PeerIdentityTest {

    private static final String PEER = "client.example.com";

    private static byte[] cer(String realm) {
        return message(
                0x80,
                257,
                0,
                1,
                1,
                text(264, PEER),
                text(296, realm),
                avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 0),
                optional(269, new byte[] {'x'}),
                u32(258, 4));
    }

    @Test
    void aPeerOfAnotherRealmIs3010() throws Exception {
        PeerPolicy table = PeerPolicies.table(Map.of(PEER, "example.com"));
        try (ServerFixture fixture =
                new ServerFixture(ServerFixture.config(1, 1), table, ServerFixture.timers(Duration.ofSeconds(30)))) {
            try (TestClient client = new TestClient(fixture.address)) {
                assertThat(client.ask(cer("example.org")).resultCode()).isEqualTo(3010);
                assertThat(client.drain()).isZero();
            }
            try (TestClient client = new TestClient(fixture.address)) {
                assertThat(client.ask(cer("EXAMPLE.com")).resultCode()).isEqualTo(2001);
            }
        }
    }

    private static InetSocketAddress loopback(int number) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number}), 0);
    }

    @Test
    void severalAddressesAreListenedOn() throws Exception {
        FakeGateway gateway = new FakeGateway();
        try (DiameterServer server = new DiameterServer(
                ServerFixture.config(1, 1), gateway, ServerFixture.ANYONE, List.of(), DiameterListener.NONE)) {
            List<InetSocketAddress> listening = server.start(List.of(loopback(1), loopback(2), loopback(1)));
            assertThat(listening).doesNotHaveDuplicates().hasSize(3);
            for (int i = 0; i < 3; i++) {
                try (TestClient client = TestClient.open(listening.get(i), "client" + i + ".example.com")) {
                    assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
                }
            }
        } finally {
            gateway.close();
        }
    }

    /** RFC 6733 §8.16: the same in all messages that have it. */
    @Test
    void theOriginStateIdIsToldInCeaDwrAndDwa() throws Exception {
        try (ServerFixture fixture = new ServerFixture(
                        ServerFixture.config(1, 1),
                        ServerFixture.ANYONE,
                        ServerFixture.timers(Duration.ofMillis(500)));
                TestClient client = new TestClient(fixture.address)) {
            assertThat(client.ask(Ccr.cer(PEER, 4)).number(278)).isEqualTo(7);
            assertThat(client.ask(Ccr.dwr(PEER)).number(278)).isEqualTo(7);
            Parsed dwr = client.receive();
            assertThat(dwr.command()).isEqualTo(280);
            assertThat(dwr.isRequest()).isTrue();
            assertThat(dwr.number(278)).isEqualTo(7);
        }
    }
}
