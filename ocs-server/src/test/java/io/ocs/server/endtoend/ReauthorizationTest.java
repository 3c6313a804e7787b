package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.sim.ClientStyle;
import io.ocs.sim.CreditControlAnswer;
import io.ocs.sim.CreditControlRequest;
import io.ocs.sim.NetworkElement;
import io.ocs.sim.NetworkElementOptions;
import io.ocs.sim.RequestType;
import io.ocs.sim.ServiceUnits;
import io.ocs.sim.ServiceUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: clients are asked also about sessions that this process has not opened, and over whatever connection they have by then. */
@ExtendWith(SharedDatabase.class)
class ReauthorizationTest {
    private static final String HOST = "smf.example.com";
    private static final String SESSION = HOST + ";1;2";
    private static final String NUMBER = "491700800000";

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"shards=1", "shards=3"})
    void aSessionIsAskedForAfterARestart(String shards, SharedDatabase.Server database) throws Exception {
        String url = "database.url=" + database.newDatabase();
        try (ServerUnderTest before = ServerUnderTest.start(data, url, shards)) {
            before.createPrepaid("0.002EUR", Long.parseLong(NUMBER), 1);
            try (GyConnection connection = before.connect(HOST)) {
                byte[] initial = GyRequest.data(
                        HOST, SESSION, GyRequest.INITIAL, 0, NUMBER, GyRequest.service(1, 10_000_000, -1));
                assertThat(connection.ask(initial).has(456, 430))
                        .as("final units")
                        .isTrue();
            }
        }
        try (ServerUnderTest after = ServerUnderTest.start(data, url, shards);
                GyConnection other = after.connect("other.example.com");
                GyConnection connection = after.connect(HOST)) {
            after.execute(new AccountCommand.TopUp(SubscriptionId.e164(NUMBER), Money.parse("1.00EUR")));
            DiameterMessage request = connection.receive();
            assertThat(request.command()).isEqualTo(ChartMessages.RE_AUTH);
            assertThat(request.text(263)).isEqualTo(SESSION);
            assertThat(request.text(293)).isEqualTo(HOST);
            connection.send(ChartMessages.answer(request, HOST, 2001));
            byte[] update = GyRequest.data(
                    HOST, SESSION, GyRequest.UPDATE, 1, NUMBER, GyRequest.service(1, 10_000_000, 1_000_000));
            assertThat(connection.ask(update).number(456, 431, 421)).isEqualTo(10_000_000);
            assertThat(other.isSilentFor(50)).isTrue();
        }
    }

    /** A network element on another stack (jDiameter), which finds the session by what the requests say. */
    @Test
    void anElementOnJDiameterIsAskedToComeAgainAndToEnd(SharedDatabase.Server database) throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(data, "database.url=" + database.newDatabase())) {
            server.createPrepaid("0.002EUR", Long.parseLong(NUMBER), 1);
            NetworkElementOptions options =
                    NetworkElementOptions.of("127.0.0.1", server.diameter().getPort(), HOST);
            try (NetworkElement element = NetworkElement.connect(options)) {
                BlockingQueue<NetworkElement.ServerRequest> asked = new LinkedBlockingQueue<>();
                element.addSession(SESSION, asked::add);
                assertThat(ask(element, RequestType.INITIAL, 0))
                        .as("final units")
                        .isTrue();
                server.execute(new AccountCommand.TopUp(SubscriptionId.e164(NUMBER), Money.parse("1.00EUR")));
                assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(NetworkElement.ServerRequest.RE_AUTHORISE);
                assertThat(ask(element, RequestType.UPDATE, 1))
                        .as("final units")
                        .isFalse();
                Optional<ClientAnswer> answer = server.server()
                        .administration()
                        .request(ClientRequest.Kind.ABORT, SESSION)
                        .get(30, TimeUnit.SECONDS);
                assertThat(answer).contains(ClientAnswer.of(2001));
                assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(NetworkElement.ServerRequest.ABORT);

                element.removeSession(SESSION); // it does not know the session any more
                answer = server.server()
                        .administration()
                        .request(ClientRequest.Kind.RE_AUTHORIZE, SESSION)
                        .get(30, TimeUnit.SECONDS);
                assertThat(answer).contains(ClientAnswer.of(5002));
                ServerUnderTest.await(
                        "the end of the session",
                        () -> server.subscriber(NUMBER).openSessions() == 0);
            }
        }
    }

    /** Asks for ten million octets. @return whether they are the last ones */
    private static boolean ask(NetworkElement element, RequestType type, long number) throws Exception {
        ServiceUsage service = new ServiceUsage(1, ServiceUnits.ABSENT, ServiceUnits.octets(10_000_000), null, null);
        CreditControlRequest request = CreditControlRequest.ofSession(
                SESSION, type, number, ClientStyle.data(NUMBER, "001010000000001"), List.of(service));
        CreditControlAnswer answer = element.send(request).get(30, TimeUnit.SECONDS);
        assertThat(answer.isFullSuccess()).isTrue();
        return answer.services().get(0).isFinal();
    }
}
