package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: each network element is told what its profile says, whether the peer table names the profile or its Product-Name tells it. */
@ExtendWith(SharedDatabase.class)
class ClientProfileTest {
    private static final String NUMBER = "491700800000";

    @TempDir
    static Path data;

    private static ServerUnderTest server;

    @BeforeAll
    static void start(SharedDatabase.Server database) throws Exception {
        server = ServerUnderTest.start(
                data,
                "database.url=" + database.newDatabase(),
                "diameter.accept-unknown-peers=true",
                "diameter.profiles=[{name: smf, products: [End-To-End Test], session-failover: supported,"
                        + " failure-handling: continue, balance: true, low-balance: 20.00, triggers: [change-in-rat,"
                        + " changeinlocation-mcc]}]",
                "diameter.peers=[{origin-host: quiet.example.com, realm: example.com, profile: kamailio}]");
        server.createPrepaid("10.00EUR", Long.parseLong(NUMBER), 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static DiameterMessage ask(String host) throws Exception {
        try (GyConnection connection = server.connect(host)) {
            return connection.ask(
                    GyRequest.data(host, host + ";1", GyRequest.INITIAL, 0, NUMBER, GyRequest.service(1, 1000, -1)));
        }
    }

    @Test
    void aProductNameTellsTheProfile() throws Exception {
        DiameterMessage answer = ask("smf.example.com");
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.number(418)).isEqualTo(1);
        assertThat(answer.number(427)).isEqualTo(1);
        assertThat(answer.number(2020)).isEqualTo(1);
        assertThat(answer.has(2021, 445, 447)).isTrue();
        assertThat(answer.number(456, 1264, 870)).isEqualTo(4);
    }

    @Test
    void thePeerTableGoesBeforeIt() throws Exception {
        DiameterMessage answer = ask("quiet.example.com");
        assertThat(answer.resultCode()).isEqualTo(2001);
        assertThat(answer.has(418)).isFalse();
        assertThat(answer.has(2021)).isFalse();
        assertThat(answer.has(456, 1264)).isFalse();
    }
}
