package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import java.nio.file.Path;
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
}
