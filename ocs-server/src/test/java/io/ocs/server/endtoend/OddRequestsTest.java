package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: no request that a client can write stops a shard. */
@ExtendWith(SharedDatabase.class)
class OddRequestsTest {
    private static final String HOST = "odd.example.com";
    private static final String NUMBER = "491700700000";

    @TempDir
    static Path data;

    private static ServerUnderTest server;

    @BeforeAll
    static void start(SharedDatabase.Server database) throws Exception {
        server = ServerUnderTest.start(data, "database.url=" + database.newDatabase());
        server.createPrepaid("10.00EUR", Long.parseLong(NUMBER), 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] data(String session, int type, long number, byte[]... mscc) {
        return GyRequest.data(HOST, session, type, number, NUMBER, mscc);
    }

    /** Only one grant of a service can be reserved: the answer has one, and repeats tell the same. */
    @Test
    void oneRatingGroupTwiceInEachRequest() throws Exception {
        try (GyConnection connection = server.connect(HOST)) {
            List<byte[]> bodies = new ArrayList<>();
            List<DiameterMessage> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int type = i == 0 ? GyRequest.INITIAL : GyRequest.UPDATE;
                long used = i == 0 ? -1 : 100;
                byte[] first = GyRequest.service(1, 1000 + i, used);
                bodies.add(data("twice", type, i, first, GyRequest.service(1, 500 + i, used)));
                DiameterMessage answer = connection.ask(bodies.get(i));
                assertThat(answer.resultCode()).isEqualTo(2001);
                assertThat(answer.all(456)).hasSize(1);
                assertThat(answer.number(456, 431, 421)).isEqualTo(500 + i);
                answers.add(answer);
            }
            for (int i = 0; i < bodies.size(); i++) {
                DiameterMessage answer = answers.get(i);
                assertThat(connection
                                .ask(bodies.get(i), true, answer.endToEnd())
                                .body())
                        .as("repeat of request %d", i)
                        .isEqualTo(answer.body());
            }
            byte[] last =
                    data("twice", GyRequest.TERMINATION, 8, GyRequest.service(1, -1, 1), GyRequest.service(1, -1, 2));
            DiameterMessage answer = connection.ask(last);
            assertThat(answer.resultCode()).isEqualTo(2001);
            assertThat(connection.ask(last, true, answer.endToEnd()).body()).isEqualTo(answer.body());
        }
        server.awaitRecords();
        assertThat(ServerUnderTest.reservedMicros(server.subscriber(NUMBER))).isZero();
    }

    /** A gibibyte granted, and one more believed; then the session goes on. */
    @Test
    void absurdUsageIsChargedWithinABound() throws Exception {
        long before = ServerUnderTest.chargedMicros(server.subscriber(NUMBER));
        try (GyConnection connection = server.connect(HOST)) {
            byte[] initial = data("absurd", GyRequest.INITIAL, 0, GyRequest.service(1, Long.MAX_VALUE, -1));
            assertThat(connection.ask(initial).number(456, 431, 421)).isEqualTo(1L << 30);
            byte[] absurd = data("absurd", GyRequest.UPDATE, 1, GyRequest.service(1, 1000, Long.MAX_VALUE));
            assertThat(connection.ask(absurd).resultCode()).isEqualTo(2001);
            byte[] update = data("absurd", GyRequest.UPDATE, 2, GyRequest.service(1, 1000, 0));
            assertThat(connection.ask(update).number(456, 431, 421)).isEqualTo(1000);
            assertThat(connection.ask(data("absurd", GyRequest.TERMINATION, 3)).resultCode())
                    .isEqualTo(2001);
        }
        assertThat(ServerUnderTest.chargedMicros(server.subscriber(NUMBER)) - before)
                .isEqualTo(DataSession.price(2L << 30));
        assertThat(ServerUnderTest.reservedMicros(server.subscriber(NUMBER))).isZero();
    }
}
