package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Octets;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientAnswer.Status;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.initiated.ClientRequest.Kind;
import io.ocs.core.initiated.ClientRequests.Reach;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: what the server asks by itself reaches the client of the session, is sent again while nobody answers, and comes to an end whatever happens. */
class ClientRequestsTest {

    private static final String CLIENT = "client.example.com";
    private static final String SESSION = CLIENT + ";1;1";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int RE_AUTH = 258;
    private static final int ABORT_SESSION = 274;
    private static final int FLAG_RETRANSMITTED = 0x10;

    private final LinkedBlockingQueue<Integer> routes = new LinkedBlockingQueue<>();
    private ServerFixture fixture;

    private void start(Duration timeout, int attempts, int perSecond, int pendingMax) throws Exception {
        fixture = new ServerFixture(
                ServerFixture.config(64, 2),
                ServerFixture.ANYONE,
                List.of(),
                ServerFixture.timers(LONG),
                new ClientRequestConfig(timeout, attempts, perSecond, pendingMax));
        fixture.gateway.decider(exchange -> {
            routes.add(exchange.envelope.route);
            FakeGateway.grantAll(exchange);
        });
    }

    private void start() throws Exception {
        start(LONG, 3, 1_000, 100);
    }

    @AfterEach
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private CompletableFuture<ClientAnswer> send(Kind kind, String sessionId, int route) {
        return send(kind, sessionId, route, Reach.ONE);
    }

    private CompletableFuture<ClientAnswer> send(Kind kind, String sessionId, int route, Reach reach) {
        Octets id = new Octets(sessionId.length());
        id.set(sessionId);
        return fixture.server.clients().send(new ClientRequest(kind, id, route), reach);
    }

    private static ClientAnswer result(CompletableFuture<ClientAnswer> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    /** Has the session's request come over this connection. @return the route that the shard is told */
    private int charge(TestClient client, String host) throws Exception {
        byte[] request =
                Ccr.initial().put(264, text(264, host)).session(SESSION).bytes();
        assertThat(client.ask(request).resultCode()).isEqualTo(2001);
        return routes.poll(10, TimeUnit.SECONDS);
    }

    private static byte[] answer(Parsed request, int resultCode) {
        return message(
                resultCode / 1000 == 3 ? 0x60 : 0x40,
                request.command(),
                4,
                request.hopByHop(),
                request.endToEnd(),
                text(263, request.text(263)),
                u32(268, resultCode),
                text(264, CLIENT),
                text(296, "example.com"));
    }

    private static boolean isRetransmitted(Parsed request) {
        return (request.octets()[4] & FLAG_RETRANSMITTED) != 0;
    }

    private TestClient relay(String host) throws Exception {
        TestClient relay = new TestClient(fixture.address);
        assertThat(relay.ask(Ccr.cer(host, 0xffffffffL)).resultCode()).isEqualTo(2001);
        return relay;
    }

    @Test
    void aReAuthRequestHasWhatItsGrammarWants() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            assertThat(route).isNotZero();
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, route);
            Parsed request = client.receive();
            assertThat(request.command()).isEqualTo(RE_AUTH);
            assertThat(request.isRequest()).isTrue();
            assertThat(request.isProxiable()).isTrue();
            assertThat(isRetransmitted(request)).isFalse();
            assertThat(request.codes()).containsExactly(263, 264, 296, 283, 293, 258, 285);
            assertThat(request.text(263)).isEqualTo(SESSION);
            assertThat(request.text(264)).isEqualTo(ServerFixture.HOST);
            assertThat(request.text(296)).isEqualTo("example.com");
            assertThat(request.text(283)).isEqualTo("example.com");
            assertThat(request.text(293)).isEqualTo(CLIENT);
            assertThat(request.number(258)).isEqualTo(4);
            assertThat(request.number(285)).isZero();
            client.send(answer(request, 2002));
            assertThat(result(future)).isEqualTo(new ClientAnswer(Status.ACCEPTED, 2002));
        }
    }

    @Test
    void anAbortSessionRequestHasWhatItsGrammarWants() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.ABORT, SESSION, charge(client, CLIENT));
            Parsed request = client.receive();
            assertThat(request.command()).isEqualTo(ABORT_SESSION);
            assertThat(request.codes()).containsExactly(263, 264, 296, 283, 293, 258);
            client.send(answer(request, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"2001, ACCEPTED", "5002, UNKNOWN_SESSION", "5012, REFUSED", "3001, REFUSED", "4002, REFUSED"})
    void theAnswerIsTold(int code, Status status) throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.ABORT, SESSION, charge(client, CLIENT));
            client.send(answer(client.receive(), code));
            assertThat(result(future)).isEqualTo(new ClientAnswer(status, code));
        }
    }

    /** Its recorded answer, under the ids of this server's own request at the same place. */
    @ParameterizedTest
    @CsvSource({"freediameter-data-reauth, 2002", "open5gs-data-reauth, 2001"})
    void theAnswersOfRecordedClientsAreTaken(String recording, int code) throws Exception {
        Capture capture = Capture.of(recording);
        start();
        CompletableFuture<ClientAnswer> future = null;
        try (TestClient client = new TestClient(fixture.address)) {
            for (byte[] message : capture.sent()) {
                if (Capture.isRequest(message)) {
                    assertThat(client.ask(message).resultCode()).isEqualTo(2001);
                } else {
                    String session = Parsed.of(message).text(263);
                    future =
                            send(Kind.RE_AUTHORIZE, session, List.copyOf(routes).get(routes.size() - 1));
                    Parsed request = client.receive();
                    assertThat(session).startsWith(request.text(293) + ";");
                    client.send(ByteBuffer.wrap(message.clone())
                            .putInt(12, request.hopByHop())
                            .putInt(16, request.endToEnd())
                            .array());
                }
            }
        }
        assertThat(result(future)).isEqualTo(new ClientAnswer(Status.ACCEPTED, code));
    }

    /** Two instances of one client: only that which has the session knows it. */
    @Test
    void itGoesOverTheConnectionOfTheLastRequestElseOverAnotherOfTheClient() throws Exception {
        start();
        try (TestClient first = fixture.client();
                TestClient second = fixture.client()) {
            int route = charge(second, CLIENT);
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, route);
            second.send(answer(second.receive(), 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
            second.cut();
            awaitDown();
            future = send(Kind.RE_AUTHORIZE, SESSION, route);
            first.send(answer(first.receive(), 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
        }
    }

    private void awaitDown() throws Exception {
        while (!fixture.nextEvent().startsWith("down")) {
            // one that came up
        }
    }

    /** After a restart of this server nothing is known but what the Session-Id says. */
    @Test
    void withoutARouteTheSessionIdTellsTheClient() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, "Client.example.com;7;8", 0);
            Parsed request = client.receive();
            assertThat(request.text(293)).isEqualTo("Client.example.com");
            client.send(answer(request, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
        }
    }

    @Test
    void whoIsBehindAgentsIsAskedThroughThem() throws Exception {
        start();
        String host = "behind.example.com";
        try (TestClient other = fixture.client("other.example.com");
                TestClient agent = relay("agent.example.com")) {
            int route = charge(agent, host);
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, route);
            Parsed request = agent.receive();
            assertThat(request.text(293)).isEqualTo(host);
            assertThat(request.text(283)).isEqualTo("example.com");
            agent.send(answer(request, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
            try (TestClient spare = relay("spare.example.com")) {
                agent.cut();
                awaitDown();
                future = send(Kind.RE_AUTHORIZE, SESSION, route);
                request = spare.receive();
                assertThat(request.text(293)).isEqualTo(host);
                spare.send(answer(request, 2001));
                assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
                assertThat(other.isEnded())
                        .as("another client of the realm, which is not asked")
                        .isFalse();
            }
        }
    }

    @Test
    void whoHasNoConnectionIsNotAsked() throws Exception {
        start();
        assertThat(result(send(Kind.RE_AUTHORIZE, SESSION, 0)).status()).isEqualTo(Status.UNROUTABLE);
        assertThat(result(send(Kind.ABORT, "no host at all", 12345)).status()).isEqualTo(Status.UNROUTABLE);
        assertThat(fixture.server.clients().room(Reach.ONE)).isEqualTo(100);
    }

    @Test
    void whatNobodyAnswersIsSentAgainABoundedNumberOfTimes() throws Exception {
        start(Duration.ofMillis(100), 3, 1_000, 100);
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, charge(client, CLIENT));
            List<Parsed> requests = List.of(client.receive(), client.receive(), client.receive());
            assertThat(result(future)).isEqualTo(new ClientAnswer(Status.TIMED_OUT, 0));
            assertThat(requests.stream().map(Parsed::endToEnd).distinct()).hasSize(1);
            assertThat(requests.stream().map(Parsed::hopByHop).distinct()).hasSize(3);
            assertThat(requests.stream().map(ClientRequestsTest::isRetransmitted))
                    .containsExactly(false, true, true);
            client.send(answer(requests.get(0), 2001)); // late
            assertThat(client.ask(Ccr.dwr(CLIENT)).command()).isEqualTo(280);
            assertThat(fixture.server.clients().room(Reach.ONE)).isEqualTo(100);
        }
    }

    @Test
    void whoIsTooBusyIsAskedAgain() throws Exception {
        start(Duration.ofMillis(100), 3, 1_000, 100);
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, charge(client, CLIENT));
            client.send(answer(client.receive(), 3004));
            Parsed again = client.receive();
            assertThat(isRetransmitted(again)).isTrue();
            client.send(answer(again, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
        }
    }

    /** The time-out is half a minute: it is the end of the connection that sends it again. */
    @Test
    void whatWasSentOverAConnectionThatEndsGoesAnotherWay() throws Exception {
        start();
        try (TestClient first = fixture.client();
                TestClient second = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, charge(second, CLIENT));
            Parsed sent = second.receive();
            second.cut();
            Parsed again = first.receive();
            assertThat(again.endToEnd()).isEqualTo(sent.endToEnd());
            assertThat(isRetransmitted(again)).isTrue();
            first.send(answer(again, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
        }
    }

    @Test
    void aPeerThatTakesItsLeaveIsNotAsked() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            assertThat(client.ask(Ccr.dpr(CLIENT)).command()).isEqualTo(282);
            assertThat(result(send(Kind.RE_AUTHORIZE, SESSION, route)).status()).isEqualTo(Status.UNROUTABLE);
        }
    }

    /** Nothing was sent over a connection that is closing, so that it was no attempt. */
    @Test
    void aConnectionThatIsClosingIsPassedOver() throws Exception {
        start(LONG, 1, 1_000, 100);
        try (TestClient other = fixture.client();
                TestClient closing = fixture.client()) {
            int route = charge(closing, CLIENT);
            assertThat(closing.ask(Ccr.dpr(CLIENT)).command()).isEqualTo(282);
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, route);
            Parsed request = other.receive();
            assertThat(isRetransmitted(request)).isFalse();
            other.send(answer(request, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);

            assertThat(other.ask(Ccr.dpr(CLIENT)).command()).isEqualTo(282);
            assertThat(result(send(Kind.RE_AUTHORIZE, SESSION, route)).status())
                    .as("both are closing")
                    .isEqualTo(Status.UNROUTABLE);
        }
    }

    @Test
    void answersToNothingAreCountedAndIgnored() throws Exception {
        start();
        try (TestClient client = fixture.client();
                TestClient other = fixture.client("other.example.com")) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, charge(client, CLIENT));
            Parsed request = client.receive();
            other.send(answer(request, 5002)); // not the one that was asked
            other.send(message(0x40, RE_AUTH, 4, 99, 99, u32(268, 2001)));
            other.send(message(0x40, 275, 4, 99, 99, u32(268, 2001)));
            int unexpected = 0;
            while (unexpected < 3) {
                unexpected += fixture.nextEvent().equals("unexpected answer") ? 1 : 0;
            }
            assertThat(future).isNotDone();
            client.send(answer(request, 2001));
            assertThat(result(future).status()).isEqualTo(Status.ACCEPTED);
            assertThat(other.ask(Ccr.dwr("other.example.com")).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void anAnswerWithoutAResultCodeIsARefusal() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.ABORT, SESSION, charge(client, CLIENT));
            Parsed request = client.receive();
            client.send(message(0x40, ABORT_SESSION, 4, request.hopByHop(), request.endToEnd(), u32(264, 1)));
            assertThat(result(future)).isEqualTo(new ClientAnswer(Status.REFUSED, 0));
        }
    }

    @Test
    void thereAreAsManyAsThereMayBe() throws Exception {
        start(LONG, 3, 1_000, 3);
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            List<CompletableFuture<ClientAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(send(Kind.RE_AUTHORIZE, SESSION, route));
            }
            assertThat(fixture.server.clients().room(Reach.ONE)).isZero();
            assertThat(result(send(Kind.RE_AUTHORIZE, SESSION, route)).status()).isEqualTo(Status.TOO_MANY);
            client.send(answer(client.receive(), 2001));
            assertThat(result(all.get(0)).status()).isEqualTo(Status.ACCEPTED);
            assertThat(fixture.server.clients().room(Reach.ONE)).isEqualTo(1);
        }
    }

    /** What a round over all sessions takes leaves room for those that a change concerns, and these for what somebody has asked for. */
    @Test
    void requestsOfManyLeaveRoomForThoseOfFew() throws Exception {
        start(LONG, 3, 1_000, 8);
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            assertRoom(4, 6, 8);
            fill(Reach.ALL, route);
            assertRoom(0, 2, 4);
            fill(Reach.SOME, route);
            assertRoom(0, 0, 2);
            assertThat(send(Kind.RE_AUTHORIZE, SESSION, route, Reach.ALL))
                    .as("of somebody who has seen room when others did")
                    .isNotDone();
            CompletableFuture<ClientAnswer> one = send(Kind.ABORT, SESSION, route, Reach.ONE);
            assertThat(result(send(Kind.ABORT, SESSION, route, Reach.ONE)).status())
                    .isEqualTo(Status.TOO_MANY);
            assertThat(one).isNotDone();
        }
    }

    private void assertRoom(int all, int some, int one) {
        assertThat(Stream.of(Reach.ALL, Reach.SOME, Reach.ONE).map(fixture.server.clients()::room))
                .containsExactly(all, some, one);
    }

    private void fill(Reach reach, int route) {
        while (fixture.server.clients().room(reach) > 0) {
            assertThat(send(Kind.RE_AUTHORIZE, SESSION, route, reach)).isNotDone();
        }
    }

    /** At five a second, two seconds of requests wait: what is asked for then does not. */
    @Test
    void requestsOfFewGoBeforeThoseOfMany() throws Exception {
        start(LONG, 3, 5, 100);
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            List<CompletableFuture<ClientAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(send(Kind.RE_AUTHORIZE, SESSION, route, Reach.ALL));
            }
            all.add(send(Kind.ABORT, SESSION, route, Reach.SOME));
            List<Integer> commands = new ArrayList<>();
            while (!commands.contains(ABORT_SESSION)) {
                commands.add(client.receive().command());
            }
            assertThat(commands).as("those before it").hasSizeLessThan(10);
            assertThat(client.receive().command()).isEqualTo(RE_AUTH);
            assertThat(all).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void theyArePaced() throws Exception {
        start(LONG, 3, 20, 100);
        try (TestClient client = fixture.client()) {
            int route = charge(client, CLIENT);
            long begun = System.nanoTime();
            List<CompletableFuture<ClientAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(send(Kind.RE_AUTHORIZE, SESSION, route));
            }
            for (int i = 0; i < 12; i++) {
                assertThat(client.receive().command()).isEqualTo(RE_AUTH);
            }
            // two may go at once, the other ten one every 50 ms
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
            assertThat(all).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void aStopEndsWhatIsUnderWay() throws Exception {
        start();
        try (TestClient client = fixture.client()) {
            CompletableFuture<ClientAnswer> future = send(Kind.RE_AUTHORIZE, SESSION, charge(client, CLIENT));
            client.receive();
            fixture.close();
            assertThat(result(future).status()).isIn(Status.UNROUTABLE, Status.TIMED_OUT);
            assertThat(result(send(Kind.RE_AUTHORIZE, SESSION, 0)).status()).isEqualTo(Status.UNROUTABLE);
        }
        fixture = null;
    }
}
