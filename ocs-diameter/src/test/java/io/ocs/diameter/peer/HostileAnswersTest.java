package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequests.Reach;
import io.ocs.diameter.support.Answers;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Eventually;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.Seeds;
import io.ocs.diameter.support.TestClient;
import io.ocs.diameter.support.TestListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: no answer of a peer, broken, unexpected, repeated or late, harms anybody, and what was asked comes to an end. */
@Timeout(120)
class HostileAnswersTest {

    private static final String HOSTILE = "hostile.example.com";
    private static final int PENDING_MAX = 50;
    private static final int ATTEMPTS = 15;
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int FLOOD = 40;

    private TestListener listener;
    private ServerFixture fixture;

    @BeforeEach
    void listen() throws IOException {
        listener = new TestListener();
    }

    private void start(Duration timeout) throws IOException {
        ConfiguredPeer connectedTo = new ConfiguredPeer(
                HOSTILE,
                "example.com",
                Set.of(ConfiguredPeer.Application.values()),
                4,
                0,
                false,
                Optional.of(InetSocketAddress.createUnresolved(
                        "localhost", listener.address().getPort())));
        fixture = new ServerFixture(
                ServerFixture.config(4, 2),
                ServerFixture.ANYONE,
                List.of(connectedTo),
                impatient(),
                new ClientRequestConfig(timeout, 2, 10_000, PENDING_MAX));
    }

    /** Connects again after a few milliseconds. */
    private static PeerTimers impatient() {
        long minute = Duration.ofMinutes(1).toNanos();
        return new PeerTimers(
                Duration.ofMillis(5).toNanos(),
                minute,
                minute / 10,
                Duration.ofSeconds(5).toNanos(),
                minute,
                Duration.ofSeconds(2).toNanos(),
                Duration.ofMillis(2).toNanos(),
                Duration.ofMillis(10).toNanos());
    }

    @AfterEach
    void stop() throws IOException {
        if (fixture != null) {
            fixture.close();
        }
        listener.close();
    }

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private static void assertServed(TestClient client) throws IOException {
        assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
    }

    private CompletableFuture<ClientAnswer> send(int number) {
        ClientRequest.Kind kind = number % 2 == 0 ? ClientRequest.Kind.RE_AUTHORIZE : ClientRequest.Kind.ABORT;
        Octets id = new Octets(64);
        id.set(HOSTILE + ";1;" + number);
        return fixture.server.clients().send(new ClientRequest(kind, id, 0), Reach.ONE);
    }

    private static void hurl(TestClient client, byte[] octets) throws IOException {
        try {
            client.send(octets);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*"); // the server has hung up
        }
    }

    private void assertNothingIsUnderWay() {
        assertThat(Eventually.seen(() -> fixture.server.clients().room(Reach.ONE), room -> room == PENDING_MAX))
                .isEqualTo(PENDING_MAX);
    }

    /** Answers to the requests that were asked, some of them mangled, some to nothing, in any order and number. */
    @ParameterizedTest
    @MethodSource("seeds")
    void mangledAnswersHarmNobody(long seed) throws Exception {
        start(SHORT);
        SplittableRandom random = new SplittableRandom(seed);
        try (TestClient hostile = fixture.client(HOSTILE);
                TestClient good = fixture.client("good.example.com")) {
            List<CompletableFuture<ClientAnswer>> asked = new ArrayList<>();
            List<byte[]> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(send(i));
                Parsed request = hostile.receive();
                answers.addAll(Answers.all(HOSTILE, request.hopByHop(), request.endToEnd()));
            }
            for (int i = 0; i < FLOOD; i++) {
                byte[] answer = answers.get(random.nextInt(answers.size()));
                hurl(hostile, random.nextInt(4) == 0 ? answer : Answers.mangled(answer, random));
            }
            assertServed(good);
            for (CompletableFuture<ClientAnswer> future : asked) {
                assertThat(future.get(10, TimeUnit.SECONDS)).as("seed %d", seed).isNotNull();
            }
            assertNothingIsUnderWay();
            assertServed(good);
        }
    }

    /** Each CEA either opens the connection or ends it; a good one opens it after all the others. */
    @ParameterizedTest
    @MethodSource("seeds")
    void mangledCapabilitiesAnswersAreAcceptedOrEndTheirConnection(long seed) throws Exception {
        start(LONG);
        SplittableRandom random = new SplittableRandom(seed);
        fixture.server.connect(null);
        int refused = 0;
        try (TestClient good = fixture.client("good.example.com")) {
            for (int i = 0; i < ATTEMPTS; i++) {
                try (TestClient peer = listener.accept()) {
                    Parsed cer = peer.receive();
                    byte[] cea = Answers.cea(HOSTILE, cer.hopByHop(), cer.endToEnd());
                    hurl(peer, join(Answers.mangled(cea, random), Ccr.dpr(HOSTILE)));
                    peer.leave();
                    refused++;
                }
            }
            assertServed(good);
            try (TestClient peer = listener.accept()) {
                Parsed cer = peer.receive();
                peer.send(Answers.cea(HOSTILE, cer.hopByHop(), cer.endToEnd()));
                assertServed(peer);
                assertThat(fixture.server.peers())
                        .filteredOn(status -> status.originHost().equals(HOSTILE))
                        .singleElement()
                        .satisfies(status -> assertThat(status.links()).hasSize(1));
            }
        }
        assertThat(refused).isEqualTo(ATTEMPTS);
    }

    @Test
    void anAnswerIsTakenOnce() throws Exception {
        start(LONG);
        try (TestClient client = fixture.client(HOSTILE)) {
            CompletableFuture<ClientAnswer> future = send(0);
            Parsed request = client.receive();
            byte[] refusal = Answers.ofSession(258, HOSTILE, request.hopByHop(), request.endToEnd(), 5012);
            byte[] other = Answers.ofSession(258, HOSTILE, request.hopByHop(), request.endToEnd(), 5002);
            client.send(join(refusal, other, other));
            assertThat(future.get(10, TimeUnit.SECONDS).resultCode()).isEqualTo(5012);
            awaitUnexpected(2);
            assertNothingIsUnderWay();
            assertServed(client);
        }
    }

    @Test
    void anAnswerThatComesTooLateIsTakenByNobody() throws Exception {
        start(SHORT);
        try (TestClient client = fixture.client(HOSTILE)) {
            CompletableFuture<ClientAnswer> future = send(1);
            List<Parsed> requests = List.of(client.receive(), client.receive());
            assertThat(future.get(10, TimeUnit.SECONDS).status()).isEqualTo(ClientAnswer.Status.TIMED_OUT);
            for (Parsed request : requests) {
                client.send(Answers.ofSession(274, HOSTILE, request.hopByHop(), request.endToEnd(), 2001));
            }
            awaitUnexpected(2);
            assertNothingIsUnderWay();
            assertServed(client);
        }
    }

    /** To a RAR, an answer of another command with its ids. */
    @Test
    void anAnswerOfAnotherCommandDoesNotEndARequest() throws Exception {
        start(LONG);
        try (TestClient client = fixture.client(HOSTILE)) {
            CompletableFuture<ClientAnswer> future = send(0);
            Parsed request = client.receive();
            client.send(join(
                    Answers.betweenPeers(280, HOSTILE, request.hopByHop(), request.endToEnd()),
                    Answers.betweenPeers(282, HOSTILE, request.hopByHop(), request.endToEnd()),
                    Answers.cea(HOSTILE, request.hopByHop(), request.endToEnd()),
                    Answers.ofSession(274, HOSTILE, request.hopByHop(), request.endToEnd(), 5002)));
            awaitUnexpected(1);
            assertThat(future).isNotDone();
            client.send(Answers.ofSession(258, HOSTILE, request.hopByHop(), request.endToEnd(), 2002));
            assertThat(future.get(10, TimeUnit.SECONDS).resultCode()).isEqualTo(2002);
        }
    }

    /** On a connection that this server has begun, whatever a second CEA says. */
    @Test
    void aSecondCapabilitiesAnswerChangesNothing() throws Exception {
        start(LONG);
        fixture.server.connect(null);
        try (TestClient peer = listener.accept()) {
            Parsed cer = peer.receive();
            byte[] cea = Answers.cea(HOSTILE, cer.hopByHop(), cer.endToEnd());
            byte[] another = Answers.cea("another.example.com", cer.hopByHop(), cer.endToEnd());
            peer.send(join(cea, cea, another));
            assertServed(peer);
            assertThat(fixture.server.peers())
                    .extracting(PeerStatus::originHost)
                    .containsExactly(HOSTILE);
        }
    }

    private void awaitUnexpected(int count) throws InterruptedException {
        for (int seen = 0; seen < count; ) {
            String event = fixture.nextEvent();
            assertThat(event).as("after %d unexpected answers", seen).isNotNull();
            seen += event.equals("unexpected answer") ? 1 : 0;
        }
    }
}
