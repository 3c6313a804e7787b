package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ocs.core.ResultCode;
import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: whoever sends nothing, too little, too slowly or too much is bounded in time and memory, and costs the others nothing. */
class HostileConnectionsTest {

    private static final int MANY = 2_000;
    private static final int FLOOD = 1_000;
    /** New sessions and events that one connection may have under way. */
    private static final int IN_FLIGHT_NEW = ServerFixture.IN_FLIGHT_MAX * 60 / 100;
    /** The same, updates included. */
    private static final int IN_FLIGHT_UPDATES = ServerFixture.IN_FLIGHT_MAX * 85 / 100;

    private static ServerFixture fixture(int connectionsTotalMax) throws IOException {
        return new ServerFixture(
                ServerFixture.config(64, connectionsTotalMax, 1),
                ServerFixture.ANYONE,
                ServerFixture.timers(Duration.ofSeconds(30)));
    }

    private static void assertServed(TestClient client) throws IOException {
        assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
    }

    /** From connecting to the end of a CER there are 1.5 s, and from the first octet of a message to its last. */
    @Test
    @Timeout(30)
    void anOctetNowAndThenDoesNotKeepAConnection() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient good = fixture.client("good.example.com");
                TestClient stranger = new TestClient(fixture.address);
                TestClient peer = fixture.client("slow.example.com")) {
            long begin = System.nanoTime();
            byte[] cer = Ccr.cer("stranger.example.com", 4);
            byte[] ccr = Ccr.initial().bytes();
            boolean strangerGone = false;
            boolean peerGone = false;
            int sent = 0;
            while (!strangerGone || !peerGone) {
                strangerGone = strangerGone || !drips(stranger, cer[sent]);
                peerGone = peerGone || !drips(peer, ccr[sent]);
                assertServed(good);
                sent++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            assertThat(sent).as("octets sent").isLessThan(cer.length - 1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1400));
        }
    }

    /** Sends one octet. @return false once the server has ended the connection */
    private static boolean drips(TestClient client, byte octet) {
        try {
            client.send(new byte[] {octet});
            return !client.isEnded();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aStrangerMayNotSayMuch() throws Exception {
        try (ServerFixture fixture = new ServerFixture();
                TestClient stranger = new TestClient(fixture.address)) {
            byte[] huge = BadInput.append(Ccr.cer("client.example.com", 4), AvpBuilder.optional(9999, new byte[9_000]));
            stranger.send(huge);
            assertThat(stranger.drain()).isZero();
            try (TestClient talkative = fixture.client()) {
                byte[] long64 = Ccr.initial()
                        .add(AvpBuilder.optional(9999, new byte[60_000]))
                        .bytes();
                assertThat(talkative.ask(long64).resultCode()).isEqualTo(2001);
            }
        }
    }

    @Test
    void strangersMakeRoomForPeers() throws Exception {
        try (ServerFixture fixture = fixture(16)) {
            List<TestClient> strangers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                strangers.add(new TestClient(fixture.address));
            }
            try (TestClient good = fixture.client("good.example.com")) {
                assertServed(good);
                assertThat(strangers.get(0).drain()).isZero(); // the oldest one
            }
            close(strangers);
        }
    }

    /** Those that have ended, and stay for their peer to read why, go before those that may still say who they are. */
    @Test
    void theEndedMakeRoomBeforeStrangers() throws Exception {
        long minute = Duration.ofMinutes(1).toNanos();
        PeerTimers patient = new PeerTimers(
                Duration.ofMillis(20).toNanos(), minute, minute / 10, minute, minute, minute, minute, minute);
        try (ServerFixture fixture =
                new ServerFixture(ServerFixture.config(64, 16, 1), ServerFixture.ANYONE, patient)) {
            List<TestClient> strangers = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                strangers.add(new TestClient(fixture.address));
            }
            List<TestClient> ended = List.of(refused(fixture), refused(fixture));
            try (TestClient first = fixture.client("first.example.com");
                    TestClient second = fixture.client("second.example.com")) {
                for (TestClient stranger : strangers) {
                    assertThat(stranger.isEnded()).isFalse();
                }
                try (TestClient third = fixture.client("third.example.com")) {
                    assertServed(third);
                    assertThat(strangers.get(0).drain()).isZero();
                }
                assertServed(first);
                assertServed(second);
            }
            close(ended);
            close(strangers);
        }
    }

    private static TestClient refused(ServerFixture fixture) throws IOException {
        TestClient client = new TestClient(fixture.address);
        assertThat(client.ask(Ccr.cer("refused.example.com", 16777238)).resultCode())
                .isEqualTo(5010);
        return client;
    }

    @Test
    void peersThatAreOpenStayWhenThereAreTooMany() throws Exception {
        try (ServerFixture fixture = fixture(16)) {
            List<TestClient> peers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                peers.add(fixture.client("peer" + i + ".example.com"));
            }
            try (TestClient late = new TestClient(fixture.address)) {
                assertThat(late.drain()).isZero();
            }
            for (TestClient peer : peers) {
                assertServed(peer);
            }
            peers.remove(0).close();
            assertThat(fixture.nextEvent()).startsWith("up");
            awaitDown(fixture, "down peer0.example.com");
            try (TestClient next = fixture.client("next.example.com")) {
                assertServed(next);
            }
            close(peers);
        }
    }

    private static void awaitDown(ServerFixture fixture, String event) throws InterruptedException {
        String next = fixture.nextEvent();
        while (next != null && !next.equals(event)) {
            next = fixture.nextEvent();
        }
        assertThat(next).isEqualTo(event);
    }

    @Test
    @Timeout(60)
    void twoThousandConnectionsAreServedAtOnce() throws Exception {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        if (descriptors < 3 * MANY) {
            System.out.println("notice: only " + descriptors + " file descriptors: 2,000 connections are not tried");
        }
        assumeTrue(descriptors >= 3 * MANY, "too few file descriptors");
        DiameterConfig config = ServerFixture.config(1, 1);
        PeerTimers timers = PeerTimers.of(config.watchdogInterval(), config.messageTimeMax());
        try (ServerFixture fixture = new ServerFixture(config, ServerFixture.ANYONE, timers)) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                clients.add(new TestClient(fixture.address)); // all of them strangers at once
            }
            for (int i = 0; i < MANY; i++) {
                clients.get(i).send(Ccr.cer("client" + i + ".example.com", 4));
            }
            for (TestClient client : clients) {
                assertThat(client.receive().resultCode()).isEqualTo(2001);
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < MANY; i++) {
                    clients.get(i)
                            .send(Ccr.initial().session("s" + i).ids(round, i).bytes());
                }
                for (int i = 0; i < MANY; i++) {
                    Parsed answer = clients.get(i).receive();
                    assertThat(answer.resultCode()).isEqualTo(2001);
                    assertThat(answer.text(263)).isEqualTo("s" + i);
                }
            }
            close(clients);
        }
    }

    @Test
    @Timeout(30)
    void aFloodIsRefusedWhereItComesFromAndTheOthersAreServed() throws Exception {
        try (ServerFixture fixture = fixture(DiameterConfig.CONNECTIONS_TOTAL_MAX);
                TestClient good = fixture.client("good.example.com");
                TestClient flooding = fixture.client("flooding.example.com")) {
            fixture.gateway.held(true);
            flood(flooding, Ccr.initial(), FLOOD - IN_FLIGHT_NEW);
            flood(flooding, Ccr.of(4, 0).add(AvpBuilder.u32(436, 0)), FLOOD); // an event is as new as a session
            flood(flooding, Ccr.dataUpdate(), FLOOD - (IN_FLIGHT_UPDATES - IN_FLIGHT_NEW));
            flooding.send(Ccr.of(3, 2).ids(3, 3).bytes());
            assertThat(flooding.ask(Ccr.dwr("flooding.example.com")).command())
                    .as("no 3004 before it")
                    .isEqualTo(280);
            good.send(Ccr.initial().session("of the good one").bytes());
            fixture.gateway.held(false);
            assertThat(good.receive().resultCode()).isEqualTo(2001);
            for (int i = 0; i < IN_FLIGHT_UPDATES; i++) {
                assertThat(flooding.receive().resultCode()).isEqualTo(2001);
            }
            Parsed terminated = flooding.receive();
            assertThat(terminated.resultCode()).isEqualTo(2001);
            assertThat(terminated.hopByHop()).isEqualTo(3);
            assertServed(flooding);
            assertThat(fixture.answers).contains(ResultCode.TOO_BUSY);
        }
    }

    /** Sends the request so often that exactly so many of them are refused. */
    private static void flood(TestClient client, Ccr request, int refused) throws IOException {
        client.send(AvpBuilder.join(Collections.nCopies(FLOOD, request.bytes())));
        for (int i = 0; i < refused; i++) {
            assertThat(client.receive().resultCode()).isEqualTo(3004);
        }
    }

    @Test
    @Timeout(30)
    void aSlowReaderDelaysNobody() throws Exception {
        try (ServerFixture fixture = fixture(DiameterConfig.CONNECTIONS_TOTAL_MAX);
                TestClient good = fixture.client("good.example.com");
                TestClient slow = fixture.client("slow.example.com")) {
            byte[] burst = AvpBuilder.join(
                    Collections.nCopies(50, Ccr.dwr("slow.example.com"))); // answered by the loop itself
            long longest = 0;
            int rounds = 0;
            while (sends(slow, burst)) { // until the answers that nobody reads are too many
                long asked = System.nanoTime();
                assertServed(good);
                longest = Math.max(longest, System.nanoTime() - asked);
                rounds++;
            }
            assertThat(rounds).isGreaterThan(10);
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
            assertServed(good);
        }
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

    @Test
    void halfMessagesOfManyAreKeptInWhatHasArrived() throws Exception {
        try (ServerFixture fixture = new ServerFixture()) {
            byte[] message = Ccr.initial()
                    .add(AvpBuilder.optional(9999, new byte[60_000]))
                    .bytes();
            List<TestClient> halves = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                TestClient half = fixture.client("half" + i + ".example.com");
                half.send(Arrays.copyOf(message, 25 + i));
                halves.add(half);
            }
            for (TestClient half : halves) {
                assertThat(half.drain()).isZero(); // 1.5 s later, all of them
            }
            try (TestClient good = fixture.client("good.example.com")) {
                assertServed(good);
            }
            close(halves);
        }
    }

    private static void close(List<TestClient> clients) throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
    }
}
