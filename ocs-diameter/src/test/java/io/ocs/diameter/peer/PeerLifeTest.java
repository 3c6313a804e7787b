package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Goal: peers come, live and go as RFC 6733 §5 says, and one peer's trouble is not another's. */
class PeerLifeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static ServerFixture fixture(int connectionsMax, Duration watchdog) throws IOException {
        return new ServerFixture(
                ServerFixture.config(connectionsMax, 1), ServerFixture.ANYONE, ServerFixture.timers(watchdog));
    }

    @Test
    void watchdogIsAnswered() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = fixture.client()) {
            Parsed dwa = client.ask(Ccr.dwr("client.example.com"));
            assertThat(dwa.command()).isEqualTo(280);
            assertThat(dwa.resultCode()).isEqualTo(2001);
            assertThat(dwa.number(278)).isEqualTo(7);
        }
    }

    @Test
    void disconnectIsAnsweredAndPeersAreCounted() throws Exception {
        try (ServerFixture fixture = new ServerFixture()) {
            try (TestClient client = fixture.client()) {
                assertThat(fixture.nextEvent()).isEqualTo("up client.example.com");
                Parsed dpa = client.ask(Ccr.dpr("client.example.com"));
                assertThat(dpa.command()).isEqualTo(282);
                assertThat(dpa.resultCode()).isEqualTo(2001);
                assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(3004); // never silent
            }
            assertThat(fixture.nextEvent()).isEqualTo("down client.example.com");
        }
    }

    @Test
    void aPeerThatDoesNotGoAfterItsDisconnectIsClosed() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = fixture.client()) {
            client.ask(Ccr.dpr("client.example.com"));
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void silentPeerIsAskedAndClosedAfterTwoSilentIntervals() throws Exception {
        try (ServerFixture fixture = fixture(1, Duration.ofMillis(500));
                TestClient client = fixture.client()) {
            Parsed dwr = client.receive();
            assertThat(dwr.command()).isEqualTo(280);
            assertThat(dwr.isRequest()).isTrue();
            assertThat(dwr.text(264)).isEqualTo(ServerFixture.HOST);
            long alive = System.nanoTime();
            client.send(message(0, 280, 0, dwr.hopByHop(), dwr.endToEnd(), u32(268, 2001)));
            assertThat(client.receive().command()).isEqualTo(280); // one silent interval later
            assertThat(client.drain()).isZero(); // and after two more
            assertThat(Duration.ofNanos(System.nanoTime() - alive)).isGreaterThan(Duration.ofMillis(3 * 450));
        }
    }

    @Test
    void otherMessagesBeforeTheCapabilitiesEndTheConnection() throws Exception {
        try (ServerFixture fixture = new ServerFixture()) {
            byte[] wrongVersion = Ccr.initial().bytes();
            wrongVersion[0] = 3;
            for (byte[] first : List.of(
                    Ccr.initial().bytes(),
                    Ccr.dwr("a"),
                    Ccr.dpr("a"),
                    message(0, 280, 0, 1, 1),
                    message(0, 257, 0, 1, 1),
                    wrongVersion,
                    "GET / HTTP/1.1\r\nHost: ocs\r\n\r\n".getBytes(US_ASCII))) {
                try (TestClient client = new TestClient(fixture.address)) {
                    client.send(first);
                    assertThat(client.drain()).isZero();
                }
            }
            try (TestClient client = fixture.client()) {
                assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void silentStrangerAndHalfAMessageAreClosed() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient stranger = new TestClient(fixture.address);
                TestClient halfPeer = fixture.client()) {
            byte[] ccr = Ccr.initial().bytes();
            halfPeer.send(Arrays.copyOf(ccr, 90));
            assertThat(stranger.drain()).isZero();
            assertThat(halfPeer.drain()).isZero();
        }
    }

    @Test
    void unknownPeerIs3010() throws Exception {
        PeerPolicy table = PeerPolicies.table(Map.of("Known.example.com", "example.com"));
        try (ServerFixture fixture = new ServerFixture(ServerFixture.config(1, 1), table, ServerFixture.timers(LONG))) {
            try (TestClient client = new TestClient(fixture.address)) {
                Parsed cea = client.ask(Ccr.cer("unknown.example.com", 4));
                assertThat(cea.resultCode()).isEqualTo(3010);
                assertThat(cea.isError()).isTrue();
                assertThat(client.drain()).isZero();
            }
            try (TestClient client = fixture.client("known.EXAMPLE.com")) {
                assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void labNetworkDecidesOnUnknownPeers() throws Exception {
        var loopback = new PeerPolicies.Network(InetAddress.getByName("127.0.0.0"), 8);
        var elsewhere = new PeerPolicies.Network(InetAddress.getByName("10.0.0.0"), 8);
        InetAddress local = InetAddress.getByName("127.9.9.9");
        PeerPolicy lab = PeerPolicies.either(
                PeerPolicies.table(Map.of("a.example.com", "example.com")), PeerPolicies.lab(List.of(loopback)));
        assertThat(lab.admit("b", "x", local)).isEqualTo(PeerPolicy.Admission.LAB);
        assertThat(lab.admit("A.example.com", "example.com", InetAddress.getByName("8.8.8.8")))
                .isEqualTo(PeerPolicy.Admission.KNOWN);
        assertThat(PeerPolicies.lab(List.of(elsewhere)).admit("b", "x", local)).isEqualTo(PeerPolicy.Admission.REFUSED);
        assertThatThrownBy(() -> new PeerPolicies.Network(local, 33)).hasMessageContaining("33");
        assertThat(PeerPolicies.Network.parse("127.0.0.0/8")).isEqualTo(loopback);
        assertThat(PeerPolicies.Network.parse("::1").prefixLength()).isEqualTo(128);
        for (String wrong : List.of("localhost/8", "127.0.0.0/x", "127.0.0.0/33", "")) {
            assertThatThrownBy(() -> PeerPolicies.Network.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noCommonApplicationIs5010() throws Exception {
        try (ServerFixture fixture = new ServerFixture()) {
            for (byte[] cer : List.of(
                    Ccr.cer("client.example.com", 16777238),
                    Ccr.cer("client.example.com"),
                    message(0x80, 257, 0, 1, 1, cerBody(u32(259, 4))))) {
                try (TestClient client = new TestClient(fixture.address)) {
                    Parsed cea = client.ask(cer);
                    assertThat(cea.resultCode()).isEqualTo(5010);
                    assertThat(cea.isError()).isFalse();
                    assertThat(cea.number(258)).isEqualTo(4); // a hint of what would do
                    assertThat(client.drain()).isZero();
                }
            }
        }
    }

    private static byte[] cerBody(byte[] application) {
        return AvpBuilder.join(
                text(264, "client.example.com"),
                text(296, "example.com"),
                AvpBuilder.avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 0),
                AvpBuilder.optional(269, new byte[] {'x'}),
                application);
    }

    @Test
    void relaysAndVendorSpecificApplicationsHaveOursInCommon() throws Exception {
        try (ServerFixture fixture = new ServerFixture()) {
            for (byte[] application :
                    List.of(u32(258, 0xffffffffL), group(260, u32(266, 10415), u32(258, 4)), u32(259, 0xffffffffL))) {
                try (TestClient client = new TestClient(fixture.address)) {
                    assertThat(client.ask(message(0x80, 257, 0, 1, 1, cerBody(application)))
                                    .resultCode())
                            .isEqualTo(2001);
                }
            }
        }
    }

    @Test
    void capabilitiesWithoutAddressAre5005() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = new TestClient(fixture.address)) {
            Parsed cea = client.ask(
                    message(0x80, 257, 0, 1, 1, text(264, "a"), text(296, "example.com"), u32(266, 0), text(269, "x")));
            assertThat(cea.resultCode()).isEqualTo(5005);
            assertThat(cea.failedAvp().getCode()).isEqualTo(257);
            assertThat(cea.failedAvp().getRaw()).isEqualTo(new byte[6]);
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void aRepeatedCapabilitiesRequestIsAnswered() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = fixture.client()) {
            assertThat(client.ask(Ccr.cer("client.example.com", 4)).resultCode())
                    .isEqualTo(2001);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void severalPeersAreServedAtOnceOnSeveralEventLoops() throws Exception {
        try (ServerFixture fixture =
                new ServerFixture(ServerFixture.config(1, 2), ServerFixture.ANYONE, ServerFixture.timers(LONG))) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(fixture.client("client" + i + ".example.com"));
            }
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < 20; i++) {
                    clients.get(i)
                            .send(Ccr.initial().session("s" + i).ids(round, i).bytes());
                }
                for (int i = 0; i < 20; i++) {
                    Parsed answer = clients.get(i).receive();
                    assertThat(answer.text(263)).isEqualTo("s" + i);
                    assertThat(answer.hopByHop()).isEqualTo(round);
                }
            }
            for (TestClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aSilentFormerConnectionIsReplaced() throws Exception {
        try (ServerFixture fixture = fixture(1, LONG);
                TestClient former = fixture.client()) {
            try (TestClient restarted = fixture.client()) { // former does not answer the DWR
                assertThat(restarted.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
                assertThat(former.receive().command()).isEqualTo(280);
                assertThat(former.drain()).isZero();
            }
        }
    }

    @Test
    void aLivingFormerConnectionStays() throws Exception {
        try (ServerFixture fixture = fixture(1, LONG);
                TestClient former = fixture.client();
                TestClient second = new TestClient(fixture.address)) {
            second.send(Ccr.cer("CLIENT.example.com", 4));
            Parsed dwr = former.receive();
            former.send(message(0, 280, 0, dwr.hopByHop(), dwr.endToEnd(), u32(268, 2001)));
            Parsed cea = second.receive();
            assertThat(cea.resultCode()).isEqualTo(5012);
            assertThat(second.drain()).isZero();
            assertThat(former.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void aPeerMayHaveAsManyConnectionsAsConfigured() throws Exception {
        try (ServerFixture fixture = fixture(2, LONG);
                TestClient first = fixture.client();
                TestClient second = fixture.client()) {
            assertThat(first.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            assertThat(second.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void answersNeverGoToAnotherConnection() throws Exception {
        try (ServerFixture fixture = fixture(8, LONG)) {
            fixture.gateway.held(true);
            try (TestClient gone = fixture.client()) {
                gone.send(Ccr.initial().session("of the one that left").bytes());
                assertThat(gone.ask(Ccr.dwr("client.example.com")).command()).isEqualTo(280); // it has been read
            }
            assertThat(fixture.nextEvent()).startsWith("up");
            assertThat(fixture.nextEvent()).startsWith("down");
            try (TestClient next = fixture.client()) { // takes the same slot
                next.send(Ccr.initial().session("of the one that came").bytes());
                fixture.gateway.held(false);
                assertThat(next.receive().text(263)).isEqualTo("of the one that came");
            }
            assertThat(fixture.events).contains("lost answer");
        }
    }

    @Test
    void anAnswerThatCannotBeWrittenEndsItsConnectionOnly() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient unlucky = fixture.client();
                TestClient other = fixture.client("other.example.com")) {
            fixture.gateway.decider(exchange -> {
                exchange.answer.clear();
                exchange.answer.resultCode(null); // a broken invariant
            });
            unlucky.send(Ccr.initial().bytes());
            assertThat(unlucky.drain()).isZero();
            fixture.gateway.decider(FakeGateway::grantAll);
            assertThat(other.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void stopSaysFarewellAndWaitsForAnswers() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient client = fixture.client()) {
            fixture.gateway.held(true);
            client.send(Ccr.initial().bytes());
            assertThat(client.ask(Ccr.dwr("client.example.com")).command()).isEqualTo(280);
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(fixture.server::close, task -> new Thread(task, "stop").start());
            Parsed dpr = client.receive();
            assertThat(dpr.command()).isEqualTo(282);
            assertThat(dpr.isRequest()).isTrue();
            assertThat(dpr.number(273)).isZero();
            client.send(message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), u32(268, 2001)));
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(3004);
            fixture.gateway.held(false);
            assertThat(client.receive().resultCode()).isEqualTo(2001);
            assertThat(client.drain()).isZero();
            stop.join();
            assertThatThrownBy(() -> new TestClient(fixture.address)).isInstanceOf(IOException.class);
        }
    }

    /** Goal: one peer can be sent away, on all its connections, and is told why; others stay. */
    @Test
    void aPeerIsSentAwayWithACause() throws Exception {
        try (ServerFixture fixture = fixture(2, LONG);
                TestClient one = fixture.client("one.example.com");
                TestClient again = fixture.client("one.example.com");
                TestClient other = fixture.client("other.example.com")) {
            assertThat(fixture.server.disconnect("nobody.example.com", DisconnectCause.BUSY))
                    .isZero();
            assertThat(fixture.server.disconnect("ONE.example.com", DisconnectCause.BUSY))
                    .isEqualTo(2);
            for (TestClient client : List.of(one, again)) {
                Parsed dpr = client.receive();
                assertThat(dpr.command()).isEqualTo(282);
                assertThat(dpr.number(273)).isEqualTo(1);
                client.send(message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), u32(268, 2001)));
                assertThat(client.drain()).isZero();
            }
            assertThat(other.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            assertThat(fixture.server.peers())
                    .extracting(PeerStatus::originHost)
                    .containsExactly("other.example.com");
            assertThat(fixture.server.peers().get(0).links())
                    .containsExactly(new PeerStatus.Link(other.localAddress(), false, false));
            try (TestClient returned = fixture.client("one.example.com")) {
                assertThat(returned.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void aSlowReaderIsDisconnectedBeforeItGrowsTheMemory() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient slow = fixture.client()) {
            byte[] ccr = Ccr.initial().bytes();
            byte[] burst = AvpBuilder.join(Collections.nCopies(100, ccr));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            slow.send(burst); // some 50 MB of answers, never read
                        }
                    })
                    .isInstanceOf(IOException.class);
            try (TestClient good = fixture.client("good.example.com")) {
                assertThat(good.ask(ccr).resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void aTakenPortIsAnExceptionThatNamesIt() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                DiameterServer second = new DiameterServer(
                        ServerFixture.config(1, 1),
                        fixture.gateway,
                        ServerFixture.ANYONE,
                        List.of(),
                        DiameterListener.NONE)) {
            assertThatThrownBy(() -> second.start(List.of(fixture.address)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(fixture.address.getPort()));
        }
    }

    @Test
    void configurationNamesTheKeyThatIsWrong() {
        assertThatThrownBy(() -> DiameterConfig.of("not a host", "example.com", 1))
                .hasMessageContaining("diameter.origin-host");
        assertThatThrownBy(() -> DiameterConfig.of("ocs", "example.com", 0))
                .hasMessageContaining("diameter.origin-state-id");
        assertThat(DiameterConfig.of("ocs", "example.com", 1).connectionsMax()).isEqualTo(1);
    }
}
