package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a network element that comes again with a higher Origin-State-Id leaves no session and no reservation behind. */
@ExtendWith(SharedDatabase.class)
class PeerRestartTest {
    private static final String HOST = "smf.example.com";
    private static final String NUMBER = "491700900000";

    @TempDir
    private Path data;

    @Test
    void itsSessionsEndAndWhatTheyHeldIsFree(SharedDatabase.Server database) throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(data, "database.url=" + database.newDatabase())) {
            server.createPrepaid("10.00EUR", Long.parseLong(NUMBER), 1);
            try (GyConnection before = new GyConnection(server.diameter())) {
                assertThat(before.exchange(GyRequest.capabilities(HOST, 1)).resultCode())
                        .isEqualTo(2001);
                open(before, HOST + ";1");
                open(before, HOST + ";2");
                open(before, "another.example.com;1");
            }
            assertThat(server.subscriber(NUMBER).openSessions()).isEqualTo(3);
            try (GyConnection after = new GyConnection(server.diameter())) {
                assertThat(after.exchange(GyRequest.capabilities(HOST, 2)).resultCode())
                        .isEqualTo(2001);
                ServerUnderTest.await(
                        "the end of two sessions",
                        () -> server.subscriber(NUMBER).openSessions() == 1);
                byte[] late = GyRequest.data(
                        HOST, HOST + ";1", GyRequest.UPDATE, 1, NUMBER, GyRequest.service(1, 1000, 1000));
                assertThat(after.ask(late).resultCode()).isEqualTo(5002);
                open(after, HOST + ";3");
            }
            assertThat(server.subscriber(NUMBER).openSessions()).isEqualTo(2);
        }
    }

    private static void open(GyConnection connection, String session) throws Exception {
        byte[] initial =
                GyRequest.data(HOST, session, GyRequest.INITIAL, 0, NUMBER, GyRequest.service(1, 1_000_000, -1));
        assertThat(connection.ask(initial).resultCode()).isEqualTo(2001);
    }
}
