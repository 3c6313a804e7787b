package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.diameter.support.Capture;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every recorded client gets from us, over a real socket, the answers that it needs. */
class CaptureReplayTest {

    private ServerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    static Stream<String> recordings() {
        return Capture.names().stream();
    }

    /** Sends all requests of a recording, each after the answer to the one before. */
    private List<Parsed> replay(Capture capture) throws Exception {
        List<Parsed> answers = new ArrayList<>();
        try (TestClient client = new TestClient(fixture.address)) {
            for (byte[] message : capture.sent()) {
                if (Capture.isRequest(message)) {
                    Parsed answer = client.ask(message);
                    assertAnswers(Parsed.of(message), answer);
                    answers.add(answer);
                } else {
                    client.send(message); // an RAA, to which nothing is answered
                }
            }
        }
        return answers;
    }

    private static void assertAnswers(Parsed request, Parsed answer) {
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.command()).isEqualTo(request.command());
        assertThat(answer.hopByHop()).isEqualTo(request.hopByHop());
        assertThat(answer.endToEnd()).isEqualTo(request.endToEnd());
        assertThat(answer.isProxiable()).isEqualTo(request.isProxiable());
        assertThat(answer.text(264)).isEqualTo(ServerFixture.HOST);
        assertThat(answer.text(296)).isEqualTo("example.com");
    }

    /** RFC 4006's grammar, as strict as freeDiameter takes it. */
    private static void assertMeetsGrammar(Parsed request, Parsed answer) {
        assertThat(answer.codes().subList(0, 7)).containsExactly(263, 268, 264, 296, 258, 416, 415);
        assertThat(answer.codes().stream().filter(code -> code != 456)).doesNotHaveDuplicates();
        assertThat(answer.text(263)).isEqualTo(request.text(263));
        assertThat(answer.number(258)).isEqualTo(4);
        assertThat(answer.number(416)).isEqualTo(request.number(416));
        assertThat(answer.number(415)).isEqualTo(request.number(415));
        assertThat(answer.codes())
                .isSubsetOf(263, 268, 264, 296, 258, 416, 415, 431, 456, 423, 430, 422, 448, 279, 281);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyRequestIsAnsweredWithSuccess(String name) throws Exception {
        Capture capture = Capture.of(name);
        List<Parsed> answers = replay(capture);
        List<Parsed> requests = capture.sent().stream()
                .filter(Capture::isRequest)
                .map(Parsed::of)
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            Parsed answer = answers.get(i);
            assertThat(answer.resultCode()).as("message %d", i).isEqualTo(2001);
            assertThat(answer.isError()).isFalse();
            if (answer.command() == 272) {
                assertMeetsGrammar(requests.get(i), answer);
                assertServed(requests.get(i), answer);
            }
        }
    }

    /** What was asked for is granted at the level at which it was asked for, under the same names. */
    private static void assertServed(Parsed request, Parsed answer) {
        assertThat(answer.has(456)).isEqualTo(request.has(456));
        if (!request.has(456)) {
            assertThat(answer.has(431)).isEqualTo(request.has(437));
            return;
        }
        assertThat(answer.number(456, 268)).isEqualTo(2001);
        assertThat(answer.has(456, 432)).isEqualTo(request.has(456, 432));
        assertThat(answer.has(456, 439)).isEqualTo(request.has(456, 439));
        assertThat(answer.has(456, 431)).isEqualTo(request.has(456, 437));
        assertThat(answer.has(456, 448)).isEqualTo(request.has(456, 437));
        if (request.has(456, 437, 420)) {
            assertThat(answer.number(456, 431, 420)).isEqualTo(request.number(456, 437, 420));
        }
        if (request.has(456, 437, 421)) {
            assertThat(answer.number64(456, 431, 421)).isEqualTo(request.number64(456, 437, 421));
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void capabilitiesAreExactlyWhatClientsWant(String name) throws Exception {
        Parsed cea;
        try (TestClient client = new TestClient(fixture.address)) {
            cea = client.ask(Capture.of(name).sent().get(0));
        }
        assertThat(cea.number(258)).isEqualTo(4);
        assertThat(cea.codes().stream().filter(code -> code == 265)).hasSize(2);
        assertThat(cea.number(265)).isEqualTo(10415);
        assertThat(cea.codes()).doesNotContain(260, 259, 299);
        assertThat(cea.number(266)).isEqualTo(10415);
        assertThat(cea.octets(257)).isEqualTo(new byte[] {0, 1, 127, 0, 0, 1});
        assertThat(cea.number(278)).isEqualTo(7);
        assertThat(cea.text(269)).isEqualTo("OCS");
    }

    @Test
    void refusalsReachTheClientsAsTheyUnderstandThem() throws Exception {
        fixture.gateway.decider(
                FakeGateway.refuse(ResultCode.USER_UNKNOWN, CreditControlAnswer.Failed.SUBSCRIPTION_ID));
        for (String name : List.of("open5gs-data-refused", "kamailio-voice-refused", "freediameter-data-refused")) {
            Capture capture = Capture.of(name);
            List<Parsed> answers = replay(capture);
            Parsed cca = answers.get(1);
            assertThat(cca.resultCode()).isEqualTo(5030);
            assertThat(cca.isError()).isFalse();
            assertMeetsGrammar(Parsed.of(capture.creditControlRequests().get(0)), cca);
            assertThat(cca.failedAvp().getCode()).isEqualTo(443);
        }
    }

    @Test
    void aServiceWithoutCreditIsRefusedInItsMscc() throws Exception {
        fixture.gateway.decider(CaptureReplayTest::noCredit);
        Parsed cca = replay(Capture.of("open5gs-data-no-credit")).get(1);
        assertThat(cca.resultCode()).isEqualTo(2001);
        assertThat(cca.number(456, 268)).isEqualTo(4012);
        assertThat(cca.has(456, 431)).isFalse();
    }

    private static void noCredit(CreditControlExchange exchange) {
        FakeGateway.grantAll(exchange);
        for (int i = 0; i < exchange.answer.grantCount(); i++) {
            exchange.answer.grant(i).resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            exchange.answer.grant(i).granted(null, 0);
        }
    }
}
