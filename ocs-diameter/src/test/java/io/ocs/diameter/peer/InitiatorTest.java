package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.join;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.HeldPort;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import io.ocs.diameter.support.TestListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdiameter.api.Avp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: a peer that this server connects to is connected, served, watched and tried again as RFC 6733 §5 says, and never twice at a time. */
class InitiatorTest {

    private static final String REALM = "example.com";
    /** Before ocs.example.com in an election. */
    private static final String LOWER = "Client.example.com";
    /** Behind it. */
    private static final String HIGHER = "zone.example.com";

    private static final String BYSTANDER = "bystander.example.com";

    private TestListener listener;
    private ServerFixture fixture;

    @BeforeEach
    void listen() throws IOException {
        listener = new TestListener();
    }

    @AfterEach
    void stop() throws IOException {
        if (fixture != null) {
            fixture.close();
        }
        listener.close();
    }

    private static ConfiguredPeer configured(String originHost, InetSocketAddress address) {
        return new ConfiguredPeer(
                originHost,
                REALM,
                Set.of(ConfiguredPeer.Application.values()),
                1,
                0,
                false,
                Optional.of(InetSocketAddress.createUnresolved("localhost", address.getPort())));
    }

    private void start(String originHost, int eventLoops, Duration watchdog) throws IOException {
        fixture = new ServerFixture(
                ServerFixture.config(1, eventLoops),
                PeerPolicies.table(Map.of(originHost, REALM, BYSTANDER, REALM)),
                List.of(configured(originHost, listener.address())),
                ServerFixture.timers(watchdog));
    }

    private void connect(String originHost) throws IOException {
        start(originHost, 2, Duration.ofSeconds(30));
        fixture.server.connect(null);
    }

    private static byte[] cea(Parsed cer, String host, String realm, int code, byte[]... more) {
        return message(
                0,
                257,
                0,
                cer.hopByHop(),
                cer.endToEnd(),
                u32(268, code),
                text(264, host),
                text(296, realm),
                AvpBuilder.avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 0),
                AvpBuilder.optional(269, new byte[] {'x'}),
                join(more));
    }

    private static byte[] cea(Parsed cer, String host) {
        return cea(cer, host, REALM, 2001, u32(258, 4));
    }

    private static byte[] dpr(int cause) {
        return message(0x80, 282, 0, 3, 3, text(264, LOWER), text(296, REALM), u32(273, cause));
    }

    /** Takes the next connection and accepts it. */
    private TestClient accept(String originHost) throws IOException {
        TestClient client = listener.accept();
        client.send(cea(client.receive(), originHost));
        assertServed(client);
        return client;
    }

    private static void assertServed(TestClient client) throws IOException {
        assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
    }

    @Test
    void itsCapabilitiesRequestIsWhatPeersWant() throws Exception {
        connect(LOWER);
        try (TestClient client = listener.accept()) {
            Parsed cer = client.receive();
            assertThat(cer.command()).isEqualTo(257);
            assertThat(cer.isRequest()).isTrue();
            assertThat(cer.isProxiable()).isFalse();
            assertThat(cer.codes()).containsExactly(264, 296, 257, 266, 269, 278, 265, 265, 258, 260);
            assertThat(cer.text(264)).isEqualTo(ServerFixture.HOST);
            assertThat(cer.text(296)).isEqualTo(REALM);
            assertThat(cer.octets(257)).isEqualTo(new byte[] {0, 1, 127, 0, 0, 1});
            assertThat(cer.number(278)).isEqualTo(7);
            assertThat(cer.number(258)).isEqualTo(4);
            assertThat(cer.number(260, 266)).isEqualTo(10415);
            assertThat(cer.number(260, 258)).isEqualTo(4);
            Avp[] vendors = {cer.avps().getAvpByIndex(6), cer.avps().getAvpByIndex(7)};
            assertThat(vendors[0].getUnsigned32()).isEqualTo(10415);
            assertThat(vendors[1].getUnsigned32()).isEqualTo(13019);
        }
    }

    @Test
    void aPeerThatIsConnectedToIsServedAndWatched() throws Exception {
        start(LOWER, 2, Duration.ofMillis(500));
        fixture.server.connect(null);
        try (TestClient client = accept(LOWER)) {
            assertThat(fixture.nextEvent()).isEqualTo("up " + LOWER);
            assertAway(0);
            assertThat(client.ask(Ccr.dwr(LOWER)).resultCode()).isEqualTo(2001);
            assertThat(client.ask(Ccr.cer(LOWER, 4)).resultCode())
                    .as("a CER again")
                    .isEqualTo(2001);
            Parsed dwr = client.receive();
            assertThat(dwr.command()).isEqualTo(280);
            client.send(message(0, 280, 0, dwr.hopByHop(), dwr.endToEnd(), u32(268, 2001)));
            assertThat(client.receive().command())
                    .as("one silent interval later")
                    .isEqualTo(280);
            assertThat(client.drain()).as("messages before it is given up").isZero();
        }
        assertThat(fixture.nextEvent()).isEqualTo("down " + LOWER);
        accept(LOWER).close();
    }

    @Test
    void anApplicationInsideAGroupAndARelayDoToo() throws Exception {
        connect(LOWER);
        for (byte[] application :
                List.of(group(260, u32(266, 10415), u32(258, 4)), u32(258, 0xffffffffL), u32(259, 0xffffffffL))) {
            try (TestClient client = listener.accept()) {
                client.send(cea(client.receive(), LOWER, "Example.COM", 2001, u32(258, 16777238), application));
                assertServed(client);
            }
        }
    }

    /** Who is not accepted is closed, and tried again until it is. */
    @Test
    void anAnswerThatDoesNotFitEndsTheConnection() throws Exception {
        connect(LOWER);
        refused(cer -> cea(cer, "another.example.com"), "who answers is another.example.com");
        refused(cer -> cea(cer, LOWER, "example.org", 2001, u32(258, 4)), "of realm example.org");
        refused(cer -> cea(cer, LOWER, REALM, 2001, u32(258, 16777238)), "no application in common");
        refused(cer -> cea(cer, LOWER, REALM, 2001, u32(259, 4)), "no application in common");
        refused(cer -> cea(cer, LOWER, REALM, 3010, text(281, "who are you?")), "3010 who are you?");
        refused(cer -> cea(cer, LOWER, REALM, 2001, u32(258, 4), u32(299, 1)), "inband security");
        refused(cer -> message(0, 257, 0, cer.hopByHop(), cer.endToEnd()), "cannot be read");
        refused(cer -> message(0, 257, 0, cer.hopByHop() + 1, 1, u32(268, 2001)), "another request");
        refused(cer -> Ccr.dwr(LOWER), "ended before its CEA");
        refused(cer -> message(0, 280, 0, cer.hopByHop(), cer.endToEnd(), u32(268, 2001)), "ended before its CEA");
        refused(cer -> Arrays.copyOf(new byte[] {2, 0, 0, 20}, 20), "ended before its CEA");
        accept(LOWER).close();
    }

    private interface Reply {
        byte[] to(Parsed cer);
    }

    private void refused(Reply reply, String reason) throws Exception {
        try (TestClient client = listener.accept()) {
            client.send(reply.to(client.receive()));
            assertThat(client.drain()).isZero();
        }
        String away = awayFor(reason);
        assertThat(away).startsWith(LOWER + " for ").contains(reason);
    }

    /** What is said about the peer once it has this in it. */
    private String awayFor(String reason) {
        return Eventually.seen(
                () -> String.join("", fixture.server.away(Duration.ZERO)), away -> away.contains(reason));
    }

    private void assertAway(int count) {
        assertThat(Eventually.seen(() -> fixture.server.away(Duration.ZERO), away -> away.size() == count))
                .hasSize(count);
    }

    @Test
    void whoDoesNotAnswerIsGivenUpAndTriedAgain() throws Exception {
        connect(LOWER);
        try (TestClient silent = listener.accept()) {
            assertThat(silent.receive().command()).isEqualTo(257);
            assertThat(silent.drain()).isZero();
        }
        accept(LOWER).close();
    }

    @Test
    void whoCannotBeReachedIsToldAndConnectedWhenItIsThere() throws Exception {
        try (HeldPort port = new HeldPort()) {
            whoCannotBeReachedIsTold(port.address());
            try (TestListener there = new TestListener(port);
                    TestClient client = there.accept()) {
                client.send(cea(client.receive(), LOWER));
                assertServed(client);
            }
        }
    }

    private void whoCannotBeReachedIsTold(InetSocketAddress address) throws Exception {
        fixture = new ServerFixture(
                ServerFixture.config(1, 1),
                ServerFixture.ANYONE,
                List.of(
                        configured(LOWER, address),
                        new ConfiguredPeer(
                                HIGHER,
                                REALM,
                                Set.of(ConfiguredPeer.Application.CREDIT_CONTROL),
                                1,
                                0,
                                false,
                                Optional.of(InetSocketAddress.createUnresolved("nowhere.invalid", 3868)))),
                ServerFixture.timers(Duration.ofSeconds(30)));
        fixture.server.connect(null);
        assertThat(awayFor("refused")).contains(LOWER);
        assertThat(awayFor("there is no host nowhere.invalid")).contains(HIGHER);
        assertThat(fixture.server.away(Duration.ofHours(1))).isEmpty();
        try (TestClient client = fixture.client(LOWER)) { // it comes itself
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            assertAway(1);
        }
    }

    @Test
    void whoHasGoneIsConnectedToAgainUnlessItDoesNotWant() throws Exception {
        connect(LOWER);
        accept(LOWER).close();
        try (TestClient rebooting = accept(LOWER)) {
            assertThat(rebooting.ask(dpr(0)).command()).isEqualTo(282);
        }
        try (TestClient unwilling = accept(LOWER)) {
            assertThat(unwilling.ask(dpr(2)).command()).isEqualTo(282);
        }
        assertThat(listener.isLeftAloneFor(3 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                .isTrue();
        assertThat(awayFor("DO_NOT_WANT_TO_TALK_TO_YOU")).contains(LOWER);
        fixture.client(LOWER).close(); // it may come itself, and is connected to again after that
        try (TestClient busy = accept(LOWER)) {
            assertThat(busy.ask(dpr(1)).command()).isEqualTo(282);
        }
        assertThat(listener.isLeftAloneFor(3 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                .isTrue();
    }

    @Test
    void whomThisServerDoesNotWantItLeavesAlone() throws Exception {
        connect(LOWER);
        try (TestClient unwanted = accept(LOWER)) {
            assertThat(fixture.server.disconnect(LOWER, DisconnectCause.DO_NOT_WANT_TO_TALK_TO_YOU))
                    .isEqualTo(1);
            Parsed dpr = unwanted.receive();
            assertThat(dpr.number(273)).isEqualTo(2);
            unwanted.send(message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), u32(268, 2001)));
            assertThat(unwanted.drain()).isZero();
        }
        assertThat(listener.isLeftAloneFor(3 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                .isTrue();
        assertThat(awayFor("this server has sent it a DPR that says DO_NOT_WANT_TO_TALK_TO_YOU"))
                .contains(LOWER);
        assertThat(fixture.server.peers().get(0).away().orElseThrow()).contains("DO_NOT_WANT_TO_TALK_TO_YOU");
    }

    @Test
    void whoHasComeIsNotConnectedTo() throws Exception {
        start(LOWER, 2, Duration.ofSeconds(30));
        try (TestClient client = fixture.client(LOWER)) {
            fixture.server.connect(null);
            assertThat(listener.isLeftAloneFor(3 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                    .isTrue();
            assertServed(client);
        }
        accept(LOWER).close();
    }

    /** The peer's name comes before this server's: this server has won, and closes what it has begun. */
    @Test
    void theWinnerOfAnElectionKeepsWhatThePeerHasBegun() throws Exception {
        connect(LOWER);
        try (TestClient begunByServer = listener.accept();
                TestClient begunByPeer = new TestClient(fixture.address)) {
            assertThat(begunByServer.receive().command()).isEqualTo(257);
            begunByPeer.send(Ccr.cer(LOWER, 4));
            assertThat(begunByServer.drain()).isZero();
            assertThat(begunByPeer.receive().resultCode()).isEqualTo(2001);
            assertServed(begunByPeer);
            assertThat(listener.isLeftAloneFor(3 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                    .isTrue();
        }
        accept(LOWER).close();
    }

    /** The peer has won: it waits for what this server has begun, and what it has begun itself is answered 4003. */
    @Test
    void theLoserOfAnElectionKeepsWhatItHasBegun() throws Exception {
        start(HIGHER, 1, Duration.ofSeconds(30)); // one event loop: what is sent first is read first
        fixture.server.connect(null);
        try (TestClient begunByServer = listener.accept();
                TestClient begunByPeer = new TestClient(fixture.address)) {
            Parsed cer = begunByServer.receive();
            begunByPeer.send(Ccr.cer(HIGHER, 4));
            try (TestClient oneMore = new TestClient(fixture.address)) {
                assertThat(oneMore.ask(Ccr.cer(HIGHER, 4)).resultCode()).isEqualTo(5012);
            }
            begunByServer.send(cea(cer, HIGHER));
            Parsed lost = begunByPeer.receive();
            assertThat(lost.resultCode()).isEqualTo(4003);
            assertThat(lost.isError()).isFalse();
            assertThat(begunByPeer.drain()).isZero();
            assertServed(begunByServer);
        }
    }

    @Test
    void ifWhatTheLoserHasBegunEndsThePeersConnectionServes() throws Exception {
        start(HIGHER, 1, Duration.ofSeconds(30));
        fixture.server.connect(null);
        try (TestClient bystander = fixture.client(BYSTANDER);
                TestClient begunByPeer = new TestClient(fixture.address)) {
            try (TestClient begunByServer = listener.accept()) {
                begunByServer.receive();
                begunByPeer.send(Ccr.cer(HIGHER, 4));
                untilReadByNow(bystander);
                assertThat(begunByPeer.isEnded()).as("it waits").isFalse();
            }
            assertThat(begunByPeer.receive().resultCode()).isEqualTo(2001);
            assertServed(begunByPeer);
        }
    }

    @Test
    void ifThePeersConnectionEndsDuringAnElectionTheOtherGoesOn() throws Exception {
        start(HIGHER, 1, Duration.ofSeconds(30));
        fixture.server.connect(null);
        try (TestClient bystander = fixture.client(BYSTANDER);
                TestClient begunByServer = listener.accept()) {
            Parsed cer = begunByServer.receive();
            try (TestClient begunByPeer = new TestClient(fixture.address)) {
                begunByPeer.send(Ccr.cer(HIGHER, 4));
                untilReadByNow(bystander);
                begunByPeer.leave(); // else the CEA may come first
            }
            begunByServer.send(cea(cer, HIGHER));
            assertServed(begunByServer);
        }
    }

    /** With one event loop: what has been sent before is read when the second of these has its answer. */
    private static void untilReadByNow(TestClient bystander) throws IOException {
        assertServed(bystander);
        assertServed(bystander);
    }

    @Test
    void aSecondConnectionOfAPeerThatIsConnectedToIsSentAway() throws Exception {
        connect(LOWER);
        try (TestClient open = accept(LOWER);
                TestClient second = new TestClient(fixture.address)) {
            second.send(Ccr.cer(LOWER, 4));
            Parsed dwr = open.receive();
            open.send(message(0, 280, 0, dwr.hopByHop(), dwr.endToEnd(), u32(268, 2001)));
            assertThat(second.receive().resultCode()).isEqualTo(5012);
            assertServed(open);
        }
    }

    @Test
    void aStopSaysFarewellAndNobodyIsConnectedToAgain() throws Exception {
        connect(LOWER);
        try (TestClient client = accept(LOWER)) {
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(fixture.server::close, task -> new Thread(task, "stop").start());
            Parsed dpr = client.receive();
            assertThat(dpr.command()).isEqualTo(282);
            client.send(message(0, 282, 0, dpr.hopByHop(), dpr.endToEnd(), u32(268, 2001)));
            assertThat(client.drain()).isZero();
            stop.join();
        }
        assertThat(listener.isLeftAloneFor(2 * (int) ServerFixture.RECONNECT_MAX.toMillis()))
                .isTrue();
    }

    @Test
    void aStopWhileItConnectsEndsToo() throws Exception {
        connect(HIGHER);
        try (TestClient client = listener.accept()) {
            client.receive();
            fixture.server.close();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void namesAreComparedOctetByOctetWithoutCase() {
        assertThat(Election.isWon("ocs.example.com", "client.example.com")).isTrue();
        assertThat(Election.isWon("ocs.example.com", "OCR.example.com")).isTrue();
        assertThat(Election.isWon("OCS.example.com", "zone.example.com")).isFalse();
        assertThat(Election.isWon("ocs.example.com", "ocs.example.com.org")).isFalse();
        assertThat(Election.isWon("ocs2.example.com", "ocs.example.com"))
                .as("'2' comes after '.'")
                .isTrue();
        assertThat(Election.isWon("OCS.example.com", "ocs.EXAMPLE.com"))
                .as("the same")
                .isFalse();
    }
}
